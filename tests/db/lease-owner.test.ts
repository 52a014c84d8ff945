import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { claimed, JACARANDA, SOLD_AT, sealed, sending, timbre } from '../contracts/store/cast.ts';
import { aDelivery, ask, idsOf } from '../contracts/store/delivery-cast.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

/** Longer than a server that is gone is given to come back. */
const GONE_MS = 4_000;

let server: PostgresServer;
let url: string;
let stores: Store[];

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

beforeEach(async () => {
  url = await server.createDatabase();
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
});

async function opened(): Promise<Store> {
  const store = await openStore({ databaseUrl: url, sqlitePath: '' });
  stores.push(store);
  return store;
}

async function startedServer(): Promise<Store> {
  const store = await opened();
  await store.takeOver(SOLD_AT);
  return store;
}

/** What the database is like when the process of this store ends. */
async function dies(store: Store): Promise<void> {
  stores.splice(stores.indexOf(store), 1);
  await store.close();
}

async function isDue({ invoices }: Store, id: string): Promise<boolean> {
  return (await invoices.due(SOLD_AT, 9)).some((invoice) => invoice.id === id);
}

/** Looks as the settle worker does. */
async function looksFor(store: Store, ms: number): Promise<number> {
  let freed = 0;
  for (const until = performance.now() + ms; performance.now() < until && freed === 0; await pause())
    freed = await store.invoices.freeDeadLeases();
  return freed;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

it('what a dead server was sending is due as soon as another starts, as a send that may have arrived', async () => {
  const dead = await startedServer();
  const { id, fence } = await sending(dead);
  await dies(dead);
  const next = await startedServer();
  expect(await isDue(next, id)).toBe(true);
  const taken = await next.invoices.intent(id, {
    pacId: 'finkok',
    leaseUntil: SOLD_AT + 90_000,
    now: SOLD_AT,
    atMost: 9,
  });
  expect(taken).toMatchObject({ kind: 'sending', invoice: { fence: fence + 1, inDoubtSince: SOLD_AT } });
});

it('a running server takes over from one that dies, within seconds', async () => {
  const [dying, other] = [await startedServer(), await startedServer()];
  const { id } = await sending(dying);
  expect(await other.invoices.freeDeadLeases()).toBe(0);
  await dies(dying);
  expect(await looksFor(other, 2 * GONE_MS)).toBe(1);
  expect(await isDue(other, id)).toBe(true);
});

it('deliveries that a dead server was sending, and cancellations that it had requested, are due at once too', async () => {
  const [dying, other] = [await startedServer(), await startedServer()];
  await dying.deliveries.enqueue([aDelivery('msg_1', 'a')], SOLD_AT);
  expect(idsOf(await dying.deliveries.claim(ask))).toEqual(['msg_1']);
  const { id: invoiceId } = await sending(dying);
  await dying.invoices.record(invoiceId, timbre(), [], []);
  const asked = { motivo: '02', requestedBy: 'key_1', acceptanceNeeded: false, now: SOLD_AT } as const;
  await dying.cancellations.request({ id: 'can_1', tenant: JACARANDA, invoiceId, ...asked });
  const call = { pacId: 'finkok', document: '<Cancelacion/>', leaseUntil: SOLD_AT + 45_000, now: SOLD_AT };
  await dying.cancellations.call('can_1', call);
  expect(await other.invoices.freeDeadLeases()).toBe(0);
  expect([await other.deliveries.claim(ask), await other.cancellations.due(SOLD_AT, 9)]).toEqual([[], []]);
  await dies(dying);

  expect(await looksFor(other, 2 * GONE_MS)).toBe(2);
  expect(idsOf(await other.deliveries.claim(ask))).toEqual(['msg_1']);
  expect(await other.cancellations.due(SOLD_AT, 9)).toMatchObject([{ id: 'can_1' }]);
  // The call may have arrived.
  expect(await other.cancellations.call('can_1', call)).toMatchObject({
    kind: 'calling',
    cancellation: { fence: 2, inDoubtSince: SOLD_AT },
  });
});

it('nothing is taken from a living server, by one that starts or by one that runs', async () => {
  const living = await startedServer();
  const { id } = await sending(living);
  const next = await startedServer();
  expect(await looksFor(next, GONE_MS)).toBe(0);
  expect(await isDue(next, id)).toBe(false);
});

it('nothing is taken from a server whose connections were cut and which is back in time, under the same name', async () => {
  const [cut, other] = [await startedServer(), await startedServer()];
  const { id } = await sending(cut);
  await server.run(
    url,
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()`,
  );
  expect(await looksFor(other, GONE_MS)).toBe(0);
  expect(await isDue(other, id)).toBe(false);
  await dies(cut);
  expect(await looksFor(other, 2 * GONE_MS)).toBe(1);
});

it('a lease that no process holds has to expire', async () => {
  const { id } = await sending(await opened());
  const next = await startedServer();
  expect(await looksFor(next, GONE_MS)).toBe(0);
  expect(await isDue(next, id)).toBe(false);
});

it('a server that starts alone makes everything due; one that joins another does not', async () => {
  const first = await startedServer();
  const { id } = await sealed(first);
  await first.invoices.postpone(id, SOLD_AT + 60_000);
  const waits = async ({ invoices }: Store) => (await invoices.due(SOLD_AT + 500, 9)).length === 0;
  const second = await startedServer();
  expect(await waits(second)).toBe(true);
  await dies(first);
  await dies(second);
  expect(await waits(await startedServer())).toBe(false);
});

it('of two servers that start at the same moment one counts as alone, and nothing that it sends is taken from it', async () => {
  const { id } = await claimed(await opened());
  await stores[0]?.invoices.postpone(id, SOLD_AT + 60_000);
  const [one, two] = await Promise.all([startedServer(), startedServer()]);
  expect(await one.invoices.due(SOLD_AT + 500, 9)).toHaveLength(1);
  expect(await looksFor(two, GONE_MS)).toBe(0);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(`select distinct objid from pg_locks where locktype = 'advisory'`);
  await client.end();
  expect(rows).toHaveLength(2);
});
