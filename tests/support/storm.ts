/** A storm: customers come without a pause, the server is killed at random moments, three sales in ten meet a fault of the PAC. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ALL_FAULTS, type Engine, openScene, type PacFault, type Scene, sell } from './crash-scene.ts';
import { askUntilSettled, downloadXml, invoiceOf, UNIVERSIDAD } from './customer.ts';
import { convict, convictLedger, readLedger, type Testimony } from './judge.ts';
import type { Ticket } from './shop.ts';

export type StormOptions = { readonly engine: Engine; readonly sales: number; readonly seed: number };

export type StormReport = {
  readonly sales: number;
  readonly kills: number;
  readonly stamps: number;
  /** How often the PAC was asked for them. */
  readonly asked: number;
  readonly convictions: readonly string[];
  readonly alarms: readonly string[];
  readonly seconds: number;
};

const CUSTOMERS = 16;
const FAULTY = 0.3;
/** A server lives this long after it answers, at least and at most, where it starts within a second; where that takes longer, so do lives. */
const LIFE_MS = [200, 2_000] as const;
const QUICK_START_MS = 1_000;
const PATIENCE_MS = 180_000;

/** Ends when every customer has an invoice or has lost patience; what the ledger says of each is in the report. */
export async function storm({ engine, sales, seed }: StormOptions): Promise<StormReport> {
  const started = performance.now();
  const random = randomFrom(seed);
  const scene = await openScene(engine);
  try {
    const faulty = ALL_FAULTS.filter((fault) => fault !== 'does its work');
    const faultOf = (): PacFault =>
      random() < FAULTY ? (faulty[Math.floor(random() * faulty.length)] ?? 'does its work') : 'does its work';
    const tickets = await sell(scene, Array.from({ length: sales }, faultOf));
    const killing = startKilling(scene, random);
    const testimonies = await serve(scene, tickets).finally(killing.stop);
    const stamps = await readLedger(scene.pac.url);
    return {
      sales,
      kills: killing.kills(),
      stamps: stamps.length,
      asked: stamps.reduce((sum, stamp) => sum + stamp.asked, 0),
      convictions: [
        ...testimonies.flatMap((testimony) =>
          typeof testimony === 'string' ? [testimony] : convict(stamps, testimony),
        ),
        ...convictLedger(
          stamps,
          tickets.map(({ total }) => total),
        ),
      ],
      alarms: scene.alarms(),
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    await scene.close();
  }
}

function startKilling(scene: Scene, random: () => number): { stop(): Promise<void>; kills(): number } {
  const [least, most] = LIFE_MS;
  let isOver = false;
  let kills = 0;
  let slowness = 1;
  let wake = (): void => {};
  const ended = (async () => {
    while (!isOver) {
      const life = slowness * (least + random() * (most - least));
      const stopped = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([sleep(life), stopped]);
      if (isOver) return;
      kills += 1;
      const from = performance.now();
      await scene.restart();
      slowness = Math.max(1, (performance.now() - from) / QUICK_START_MS);
    }
  })();
  return {
    async stop() {
      isOver = true;
      wake();
      await ended;
    },
    kills: () => kills,
  };
}

/** Every customer's testimony, or why there is none. */
async function serve(scene: Scene, tickets: readonly Ticket[]): Promise<readonly (Testimony | string)[]> {
  const waiting = [...tickets];
  const testimonies: (Testimony | string)[] = [];
  const customer = async () => {
    for (let ticket = waiting.shift(); ticket; ticket = waiting.shift()) {
      testimonies.push(await testimonyOf(scene, ticket).catch((error: unknown) => String(error)));
    }
  };
  await Promise.all(Array.from({ length: CUSTOMERS }, customer));
  return testimonies;
}

async function testimonyOf(scene: Scene, ticket: Ticket): Promise<Testimony> {
  const url = () => scene.server().url;
  const answer = await askUntilSettled(url, ticket, UNIVERSIDAD, PATIENCE_MS);
  const { uuid, serie, folio, ...invoice } = invoiceOf(answer);
  const xml = await downloadXml(url(), invoice).catch(() => undefined);
  // The server was killed before the download: the customer opens the invoice again.
  if (xml === undefined) return testimonyOf(scene, ticket);
  return { total: ticket.total, receptor: UNIVERSIDAD.rfc, uuid, serie, folio, xml };
}

/** Mulberry32: the same seed, the same faults and lives. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
