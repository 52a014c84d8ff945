/** Whether this server can do its work now, for whoever decides where requests go (a load balancer, an orchestrator). */
import { existsSync, statfsSync } from 'node:fs';
import { type ClockGauge, isClockOff } from '../invoicing/clock-gauge.ts';

/** Answers the readiness probe and announces a shutdown. */
export type Readiness = {
  /** What is amiss; nothing when the server is ready. Asked at most once a second, however often it is called. */
  faults(): Promise<readonly ReadinessFault[]>;
  /** What is wrong and leaves it ready: requests are taken, and what cannot be done yet waits. */
  warnings(): Promise<readonly ReadinessWarning[]>;
  /** From now on it is not ready, whatever else. */
  stopping(): void;
};

/** Our clock is more than five minutes from the database's or from a PAC's: nothing is sealed meanwhile. */
export type ReadinessWarning = 'clock-skew';

/** A reason why the server must get no requests; the probe's answer lists these codes. */
export type ReadinessFault = 'stopping' | 'database-away' | 'migrations-pending' | 'disk-full' | 'master-key-lost';

/** With less than this a document may not fit any more, nor the write-ahead log that keeps it. */
const ROOM_BYTES = 32 * 1024 * 1024;
const KEPT_MS = 1_000;
/** A database that takes longer than this to say that it is there is of no use to a customer. */
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
/** The database itself, as far as it can say how it is. */
export type Database = {
  /** Rejects when it is away. */
  probe(): Promise<'ok' | 'migrations-pending'>;
  /** Epoch milliseconds; `undefined` where it has no clock but this machine's. */
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
