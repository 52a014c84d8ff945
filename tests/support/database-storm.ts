/** A storm whose database goes away again and again, while the servers stay: they must neither end nor lose or double a sale. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LEASE_OVER_MS, openScene, type Scene, sell } from './crash-scene.ts';
import { askUntilSettled, downloadXml, invoiceOf, UNIVERSIDAD } from './customer.ts';
import { DATABASE_FAULTS, inflict } from './database-faults.ts';
import { convict, convictLedger, readLedger, type Testimony } from './judge.ts';
import { setClock } from './pac-control.ts';
import type { ServerProcess } from './server-fleet.ts';
import type { Ticket } from './shop.ts';

export type DatabaseStormOptions = {
  /** One server or two replicas. */
  readonly servers: 1 | 2;
  /** How often each fault happens. */
  readonly rounds: number;
};

export type DatabaseStormReport = {
  readonly sales: number;
  readonly faults: number;
  readonly stamps: number;
  /** Servers that ended by themselves. */
  readonly ended: number;
  /** Answers of 500, and alarms. */
  readonly failures: readonly string[];
  readonly convictions: readonly string[];
  readonly seconds: number;
};

const CUSTOMERS = 12;
const PATIENCE_MS = 150_000;
/** Generous, for a machine that does much else: beyond it the servers count as stuck. */
const GOES_ON_MS = 60_000;
const PAUSE_MS = 100;
const SALES_PER_FAULT = 500;

/** Ends when every customer has an invoice or has lost patience. */
export async function databaseStorm({ servers, rounds }: DatabaseStormOptions): Promise<DatabaseStormReport> {
  const started = performance.now();
  const scene = await openScene('PostgreSQL');
  try {
    const serving = [scene.server(), ...(servers === 2 ? [await scene.startAnother()] : [])];
    let ended = 0;
    let isOver = false;
    for (const server of serving) server.died.then(() => (ended += isOver ? 0 : 1));
    const faults = Array.from({ length: rounds }, () => DATABASE_FAULTS).flat();
    const tickets = await sell(
      scene,
      Array.from({ length: SALES_PER_FAULT * faults.length }, () => 'does its work' as const),
    );
    const shopping = startShopping(tickets, serving);
    await shopping.goesOn();
    for (const fault of faults) {
      await inflict(scene.databaseUrl, fault);
      await shopping.goesOn();
    }
    await passLeases(scene, serving);
    const { taken, testimonies } = await shopping.close();
    isOver = true;
    const stamps = await readLedger(scene.pac.url);
    return {
      sales: taken.length,
      faults: faults.length,
      stamps: stamps.length,
      ended,
      failures: scene.alarms().filter((event) => /^(?:request\.failed|alarm\.)/.test(event)),
      convictions: [
        ...testimonies.flatMap((testimony) =>
          typeof testimony === 'string' ? [testimony] : convict(stamps, testimony),
        ),
        ...convictLedger(
          stamps,
          taken.map(({ total }) => total),
        ),
      ],
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    await scene.close();
  }
}

/** What was being sent while the database was away is under a lease of its sender; the clocks go past it. */
async function passLeases(scene: Scene, serving: readonly ServerProcess[]): Promise<void> {
  await setClock(scene.pac.url, LEASE_OVER_MS + 60_000);
  for (const server of serving) await server.moveClock(LEASE_OVER_MS);
}

type Shopping = {
  /** Resolves when as many sales more as there are customers have their invoice. Rejects when that takes too long. */
  goesOn(): Promise<void>;
  /** Lets nobody else in and waits for whoever is inside. */
  close(): Promise<{ readonly taken: readonly Ticket[]; readonly testimonies: readonly (Testimony | string)[] }>;
};

/** Customers come all the time, by turns to each server; each asks until the invoice is there. */
function startShopping(tickets: readonly Ticket[], serving: readonly ServerProcess[]): Shopping {
  const taken: Ticket[] = [];
  const testimonies: (Testimony | string)[] = [];
  let isOpen = true;
  let turn = 0;
  const url = () => serving[turn++ % serving.length]?.url ?? '';
  const customer = async () => {
    while (isOpen) {
      const ticket = tickets[taken.length];
      if (!ticket) return;
      taken.push(ticket);
      testimonies.push(await testimonyOf(url, ticket).catch((error: unknown) => String(error)));
      await sleep(PAUSE_MS);
    }
  };
  const everyone = Promise.all(Array.from({ length: CUSTOMERS }, customer));
  return {
    async goesOn() {
      const wanted = testimonies.length + CUSTOMERS;
      for (const until = performance.now() + GOES_ON_MS; testimonies.length < wanted; ) {
        if (performance.now() > until)
          throw new Error(`${testimonies.length} of ${wanted} sales after ${GOES_ON_MS} ms`);
        await sleep(PAUSE_MS);
      }
    },
    async close() {
      isOpen = false;
      await everyone;
      return { taken, testimonies };
    },
  };
}

async function testimonyOf(url: () => string, ticket: Ticket): Promise<Testimony> {
  const answer = await askUntilSettled(url, ticket, UNIVERSIDAD, PATIENCE_MS);
  const { uuid, serie, folio, ...invoice } = invoiceOf(answer);
  const xml = await downloadXml(url(), invoice).catch(() => '');
  // The database went away in between: the customer opens the invoice again.
  if (!xml.includes('<cfdi:Comprobante')) return testimonyOf(url, ticket);
  return { total: ticket.total, receptor: UNIVERSIDAD.rfc, uuid, serie, folio, xml };
}
