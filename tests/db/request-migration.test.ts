import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle as onSqlite } from 'drizzle-orm/better-sqlite3';
import { migrate as migrateSqlite } from 'drizzle-orm/better-sqlite3/migrator';
import { drizzle as onPostgres } from 'drizzle-orm/node-postgres';
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import { connect } from '../../db/sqlite/database.ts';
import type { Store } from '../../db/store.ts';
import { earlierMigrations } from '../support/earlier-migrations.ts';
import { startPostgres } from '../support/postgres.ts';

const KEPT = `insert into request (id, merchant_id, world, portal_slug, sale_id, lookup, receptor, reason, status, created_at)
  values ('req_1', 'mer_jacaranda', 'live', 'jacaranda', 'sale_"1', '{}', '{}', 'late', 'open', 1),
    ('req_2', 'mer_jacaranda', 'live', 'jacaranda', null, '{"folio":"A-7"}', '{}', 'not-here-yet', 'open', 2)`;

/** The migration that lets a request keep several sales. */
const SEVERAL_SALES = 'requests-of-several-sales';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autofactura-migration-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function expectRequests(store: Store): Promise<void> {
  const tenant = { merchantId: 'mer_jacaranda', world: 'live' } as const;
  const kept = await store.requests.list(tenant, { limit: 9 });
  expect(kept.map(({ id, saleIds, lookup }) => [id, saleIds, lookup])).toEqual([
    ['req_2', [], { folio: 'A-7' }],
    ['req_1', ['sale_"1'], {}],
  ]);
  // What was stored before stays distinct: none is taken for another of the same purchase.
  for (const request of kept) expect(await store.requests.listAbout(tenant, request.purchaseKey, 9)).toEqual([request]);
  // A promise that was made is kept: what waits for its sale is looked up, and is notified of its sales from now on.
  expect(kept.map((request) => request.status === 'open' && request.waitsFor)).toEqual(['sale', 'merchant']);
  expect((await store.requests.listOfSale(tenant, 'sale_"1', 9)).map(({ id }) => id)).toEqual(['req_1']);
  const due = await store.requests.takeDue({ now: 1, until: 2, limit: 9 });
  expect(due.map(({ id }) => id).sort()).toEqual(['req_1', 'req_2']);
  await store.close();
}

it('keeps the sale of every request that a SQLite file held', async () => {
  const sqlitePath = join(folder, 'autofactura.db');
  const { raw } = connect(sqlitePath);
  migrateSqlite(onSqlite(raw), { migrationsFolder: earlierMigrations(folder, 'sqlite', SEVERAL_SALES) });
  raw.exec(KEPT);
  raw.close();
  await expectRequests(await openStore({ sqlitePath }));
});

it('keeps the sale of every request that a PostgreSQL database held', async () => {
  const server = await startPostgres();
  try {
    const databaseUrl = await server.createBareDatabase();
    const db = onPostgres(databaseUrl);
    await migratePostgres(db, { migrationsFolder: earlierMigrations(folder, 'postgres', SEVERAL_SALES) });
    await db.$client.end();
    await server.run(databaseUrl, KEPT);
    await expectRequests(await openStore({ databaseUrl, sqlitePath: '' }));
  } finally {
    await server.stop();
  }
});
