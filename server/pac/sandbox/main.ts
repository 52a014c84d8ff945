/** The sandbox PAC as a process: `--ledger FILE [--port 0] [--certificate DIR]`, loopback only. */
import { parseArgs } from 'node:util';
import { createSandboxApp } from './app.ts';
import { openLedger } from './ledger.ts';
import { serveLoopback } from './loopback-process.ts';
import { openSatSigner } from './sat-signer.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, ledger: { type: 'string' }, certificate: { type: 'string' } },
});
const { ledger: ledgerFile, certificate, port } = values;
if (!ledgerFile) {
  console.error('usage: main.ts --ledger FILE [--port 0] [--certificate DIR]');
  process.exit(2);
}

// A PAC has to keep answering for what it has stamped, so no error of one call ends the process.
process.on('uncaughtException', (error) => console.error(error));
process.on('unhandledRejection', (error) => console.error(error));

await serveLoopback(Number(port), async (stopping) => {
  const ledger = openLedger(ledgerFile);
  const signer = await openSatSigner(certificate);
  return { app: createSandboxApp({ ledger, signer, stopping }), close: () => ledger.close() };
});
