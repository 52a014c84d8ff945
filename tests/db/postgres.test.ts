import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ONE_SERVER } from '../../db/engines/engine.ts';
import { createPostgresEngine } from '../../db/engines/postgres.ts';
import { openStore } from '../../db/open-store.ts';
import { connect } from '../../db/postgres/database.ts';
import { findInvoices } from '../../db/queries/invoice-list.ts';
import { lackingCount } from '../../db/queries/lacking-sales.ts';
import {
  arrivalStatement,
  awaitingStatement,
  dueStatement,
  farRequestsStatement,
  pageOfRequests,
} from '../../db/queries/requests.ts';
import { searchStatements } from '../../db/queries/sale-search.ts';
import type { Store } from '../../db/store.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { SaleQuery } from '../../server/sales/sale.ts';
import { sending, type TestDatabase, timbre } from '../contracts/store/cast.ts';
import { RULES, refundOf } from '../contracts/store/refunds.ts';
import { describeStore } from '../contracts/store-contract.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

let server: PostgresServer;

/** Those that the tests share. */
const opened: Store[] = [];

const open = (databaseUrl: string) => openStore({ databaseUrl, sqlitePath: '' });

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => {
  for (const store of opened) await store.close();
  await server?.stop();
});

/** A database that a test is done with, empty again, and the stores that are connected to it. */
type Spare = { readonly url: string; readonly stores: Store[] };

const spares: Spare[] = [];

/** Its stores stay connected for the tests after this one: to connect anew costs more than most tests do. */
async function createDatabase(): Promise<TestDatabase> {
  const { url, stores } = spares.pop() ?? { url: await server.createDatabase(), stores: [] };
  const free = [...stores];
  const connect = async (): Promise<Store> => {
    const kept = free.pop();
    if (kept !== undefined) return kept;
    const store = await open(url);
    const connected = { ...store, close: async () => undefined };
    opened.push(store);
    stores.push(connected);
    return connected;
  };
  const drop = async () => {
    await server.emptyDatabase(url);
    spares.push({ url, stores });
  };
  return { connect, drop };
}

describeStore('PostgreSQL', createDatabase);

