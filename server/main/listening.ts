/** The HTTP server's socket: where it listens, and how it stops listening within a bound, whatever clients do. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Config } from './config.ts';

/** A listening socket. */
export type Listening = {
  readonly port: number;
  /**
   * Accepts no more connections and waits for the requests in progress. Clients still sending a request are cut off after two seconds, all
   * others after `withinMs`. Resolves to whether every request ended on its own.
   */
  close(withinMs: number): Promise<boolean>;
};

type Http = ReturnType<typeof createAdaptorServer>;
type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

/** A request of a few hundred bytes is long there by then; what is still being sent was not begun. */
const SENDING_MS = 2_000;

const DEFAULT_PORT = 3000;

/** Listens on the configured port; without one, on the first free port of twenty from 3000 on. Throws if there is none. */
export async function listen(fetch: Fetch, config: Pick<Config, 'host' | 'port'>): Promise<Listening> {
  const http = createAdaptorServer({ fetch });
  const open = new Set<IncomingMessage>();
  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    open.add(request);
    response.once('close', () => open.delete(request));
  });
  const port = await bindFirstFree(http, config);
  return { port, close: (withinMs) => close(http, open, withinMs) };
}

async function close(http: Http, open: ReadonlySet<IncomingMessage>, withinMs: number): Promise<boolean> {
  let isCut = false;
  const stillSending = setTimeout(
    () => {
      for (const request of open) if (!request.complete) request.destroy();
    },
    Math.min(SENDING_MS, withinMs),
  );
  // A connection without a request (idle, or with half a head sent) has no work to finish.
  const idle = setInterval(() => {
    if (open.size === 0) cutAll(http);
  }, SENDING_MS);
  const bound = setTimeout(() => {
    isCut = open.size > 0;
    cutAll(http);
  }, withinMs);
  await new Promise<void>((resolve) => http.close(() => resolve()));
  clearTimeout(stillSending);
  clearInterval(idle);
  clearTimeout(bound);
  return !isCut;
}

function cutAll(http: Http): void {
  if ('closeAllConnections' in http) http.closeAllConnections();
}

async function bindFirstFree(http: Http, { host, port }: Pick<Config, 'host' | 'port'>): Promise<number> {
  if (port !== undefined) return bind(http, host, port);
  for (let candidate = DEFAULT_PORT; candidate < DEFAULT_PORT + 20; candidate++) {
    try {
      return await bind(http, host, candidate);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
  throw new Error(`no free port from ${DEFAULT_PORT} on: set PORT`);
}

function bind(http: Http, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      const address = http.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
