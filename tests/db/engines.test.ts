import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTableColumns } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toEventRow } from '../../db/delivery-rows.ts';
import type { Engine } from '../../db/engines/engine.ts';
import { ONE_SERVER } from '../../db/engines/engine.ts';
import { createPostgresEngine } from '../../db/engines/postgres.ts';
import { createSqliteEngine } from '../../db/engines/sqlite.ts';
import { type NewRow, nameInCode, nameInSql } from '../../db/engines/tables.ts';
import { all, change, first, statement } from '../../db/engines/work.ts';
import * as postgres from '../../db/postgres/database.ts';
import * as schema from '../../db/schema/schema.ts';
import * as sqlite from '../../db/sqlite/database.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

type Opened = { readonly engine: Engine; close(): Promise<void> };

async function openSqlite(): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'autofactura-engine-'));
  const connection = sqlite.connect(join(folder, 'autofactura.db'));
  sqlite.migrateTables(connection);
  const close = async () => {
    connection.raw.close();
    rmSync(folder, { recursive: true });
  };
  return { engine: createSqliteEngine(connection), close };
}

let server: PostgresServer | undefined;

async function openPostgres(): Promise<Opened> {
  server ??= await startPostgres();
  const url = await server.createDatabase();
  const connection = postgres.connect(url);
  return { engine: createPostgresEngine(connection, ONE_SERVER), close: () => connection.pool.end() };
}

afterAll(() => server?.stop());

describe.each([
  ['SQLite', openSqlite],
  ['PostgreSQL', openPostgres],
])('work on %s', (_name, open) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());

  const at = (key: string) => ({ key, period: '2026-11-29' });

  it('loses none of 200 transactions that begin at once and each read before writing', async () => {
    const { db, write, run, insertMany, locked } = opened.engine;
    const counted = db
      .selectFrom('attempt')
      .select('count')
      .where((eb) => eb.and(at('rfc')));
    await run(insertMany('attempt', [{ ...at('rfc'), count: 0 }]));
    const addOne = () =>
      write(function* () {
        const count = (yield* first(locked(counted)))?.count ?? 0;
        yield* change(
          db
            .updateTable('attempt')
            .set({ count: count + 1 })
            .where((eb) => eb.and(at('rfc'))),
        );
      });
    await Promise.all(Array.from({ length: 200 }, addOne));
    expect(await run(first(counted))).toEqual({ count: 200 });
  });

  it('leaves nothing of a transaction that throws between two statements, and continues with the next', async () => {
    const { db, write, run, insertMany } = opened.engine;
    const failing = write(function* () {
      yield* insertMany('attempt', [{ ...at('half'), count: 1 }]);
      throw new Error('the folio is used');
    });
    await expect(failing).rejects.toThrow('the folio is used');
    await write(() => insertMany('attempt', [{ ...at('whole'), count: 1 }]));
    expect(await run(all(db.selectFrom('attempt').select('key').where('key', 'in', ['half', 'whole'])))).toEqual([
      { key: 'whole' },
    ]);
  });

  it('passes the error of a statement to the work that ran it', async () => {
    const { write, insertMany } = opened.engine;
    const twice = write(function* () {
      const row = { ...at('twice'), count: 1 };
      yield* insertMany('attempt', [row]);
      try {
        yield* insertMany('attempt', [row]);
      } catch (error) {
        throw new Error('counted twice', { cause: error });
      }
    });
    await expect(twice).rejects.toThrow('counted twice');
  });

  it('returns booleans, bytes, absent values and large numbers as they were written, from a select and from `returning`', async () => {
    const { db, run, insertMany } = opened.engine;
    await run(change(db.insertInto('merchant').values(merchant('mer_tacos'))));
    const csd: NewRow<'csd'> = {
      ...{ id: 'csd_1', merchantId: 'mer_tacos', world: 'test' as const, noCertificado: '1', rfc: 'EKU9003173C9' },
      ...{ validFrom: 1_700_000_000_000, validTo: 1_900_000_000_000 },
      ...{ certificate: Buffer.from([0, 255]), sealedSecret: Buffer.from('s'), active: true, isSandbox: false },
    };
    await run(insertMany('csd', [csd]));
    expect(await run(first(db.selectFrom('csd').selectAll()))).toEqual(csd);
    const off = db.updateTable('csd').set({ active: false }).returning(['active', 'certificate']);
    expect(await run(first(off))).toEqual({ active: false, certificate: Buffer.from([0, 255]) });
    await run(insertMany('circuit', [{ circuit: 'finkok', failures: 0, openUntil: null, reason: '' }]));
    expect(await run(first(db.selectFrom('circuit').select('openUntil')))).toEqual({ openUntil: null });
  });

  it('binds a list as one parameter, of any length, even empty', async () => {
    const { db, run, insertMany, isAmong } = opened.engine;
    const keys = Array.from({ length: 2_500 }, (_, i) => `list "${i}", {á}`);
    expect(
      await run(
        insertMany(
          'attempt',
          keys.map((key) => ({ ...at(key), count: 1 })),
        ),
      ),
    ).toBe(2_500);
    const among = statement(({ list }: { list: readonly string[] }) =>
      db.selectFrom('attempt').select('key').where(isAmong('key', list)),
    );
    expect((await run(among.all({ list: keys }))).length).toBe(2_500);
    expect(await run(among.all({ list: keys.slice(7, 8) }))).toEqual([{ key: keys[7] }]);
    expect(await run(among.all({ list: [] }))).toEqual([]);
  });

  it('inserts only what is new and says what that was, even if one call has two rows with one key', async () => {
    const { run, insertNew } = opened.engine;
    const tenant = { merchantId: 'mer_tacos', world: 'test' } as const;
    const event = (id: string) => toEventRow({ id, tenant, type: 'sale.created', subject: 'sale_1', at: 1 });
    expect([...(await run(insertNew('event', [event('evt_1')], ['id'])))]).toEqual(['evt_1']);
    const again = await run(insertNew('event', [event('evt_1'), event('evt_2'), event('evt_2')], ['id']));
    expect([...again]).toEqual(['evt_2']);
  });
});

describe('the names of columns', () => {
  it('are one to one between code and SQL over all tables, so that a query means what it says', () => {
    for (const table of Object.values(schema)) {
      for (const [name, column] of Object.entries(getTableColumns(table)))
        expect([nameInSql(name), nameInCode(column.name)]).toEqual([column.name, name]);
    }
  });
});

function merchant(id: string) {
  return {
    id,
    tradeName: 'Tacos',
    rfc: 'EKU9003173C9',
    nombre: 'ESCUELA KEMPER URGATE',
    regimenFiscal: '601',
    contact: '{}',
  };
}