describe('a PostgreSQL database', () => {
  it('is migrated once by several replicas that start at the same time', async () => {
    const url = await server.createBareDatabase();
    const stores = await Promise.all([open(url), open(url), open(url), open(url)]);
    expect(await stores[3]?.attempts.add('logins', '2026-11-22')).toBe(1);
    for (const store of stores) await store.close();
  });

  it('is refused when it may forget what it acknowledged', async () => {
    const url = await server.createDatabase();
    await server.run(url, 'alter role autofactura set synchronous_commit = off').finally(async () => {
      await expect(open(url)).rejects.toThrow('synchronous_commit is off');
      await server.run(url, 'alter role autofactura reset synchronous_commit');
    });
    await (await open(url)).close();
  });

  it('is not opened when nobody listens', async () => {
    await expect(open('postgres://autofactura@127.0.0.1:1/nothing')).rejects.toThrow();
  });

  it('makes a refund wait for whoever changes the invoice of its sale, and holds nothing that they may need meanwhile', async () => {
    const url = await server.createDatabase();
    const store = await open(url);
    const { id, saleIds } = await sending(store);
    await store.invoices.record(id, timbre(), [], []);
    const [canceling, watching] = [new pg.Client(url), new pg.Client(url)];
    for (const client of [canceling, watching]) await client.connect();
    await canceling.query('begin');
    await canceling.query('select from invoice for update');
    const registered = store.refunds.register(refundOf(saleIds[0] ?? '', 1), RULES);
    const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await expect.poll(async () => (await watching.query(waiting)).rowCount).toBe(1);
    await canceling.query('select from sale for update nowait');
    await canceling.query('commit');
    expect(await registered).toMatchObject({ refund: { state: 'credited' } });
    for (const client of [canceling, watching]) await client.end();
    await store.close();
  });

  it('answers the searches of a car park, whose every total is 45.00, from an index', async () => {
    const url = await server.createDatabase();
    await server.run(
      url,
      "insert into merchant values ('mer_park', 'Estacionamiento Centro', 'EKU9003173C9', 'ESCUELA KEMPER URGATE', '601', '{}')",
    );
    await server.run(
      url,
      `insert into sale (id, merchant_id, world, source, folio, folio_key, total_centavos, paid_centavos, date_ms, card_last4, body, generation, updated_at)
       select 'sale_' || n, 'mer_park', 'test', 'api', n::text, n::text, 4500, 4500, n, lpad((n % 10000)::text, 4, '0'), '{}', 0, 0
       from generate_series(1, 50000) n`,
    );
    await server.run(url, 'analyze sale');
    const sets: readonly (readonly [readonly (keyof SaleQuery)[], string])[] = [
      [['totalCentavos', 'cardLast4'], 'sale_by_card'],
      [['totalCentavos', 'cardLast4', 'dateFrom', 'dateTo'], 'sale_by_'],
      [['totalCentavos', 'dateFrom', 'dateTo'], 'sale_by_'],
      [['cardLast4', 'dateFrom', 'dateTo'], 'sale_by_card'],
    ];
    for (const [given, index] of sets) {
      const plan = await planOf(url, given);
      expect([given, plan]).toEqual([given, expect.stringContaining(index)]);
      expect(plan).not.toContain('Seq Scan on sale');
    }
  });

  it('counts what lacks a card from an index, among many sales that have one', async () => {
    const url = await server.createDatabase();
    await server.run(
      url,
      "insert into merchant values ('mer_park', 'Estacionamiento Centro', 'EKU9003173C9', 'ESCUELA KEMPER URGATE', '601', '{}')",
    );
    await server.run(
      url,
      `insert into sale (id, merchant_id, world, source, folio, folio_key, total_centavos, paid_centavos, date_ms, email_key, card_last4, body, generation, updated_at)
       select 'sale_' || n, 'mer_park', 'test', 'api', n::text, n::text, 4500, 4500, n, 'a@example.com', case when n % 100 > 0 then '4242' end, '{}', 0, 0
       from generate_series(1, 50000) n`,
    );
    await server.run(url, 'analyze sale');
    const connection = connect(url);
    const engine = createPostgresEngine(connection, ONE_SERVER);
    const query = lackingCount(engine, PARK, { lacking: [['cardLast4']], from: 1, most: 10_000 });
    expect(await planOfQuery(url, query.compile())).toContain('sale_lacking');
    await connection.pool.end();
  });

  it('answers every page of an invoice list from the index of what it is filtered by, in its order and without sorting', async () => {
    const url = await server.createDatabase();
    await server.run(
      url,
      `insert into invoice (id, merchant_id, world, portal_slug, sale_ids, state, generation, serie, folio, snapshot, fence, sends, next_at, created_at, receptor_rfc, branch)
       select 'inv_' || n, 'mer_park', 'test', 'portal-' || n % 500, '[]', case n % 500 when 0 then 'reconcile' else 'stamped' end, 1, 'A', n,
         '{}', 1, 1, 0, n / 3, 'RFC' || n % 500, 'branch-' || n % 500
       from generate_series(1, 50000) n`,
    );
    await server.run(url, 'analyze invoice');
    const connection = connect(url);
    const engine = createPostgresEngine(connection, ONE_SERVER);
    for (const [query, index] of [
      [{}, 'invoice_by_date'],
      [{ from: 9_000, to: 9_900 }, 'invoice_by_date'],
      [{ states: ['reconcile'] }, 'invoice_by_state'],
      [{ portal: 'portal-17' }, 'invoice_by_portal'],
      [{ branch: 'branch-17' }, 'invoice_by_branch'],
      [{ rfc: 'RFC17' }, 'invoice_by_rfc'],
      [{ folio: 17 }, 'invoice_by_folio'],
      [{ rfc: 'RFC17', from: 9_000, to: 9_900 }, 'invoice_by_rfc'],
    ] as const) {
      for (const end of [undefined, { createdAt: 9_500, seq: 28_501 }]) {
        const plan = await planOfQuery(url, findInvoices(engine, PARK, { ...query, limit: 50 }, end).compile());
        expect([query, end, plan]).toEqual([query, end, expect.stringContaining(`using ${index} on invoice`)]);
        expect(plan).not.toMatch(/Sort|Seq Scan/);
      }
    }
    await connection.pool.end();
  });

  it('finds the requests that wait for a sale and those that are due by their own indexes, among many that are answered', async () => {
    const url = await server.createDatabase();
    await server.run(
      url,
      `insert into request (id, merchant_id, world, portal_slug, lookup, receptor, reason, status, created_at, wait_key, look_at)
       select 'req_' || n, 'mer_park', 'test', 'park', '{}', '{}', 'not-here-yet', case n % 50 when 0 then 'open' else 'declined' end, n,
         case n % 50 when 0 then 'folio:' || n end, case n % 50 when 0 then n end
       from generate_series(1, 50000) n`,
    );
    await server.run(url, 'analyze request');
    const connection = connect(url);
    const engine = createPostgresEngine(connection, ONE_SERVER);
    const keys = { ...PARK, waitKeys: ['folio:100', 'total:4500'], limit: 50 };
    for (const [command, index] of [
      [arrivalStatement(engine).command(keys), 'request_awaiting'],
      [awaitingStatement(engine).command(keys), 'request_awaiting'],
      [dueStatement(engine).command({ now: 100, until: 200, limit: 8 }), 'request_due'],
      [farRequestsStatement(engine).command({ now: 100, far: 60_000 }), 'request_due'],
      [pageOfRequests(engine, PARK, { status: 'open', limit: 50 }, 900).compile(), 'request_by_status'],
    ] as const) {
      const plan = await planOfQuery(url, command);
      expect(plan).toContain(index);
      expect(plan).not.toContain('Seq Scan on request');
    }
    await connection.pool.end();
  });
});

const PARK: Tenant = { merchantId: 'mer_park', world: 'test' };

const SOUGHT = { ...PARK, totalCentavos: 4500, cardLast4: '0042', dateFrom: 40_000, dateTo: 40_100 };

type Query = { readonly sql: string; readonly parameters: readonly unknown[] };

/** How PostgreSQL goes about a search of the car park's. */
async function planOf(url: string, given: readonly (keyof SaleQuery)[]): Promise<string> {
  const connection = connect(url);
  const search = searchStatements(createPostgresEngine(connection, ONE_SERVER))(given.join());
  const plan = await planOfQuery(url, search.command(SOUGHT as never));
  await connection.pool.end();
  return plan;
}

async function planOfQuery(url: string, { sql, parameters }: Query): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(`explain ${sql}`, [...parameters]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await client.end();
  }
}
