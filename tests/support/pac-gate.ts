/** What stands between our servers and a PAC: it counts the calls, and can take the PAC away as a network or a dead host does. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** How a PAC is away: nobody listens at its address, or somebody does who never answers. */
export type Absence = 'refuses connections' | 'never answers';

export type PacGate = {
  readonly url: string;
  /** Calls that were let through or left waiting so far. */
  calls(): number;
  /** Most calls that were inside at the same time since the last return. */
  peak(): number;
  /** Epoch milliseconds of the first answer of 2xx or 307 to a stamp since the last return. */
  firstGoodAt(): number | undefined;
  leave(how: Absence): Promise<void>;
  /** At the same address as before; what was left waiting is cut. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
};

/** Opens a gate before the PAC at `pacUrl`, on a free port of loopback. */
export async function openPacGate(pacUrl: string): Promise<PacGate> {
  const sockets = new Set<Socket>();
  let isSilent = false;
  let calls = 0;
  let inside = 0;
  let peak = 0;
  let firstGoodAt: number | undefined;
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    if (isSilent) return;
    inside += 1;
    peak = Math.max(peak, inside);
    outgoing.once('close', () => {
      inside -= 1;
    });
    forward(pacUrl, incoming, outgoing, (status) => {
      if (incoming.method === 'POST' && (status === 200 || status === 307)) firstGoodAt ??= Date.now();
    });
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const shut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      cut();
    });
  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    peak: () => peak,
    firstGoodAt: () => firstGoodAt,
    async leave(how) {
      isSilent = how === 'never answers';
      if (!isSilent) await shut();
    },
    async comeBack() {
      peak = 0;
      firstGoodAt = undefined;
      isSilent = false;
      if (server.listening) cut();
      else await listen(port);
    },
    close: () => (server.listening ? shut() : Promise.resolve()),
  };
}

function forward(pacUrl: string, incoming: IncomingMessage, outgoing: ServerResponse, heard: (status: number) => void) {
  const onward = request(
    new URL(incoming.url ?? '/', pacUrl),
    { method: incoming.method, headers: incoming.headers },
    (answer) => {
      heard(answer.statusCode ?? 0);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.destroy());
  incoming.on('error', () => onward.destroy());
  incoming.pipe(onward);
}
