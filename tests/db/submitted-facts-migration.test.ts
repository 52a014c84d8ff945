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
import { submittedFact } from '../../server/sources/intake/submitted-fact.ts';
import { earlierMigrations } from '../support/earlier-migrations.ts';
import { startPostgres } from '../support/postgres.ts';

/** Its own text looks like what is renamed. */
const SALE = { folio: 'told T-204', total: '348.00', date: '2026-11-20', concepto: '{"kind":"told"}' };
const FACT = JSON.stringify({ kind: 'told', version: 7, sale: SALE });
const CHECK = JSON.stringify({
  at: 5,
  said: { rfc: 'match', nombre: 'mismatch', codigoPostal: 'match', regimenFiscal: 'not-checked' },
});

const KEPT = [
  `insert into sale_source (id, merchant_id, world, type, name, settings, sealed_credentials, created_at)
    values ('src_caja', 'mer_jacaranda', 'live', 'api', 'Caja', '{}', '', 1)`,
  `insert into source_sale (source_id, sale_key, revision, folded, changed_at) values ('src_caja', 'told T-204', 1, 1, 1)`,
  `insert into source_fact (source_id, fact_key, sale_key, version, fact)
    values ('src_caja', 'told told T-204', 'told T-204', 7, '${FACT}')`,
  `insert into taxpayer_check (hash, answer, at) values ('h', '${CHECK}', 5)`,
].join('; ');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autofactura-migration-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function expectRenamed(store: Store): Promise<void> {
  const kept = await store.sources.factsOf('src_caja', 'told T-204');
  expect(kept?.facts).toEqual([{ kind: 'submitted', version: 7, sale: SALE }]);
  // The same sale sent again replaces itself, and is not a second one.
  const again = submittedFact({ ...SALE, total: '350.00' }, 8);
  if (!again) throw new Error('a sale without a folio');
  await store.sources.receive('src_caja', { facts: [again], now: 9 });
  const now = await store.sources.factsOf('src_caja', 'told T-204');
  expect(now?.facts).toMatchObject([{ version: 8, sale: { total: '350.00' } }]);
  expect(JSON.parse((await store.taxpayers.cachedCheck('h', 0)) ?? '')).toEqual({
    at: 5,
    match: { rfc: 'match', nombre: 'mismatch', codigoPostal: 'match', regimenFiscal: 'not-checked' },
  });
  await store.close();
}

it('reads every submitted sale and cached answer that a SQLite file held', async () => {
  const sqlitePath = join(folder, 'autofactura.db');
  const { raw } = connect(sqlitePath);
  migrateSqlite(onSqlite(raw), { migrationsFolder: earlierMigrations(folder, 'sqlite', 'submitted-facts') });
  raw.exec(KEPT);
  raw.close();
  await expectRenamed(await openStore({ sqlitePath }));
});

it('reads every submitted sale and cached answer that a PostgreSQL database held', async () => {
  const server = await startPostgres();
  try {
    const databaseUrl = await server.createBareDatabase();
    const db = onPostgres(databaseUrl);
    await migratePostgres(db, { migrationsFolder: earlierMigrations(folder, 'postgres', 'submitted-facts') });
    await db.$client.end();
    await server.run(databaseUrl, KEPT);
    await expectRenamed(await openStore({ databaseUrl, sqlitePath: '' }));
  } finally {
    await server.stop();
  }
});
