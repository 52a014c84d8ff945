/**
 * The sandbox PAC as a process: `--ledger FILE [--port 0] [--certificate DIR]`, loopback only. One JSON line `{url, pid}` on
 * stdout says that it is ready. When stdin ends (whoever started it died) or on SIGTERM it finishes what is in flight and exits.
 */
import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { createSandboxApp } from './app.ts';
import { openLedger } from './ledger.ts';
import { openSatSigner } from './sat-signer.ts';

const GRACE_MS = 5_000;

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, ledger: { type: 'string' }, certificate: { type: 'string' } },
});
if (!values.ledger) {
  console.error('usage: main.ts --ledger FILE [--port 0] [--certificate DIR]');
  process.exit(2);
}

const stopping = new AbortController();
// Every waiting answer listens to it.
setMaxListeners(0, stopping.signal);
const ledger = openLedger(values.ledger);
const app = createSandboxApp({ ledger, signer: await openSatSigner(values.certificate), stopping: stopping.signal });
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(values.port) }, ({ port }) => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}`, pid: process.pid })}\n`);
});

// What a PAC has stamped it must go on answering for: no error of one call ends the process.
process.on('uncaughtException', (error) => console.error(error));
process.on('unhandledRejection', (error) => console.error(error));
server.on('error', (error) => {
  console.error(error);
  process.exit(1);
});

const inFlight = new Set<object>();
server.on('request', (_incoming: unknown, outgoing: ServerResponse) => {
  inFlight.add(outgoing);
  outgoing.once('close', () => {
    inFlight.delete(outgoing);
    endWhenIdle();
  });
});

function stop(): void {
  stopping.abort();
  server.close();
  setTimeout(() => process.exit(0), GRACE_MS).unref();
  endWhenIdle();
}

// Connections that callers keep open for later, or opened and never used, are nobody's loss.
function endWhenIdle(): void {
  if (!stopping.signal.aborted || inFlight.size > 0) return;
  ledger.close();
  process.exit(0);
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.stdin.on('end', stop).on('error', stop).resume();
