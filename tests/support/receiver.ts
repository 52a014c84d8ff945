/** Somebody's server, on loopback: what arrives at each of its paths is kept, and answered as it is told to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Heard = {
  readonly path: string;
  /** `webhook-id`. */
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Behaviour = { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | 'hangs';

export type Receiver = {
  url(path: string): string;
  /** In the order of arrival. */
  readonly heard: readonly Heard[];
  at(path: string): readonly Heard[];
  /** 200 where nothing else was said. */
  behave(path: string, behaviour: Behaviour): void;
  /** Resolves when so many have arrived at a path. */
  until(path: string, count: number): Promise<void>;
  /** Breaks off whatever hangs. */
  release(): void;
  stop(): Promise<void>;
};

/** Listens on a port of its own. */
export async function startReceiver(): Promise<Receiver> {
  const heard: Heard[] = [];
  const counts = new Map<string, number>();
  const behaviours = new Map<string, Behaviour>();
  let waiting: { readonly path: string; readonly count: number; readonly done: () => void }[] = [];

  function hear(arrived: Heard): void {
    heard.push(arrived);
    const count = (counts.get(arrived.path) ?? 0) + 1;
    counts.set(arrived.path, count);
    const met = waiting.filter((one) => one.path === arrived.path && count >= one.count);
    waiting = waiting.filter((one) => !met.includes(one));
    for (const { done } of met) done();
  }

  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const path = request.url ?? '';
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const behaviour = behaviours.get(path) ?? { status: 200 };
      if (behaviour !== 'hangs') response.writeHead(behaviour.status, behaviour.headers).end('ok');
      hear({ path, id: headers['webhook-id'] ?? '', headers, body });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    heard,
    at: (path) => heard.filter((one) => one.path === path),
    behave: (path, behaviour) => void behaviours.set(path, behaviour),
    until: (path, count) =>
      new Promise((done) => {
        if ((counts.get(path) ?? 0) >= count) done();
        else waiting.push({ path, count, done });
      }),
    release: () => server.closeAllConnections(),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
