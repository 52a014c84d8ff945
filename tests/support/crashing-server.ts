/**
 * The real server in a process that can be told to die at an exact point of stamping. It loads, waits for `start` from whoever
 * forked it, and dies with it. Nothing of this is in the product: the store it opens is wrapped, everything else is `startServer`.
 */
import { openStore } from '../../db/open-store.ts';
import { readConfig } from '../../server/main/config.ts';
import { startServer } from '../../server/main/main.ts';
import { FINKOK_HOSTS } from '../../server/pac/finkok.ts';
import { type CrashPoint, type DyingStore, dyingStore } from './dying-store.ts';
import { type DyingWrites, dyingWrites, type WritePoint } from './dying-writes.ts';

export type StartOptions = {
  readonly dataDir: string;
  readonly databaseUrl?: string;
  /** The sandbox's, when it stamps; the stand-ins' otherwise. */
  readonly pacUrl?: string;
  readonly providersUrl?: string;
  readonly pacTimeoutMs?: number;
  /** How far its clock is ahead of the true one when it starts. */
  readonly aheadMs: number;
};

export type ToServer =
  | { readonly kind: 'start'; readonly options: StartOptions }
  | { readonly kind: 'arm'; readonly points: readonly CrashPoint[] }
  | { readonly kind: 'arm-write'; readonly point: WritePoint }
  | { readonly kind: 'move-clock'; readonly aheadMs: number };

export type FromServer =
  | { readonly kind: 'ready'; readonly url: string; readonly pid: number }
  | { readonly kind: 'done' }
  /** An alarm, or a failure nobody answered for. */
  | { readonly kind: 'alarm'; readonly event: string };

let aheadMs = 0;
let dying: DyingStore | undefined;
let writes: DyingWrites | undefined;

function send(message: FromServer): void {
  process.send?.(message);
}

async function start(options: StartOptions): Promise<void> {
  aheadMs = options.aheadMs;
  // The product asks stand-ins in the test world alone; whoever goes live here is answered by one too, and not by Finkok.
  if (options.providersUrl !== undefined) Object.assign(FINKOK_HOSTS, { live: `${options.providersUrl}/finkok` });
  const config = readConfig({
    PORT: '0',
    AUTOFACTURA_DATA: options.dataDir,
    AUTOFACTURA_SIGNUP: 'invitation',
    ...(options.pacUrl !== undefined && { AUTOFACTURA_SANDBOX_PAC_URL: options.pacUrl }),
    ...(options.providersUrl !== undefined && { AUTOFACTURA_PROVIDERS_URL: options.providersUrl }),
    ...(options.databaseUrl !== undefined && { DATABASE_URL: options.databaseUrl }),
  });
  const server = await startServer(config, {
    now: () => Date.now() + aheadMs,
    ...(options.pacTimeoutMs !== undefined && { pacTimeoutMs: options.pacTimeoutMs }),
    log: (event, fields) => {
      if (/^alarm\.|\.failed$/.test(event)) send({ kind: 'alarm', event: `${event} ${JSON.stringify(fields)}` });
    },
    openStore: async (location) => {
      dying = dyingStore(await openStore(location));
      writes = dyingWrites(dying.store);
      return writes.store;
    },
  });
  send({ kind: 'ready', url: server.url, pid: process.pid });
}

process.on('message', async (message: ToServer) => {
  if (message.kind === 'start') return start(message.options);
  if (message.kind === 'arm') dying?.arm(message.points);
  else if (message.kind === 'arm-write') writes?.arm(message.point);
  else aheadMs = message.aheadMs;
  send({ kind: 'done' });
});
process.on('disconnect', () => process.exit(0));
