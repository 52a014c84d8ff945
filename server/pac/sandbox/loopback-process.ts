/**
 * A server in its own process, on loopback: it prints one JSON line `{url, pid}` on stdout when it is ready. When stdin ends (its parent died) or
 * on SIGTERM, it finishes what is in flight and exits.
 */
import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import type { PacEnv } from './delivery.ts';

const GRACE_MS = 5_000;

/** `close` runs once nothing is in flight. */
export type LoopbackApp = { readonly app: Hono<PacEnv>; readonly close: () => void };

/** Creates the app and serves it until the process has to end; `stopping` signals that, so that the app cuts its waits short. */
export async function serveLoopback(
  port: number,
  make: (stopping: AbortSignal) => Promise<LoopbackApp> | LoopbackApp,
): Promise<void> {
  const stopping = new AbortController();
  // Every waiting answer listens for it.
  setMaxListeners(0, stopping.signal);
  const { app, close } = await make(stopping.signal);
  // Idle connections stay open: a caller whose process stood still for five seconds (a busy machine, a long computation) would
  // send its next request into the very moment at which its connection is closed.
  const options = { fetch: app.fetch, hostname: '127.0.0.1', port, serverOptions: { keepAliveTimeout: 0 } };
  const server = serve(options, (address) => {
    process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${address.port}`, pid: process.pid })}\n`);
  });
  server.on('error', (error) => {
    console.error(error);
    process.exit(1);
  });

  const inFlight = new Set<object>();
  // Connections that are idle or were never used can be closed safely.
  const endWhenIdle = (): void => {
    if (!stopping.signal.aborted || inFlight.size > 0) return;
    close();
    process.exit(0);
  };
  server.on('request', (_incoming: unknown, outgoing: ServerResponse) => {
    inFlight.add(outgoing);
    outgoing.once('close', () => {
      inFlight.delete(outgoing);
      endWhenIdle();
    });
  });
  const stop = (): void => {
    stopping.abort();
    server.close();
    setTimeout(() => process.exit(0), GRACE_MS).unref();
    endWhenIdle();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.stdin.on('end', stop).on('error', stop).resume();
}
