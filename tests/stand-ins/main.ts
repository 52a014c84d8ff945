/** Every provider's stand-in in one process, each below its name: `--data DIR [--port 0]`, loopback only. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Hono } from 'hono';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import { openLedger } from '../../server/pac/sandbox/ledger.ts';
import { serveLoopback } from '../../server/pac/sandbox/loopback-process.ts';
import { openSatSigner } from '../../server/pac/sandbox/sat-signer.ts';
import { createStandIn } from './bench.ts';
import { PROVIDERS } from './providers.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, data: { type: 'string' } } });
const { data, port } = values;
if (!data) {
  console.error('usage: main.ts --data DIR [--port 0]');
  process.exit(2);
}

process.on('uncaughtException', (error) => console.error(error));
process.on('unhandledRejection', (error) => console.error(error));

await serveLoopback(Number(port), async (stopping) => {
  mkdirSync(data, { recursive: true });
  const signer = await openSatSigner(join(data, 'certificate'));
  const app = new Hono<PacEnv>();
  const opened = Object.entries(PROVIDERS).map(([name, routes]) => ({
    ...{ name, routes },
    ledger: openLedger(join(data, `${name}.sqlite`)),
  }));
  const ledgers = opened.map(({ ledger }) => ledger);
  for (const { name, routes, ledger } of opened)
    app.route(`/${name}`, createStandIn({ ledger, signer, stopping }, routes, ledgers));
  return {
    app,
    close() {
      for (const ledger of ledgers) ledger.close();
    },
  };
});
