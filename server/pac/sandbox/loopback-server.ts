/** A server on loopback that can be stopped without cutting off whoever it is answering. */
import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import type { PacEnv } from './delivery.ts';

const GRACE_MS = 5_000;

/** `close` runs once nothing is in flight. */
export type LoopbackApp = { readonly app: Hono<PacEnv>; readonly close: () => void };

/** Makes the app; `stopping` signals that it has to end, so that it cuts its waits short. */
export type MakeLoopbackApp = (stopping: AbortSignal) => Promise<LoopbackApp> | LoopbackApp;

/** A server that answers at `url`. */
export type Loopback = {
  readonly url: string;
  /** Takes no more requests; resolves when nothing is in flight and the app is closed, or after five seconds. */
  stop(): Promise<void>;
};

/** Serves the app on this port of 127.0.0.1, any free one for 0. Rejects if it cannot be had. */
export async function openLoopback(port: number, make: MakeLoopbackApp): Promise<Loopback> {
  const stopping = new AbortController();
  // Every waiting answer listens for it.
  setMaxListeners(0, stopping.signal);
  const { app, close } = await make(stopping.signal);
  // Idle connections stay open: a caller whose process stood still for five seconds (a busy machine, a long computation) would
  // send its next request into the very moment at which its connection is closed.
  const options = { fetch: app.fetch, hostname: '127.0.0.1', port, serverOptions: { keepAliveTimeout: 0 } };
  const inFlight = new Set<object>();
  let idle = (): void => undefined;
  const url = await new Promise<string>((resolve, reject) => {
    const server = serve(options, (address) => resolve(`http://127.0.0.1:${address.port}`));
    server.on('error', reject);
    server.on('request', (_incoming: unknown, outgoing: ServerResponse) => {
      inFlight.add(outgoing);
      outgoing.once('close', () => {
        inFlight.delete(outgoing);
        if (inFlight.size === 0) idle();
      });
    });
    stopping.signal.addEventListener('abort', () => server.close());
  });
  const stop = async (): Promise<void> => {
    const ended = new Promise<void>((resolve) => {
      idle = resolve;
      setTimeout(resolve, GRACE_MS).unref();
    });
    stopping.abort();
    // Connections that are idle or were never used can be closed safely.
    if (inFlight.size === 0) idle();
    await ended;
    close();
  };
  return { url, stop };
}
