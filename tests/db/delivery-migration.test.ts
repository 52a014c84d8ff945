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
import { SOLD_AT } from '../contracts/store/cast.ts';
import { earlierMigrations } from '../support/earlier-migrations.ts';
import { startPostgres } from '../support/postgres.ts';

const INVOICE = `insert into invoice (id, merchant_id, world, portal_slug, sale_ids, state, generation, serie, folio, snapshot,
    fence, sends, next_at, created_at)
  values ('inv_1', 'mer_jacaranda', 'live', 'jacaranda', '[]', 'stamped', 1, 'CJ', 7, '{}', 1, 1, 0, 0)`;
const MESSAGE = `insert into outbox (id, invoice_id, kind, target, payload, created_at)
  values ('msg_1', 'inv_1', 'mail', 'ana@example.com', '{"template":"invoice-stamped","invoice":"inv_1"}', ${SOLD_AT})`;

/** The first migration that knows deliveries. */
const DELIVERIES = '0002_delivery_and_sources';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autofactura-migration-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function expectDelivery(store: Store): Promise<void> {
  const [delivery, ...others] = await store.invoices.outboxOf('inv_1');
  expect(others).toEqual([]);
  expect(delivery).toEqual({
    id: 'msg_1',
    tenant: { merchantId: 'mer_jacaranda', world: 'live' },
    kind: 'mail',
    once: 'mail:inv_1:ana@example.com',
    target: 'ana@example.com',
    subject: 'inv_1',
    payload: { template: 'invoice-stamped', invoice: 'inv_1' },
    nextAt: SOLD_AT,
    state: 'pending',
    attempts: 0,
    claim: 0,
    createdAt: SOLD_AT,
  });
  if (delivery === undefined) throw new Error('nothing was migrated');
  expect(await store.deliveries.enqueue([{ ...delivery, id: 'msg_2' }], SOLD_AT)).toBe(0);
  const ask = { now: SOLD_AT, leaseUntil: SOLD_AT + 1, limit: 9, perTarget: 9, busy: [], kinds: ['mail'] } as const;
  expect(await store.deliveries.claim(ask)).toMatchObject([{ id: 'msg_1', claim: 1 }]);
  await store.close();
}

it('makes a pending delivery of every mail that waited in the outbox of a SQLite file', async () => {
  const sqlitePath = join(folder, 'autofactura.db');
  const { raw } = connect(sqlitePath);
  migrateSqlite(onSqlite(raw), { migrationsFolder: earlierMigrations(folder, 'sqlite', DELIVERIES) });
  raw.exec(`${INVOICE};${MESSAGE}`);
  raw.close();
  await expectDelivery(await openStore({ sqlitePath }));
});

it('makes a pending delivery of every mail that waited in the outbox of a PostgreSQL database', async () => {
  const server = await startPostgres();
  try {
    const databaseUrl = await server.createBareDatabase();
    const db = onPostgres(databaseUrl);
    await migratePostgres(db, { migrationsFolder: earlierMigrations(folder, 'postgres', DELIVERIES) });
    await db.$client.end();
    await server.run(databaseUrl, `${INVOICE};${MESSAGE}`);
    await expectDelivery(await openStore({ databaseUrl, sqlitePath: '' }));
  } finally {
    await server.stop();
  }
});
