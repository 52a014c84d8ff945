/** Whether this server can do its work now, for a load balancer or an orchestrator. */
import { existsSync, statfsSync } from 'node:fs';
import { type ClockGauge, isClockOff } from '../invoicing/clock-gauge.ts';

/** Answers the readiness probe and announces a shutdown. */
export type Readiness = {
  /** Returns what is wrong; nothing if the server is ready. Checked at most once a second, however often it is called. */
  faults(): Promise<readonly ReadinessFault[]>;
  /** Returns problems that leave the server ready: it accepts requests, and what it cannot do yet waits. */
  warnings(): Promise<readonly ReadinessWarning[]>;
  /** Makes the server not ready from now on, whatever its state. */
  stopping(): void;
};

/** Our clock differs from the database's or a PAC's by more than five minutes; nothing is sealed in the meantime. */
export type ReadinessWarning = 'clock-skew';

/** A reason why the server must get no requests; the probe's answer lists these codes. */
export type ReadinessFault = 'stopping' | 'database-away' | 'migrations-pending' | 'disk-full' | 'master-key-lost';

/** The free disk space below which a document or the write-ahead log may no longer fit. */
const ROOM_BYTES = 32 * 1024 * 1024;
const KEPT_MS = 1_000;
/** How long the database may take to answer; a slower one is of no use to a customer. */
const PROBE_MS = 3_000;

type Watched = {
  readonly dataDir: string;
  /** Where the master key is read from; `undefined` when it is in the environment. */
  readonly masterKeyFile: string | undefined;
  readonly clock: ClockGauge;
  /** Epoch milliseconds by the clock that is judged. */
  readonly now: () => number;
};

/** Readiness of a server over its store and data folder. */
/** The database's own health. */
export type Database = {
  /** Rejects when the database is unavailable. */
  probe(): Promise<'ok' | 'migrations-pending'>;
  /** The database's clock in epoch milliseconds; `undefined` if it uses this machine's. */
  clock(): Promise<number | undefined>;
};

/** Creates the probe over the database, the data folder, the master key and the clock. */
export function createReadiness(watched: Watched, store: Database): Readiness {
  const { dataDir, masterKeyFile, clock, now } = watched;
  let isStopping = false;
  let kept: { readonly at: number; readonly faults: Promise<readonly ReadinessFault[]> } | undefined;
  return {
    async faults() {
      if (!kept || performance.now() - kept.at > KEPT_MS) kept = { at: performance.now(), faults: look() };
      const faults = await kept.faults;
      return isStopping ? ['stopping', ...faults] : faults;
    },
    async warnings() {
      if (isClockOff(clock.furthest())) return ['clock-skew'];
      const there = await store.clock().catch(() => undefined);
      return there !== undefined && isClockOff(now() - there) ? ['clock-skew'] : [];
    },
    stopping() {
      isStopping = true;
    },
  };

  async function look(): Promise<readonly ReadinessFault[]> {
    const faults: ReadinessFault[] = [];
    const database = await probeWithin(PROBE_MS, store);
    if (database !== 'ok') faults.push(database);
    if (isFull(dataDir)) faults.push('disk-full');
    if (masterKeyFile !== undefined && !existsSync(masterKeyFile)) faults.push('master-key-lost');
    return faults;
  }
}

async function probeWithin(ms: number, store: Pick<Database, 'probe'>): Promise<'ok' | ReadinessFault> {
  const late = new Promise<'database-away'>((resolve) => setTimeout(resolve, ms, 'database-away').unref());
  return Promise.race([store.probe().catch((): ReadinessFault => 'database-away'), late]);
}

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < ROOM_BYTES;
  } catch {
    return true;
  }
}
