import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteEngine } from '../../db/engines/sqlite.ts';
import { openStore } from '../../db/open-store.ts';
import { attemptsStatement, wantedSalesStatement } from '../../db/queries/claims.ts';
import { claimStatement, farDeliveriesStatement } from '../../db/queries/deliveries.ts';
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
import { withEmailAfter } from '../../db/queries/sales.ts';
import { type Connection, connect, migrateTables } from '../../db/sqlite/database.ts';
import type { SaleQuery } from '../../server/sales/sale.ts';
import { JACARANDA, putSale, type TestDatabase } from '../contracts/store/cast.ts';
import { describeStore } from '../contracts/store-contract.ts';
import { program } from '../support/programs.ts';

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'autofactura-store-'));
}

let migrated: string;
beforeAll(async () => {
  migrated = join(newFolder(), 'migrated.db');
  await (await openStore({ sqlitePath: migrated })).close();
});
afterAll(() => rmSync(dirname(migrated), { recursive: true }));

async function createDatabase(): Promise<TestDatabase> {
  const folder = newFolder();
  const sqlitePath = join(folder, 'autofactura.db');
  copyFileSync(migrated, sqlitePath);
  return {
    connect: () => openStore({ sqlitePath }),
    drop: async () => rmSync(folder, { recursive: true }),
  };
}

describeStore('SQLite', createDatabase);

describe('a SQLite file', () => {
  let folder: string;
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is opened for the first time by several processes at once, and of all their claims one wins', async () => {
    const sqlitePath = join(folder, 'autofactura.db');
    const racer = await program('tests/db/claim-racer.ts');
    const saleId = `sale_${JACARANDA.merchantId}_cj-1042`;
    const start = () => fork(racer, [sqlitePath, saleId], { execArgv: [] });
    const racers = [start(), start(), start(), start()];
    const heard = (child: ChildProcess) => once(child, 'message').then(([message]) => message);
    expect(await Promise.all(racers.map(heard))).toEqual(Array(4).fill('ready'));

    const store = await openStore({ sqlitePath });
    await putSale(store, 'CJ-1042');
    for (const child of racers) child.send('go');
    const answers: string[] = (await Promise.all(racers.map(heard))).flat();
    expect(answers).toHaveLength(100);
    expect(answers.filter((answer) => answer.startsWith('claimed'))).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.split(' ')[1])).size).toBe(1);
    await store.close();
  });

  const CRITERIA = [
    'emailKey',
    'totalCentavos',
    'cardLast4',
    'dateFrom',
    'dateTo',
    'source',
  ] as const satisfies (keyof SaleQuery)[];
  const withFolio = Array.from({ length: 2 ** CRITERIA.length }, (_, set) =>
    CRITERIA.filter((_name, i) => set & (1 << i)),
  );
  it('answers every search with a folio from one index, so that a wrong criterion costs what an unknown folio costs', () => {
    const connection = connect(join(folder, 'autofactura.db'));
    migrateTables(connection);
    for (const others of withFolio) {
      expect([others, planOf(connection, ['folioKey', ...others])[0]]).toEqual([
        others,
        expect.stringMatching(/^SEARCH sale USING INDEX sale_by_folio \(merchant_id=\? AND world=\? AND folio_key=\?/),
      ]);
    }
    connection.raw.close();
  });

  const indexed: readonly (readonly [readonly (keyof SaleQuery)[], readonly string[]])[] = [
    [['emailKey'], ['sale_by_email']],
    [['emailKey', 'totalCentavos'], ['sale_by_email']],
    [
      ['totalCentavos', 'dateFrom', 'dateTo'],
      ['sale_by_total', 'sale_by_paid'],
    ],
    [['cardLast4', 'dateFrom', 'dateTo'], ['sale_by_card']],
    [
      ['totalCentavos', 'cardLast4'],
      ['sale_by_card_and_total', 'sale_by_card_and_paid'],
    ],
    [
      ['totalCentavos', 'cardLast4', 'dateFrom', 'dateTo'],
      ['sale_by_card_and_total', 'sale_by_card_and_paid'],
    ],
  ];
  it.each(indexed)('answers a search by %s from %s', (given, indexes) => {
    const connection = connect(join(folder, 'autofactura.db'));
    migrateTables(connection);
    const plan = planOf(connection, given);
    expect(plan.filter((step) => / sale USING/.test(step)).map((step) => step.match(/sale_by_\w+/)?.[0])).toEqual(
      indexes,
    );
    expect(plan.join()).not.toContain('SCAN');
    connection.raw.close();
  });

  it.each([
    [{}, 'invoice_by_date'],
    [{ states: ['stamped'] }, 'invoice_by_state'],
    [{ portal: 'cafe-jacaranda' }, 'invoice_by_portal'],
    [{ branch: 'roma' }, 'invoice_by_branch'],
    [{ rfc: 'URE180429TM6' }, 'invoice_by_rfc'],
    [{ folio: 17 }, 'invoice_by_folio'],
    [{ from: 1, to: 2 }, 'invoice_by_date'],
    [{ rfc: 'URE180429TM6', from: 1, to: 2 }, 'invoice_by_rfc'],
  ] as const)('lists invoices by %o from %s in their order, on the first page and on any later one', (query, index) => {
    const connection = connect(join(folder, 'autofactura.db'));
    migrateTables(connection);
    const tenant = { merchantId: 'mer_cafe', world: 'test' } as const;
    for (const end of [undefined, { createdAt: 2, seq: 9 }]) {
      const plan = plansOf(
        connection,
        findInvoices(createSqliteEngine(connection), tenant, { ...query, limit: 50 }, end).compile(),
      );
      expect(plan).toEqual([expect.stringMatching(`^SEARCH invoice USING INDEX ${index} `)]);
    }
    connection.raw.close();
  });

  it('finds the invoices of a sale from the index of sales', () => {
    const connection = connect(join(folder, 'autofactura.db'));
    migrateTables(connection);
    const tenant = { merchantId: 'mer_cafe', world: 'test' } as const;
    const plan = plansOf(
      connection,
      findInvoices(createSqliteEngine(connection), tenant, { sale: 'sale_1', limit: 50 }).compile(),
    ).join();
    expect(plan).toContain('USING INDEX invoice_sale_of');
    expect(plan).not.toContain('SCAN');
    connection.raw.close();
  });

  it('finds the attempts at a nota de crédito in an index of their own, however much was invoiced', () => {
    const connection = connect(join(folder, 'autofactura.db'));
    migrateTables(connection);
    const values = { merchantId: 'mer_cafe', world: 'test', once: 'refund:ref_1' } as const;
    expect(plansOf(connection, attemptsStatement(createSqliteEngine(connection)).command(values))).toEqual([
      'SEARCH invoice USING INDEX invoice_attempts (merchant_id=? AND world=? AND once=?)',
    ]);
    connection.raw.close();
  });

  it('looks for whom to remind in an index of its own, whatever else was sold', () => {
    const connection = connect(join(folder, 'autofactura.db'));
    migrateTables(connection);
    expect(plansOf(connection, withEmailAfter(createSqliteEngine(connection)).command(UNBOUND))).toEqual([
      'SEARCH sale USING INDEX sale_with_email (merchant_id=? AND world=? AND date_ms>? AND date_ms<?)',
    ]);
    connection.raw.close();
  });

  it.each([[[['email']]], [[['cardLast4']]], [[['email'], ['cardLast4']]], [[['email', 'cardLast4']]]] as const)(
    'counts the sales that lack %j from one index, without reading a sale',
    (lacking) => {
      const connection = connect(join(folder, 'autofactura.db'));
      migrateTables(connection);
      const query = lackingCount(createSqliteEngine(connection), JACARANDA, { lacking, from: 1, most: 9 });
      expect(plansOf(connection, query.compile())).toContainEqual(
        'SEARCH sale USING COVERING INDEX sale_lacking (merchant_id=? AND world=? AND date_ms>?)',
      );
      connection.raw.close();
    },
  );

  it('takes the sales of a claim from the index of their ids, however much their merchant has sold', () => {
    const connection = connect(join(folder, 'autofactura.db'));
    migrateTables(connection);
    expect(plansOf(connection, wantedSalesStatement(createSqliteEngine(connection)).command(UNBOUND))[0]).toBe(
      'SEARCH sale USING INDEX sale_id (id=?)',
    );
    connection.raw.close();
  });

  it('finds the requests that wait for a sale, those that are due and a page of them in their own indexes', () => {
    const connection = connect(join(folder, 'autofactura.db'));
    migrateTables(connection);
    const engine = createSqliteEngine(connection);
    const awaiting = expect.stringMatching(
      /^SEARCH request USING (COVERING )?INDEX request_awaiting \(merchant_id=\? AND world=\? AND wait_key=\?\)/,
    );
    expect(plansOf(connection, arrivalStatement(engine).command(UNBOUND))).toContainEqual(awaiting);
    expect(plansOf(connection, awaitingStatement(engine).command(UNBOUND))).toContainEqual(awaiting);
    expect(plansOf(connection, dueStatement(engine).command(UNBOUND))).toContainEqual(
      expect.stringMatching(/^SEARCH request USING (COVERING )?INDEX request_due \(look_at>\? AND look_at<\?\)/),
    );
    expect(plansOf(connection, farRequestsStatement(engine).command(UNBOUND))).toContainEqual(
      expect.stringMatching(/^SEARCH request USING (COVERING )?INDEX request_due \(look_at>\?\)/),
    );
    const page = pageOfRequests(engine, JACARANDA, { status: 'open', limit: 50 }, 7).compile();
    expect(plansOf(connection, page)).toEqual([
      'SEARCH request USING INDEX request_by_status (merchant_id=? AND world=? AND status=? AND seq<?)',
    ]);
    connection.raw.close();
  });

  it('claims what is due from its own index, whatever else is pending', () => {
    const connection = connect(join(folder, 'autofactura.db'));
    migrateTables(connection);
    expect(plansOf(connection, claimStatement(createSqliteEngine(connection)).command(UNBOUND))).toContainEqual(
      expect.stringMatching(/^SEARCH delivery USING COVERING INDEX delivery_due \(next_at<\?\)/),
    );
    expect(plansOf(connection, farDeliveriesStatement(createSqliteEngine(connection)).command(UNBOUND))).toContainEqual(
      expect.stringMatching(/^SEARCH delivery USING COVERING INDEX delivery_due \(next_at>\?\)/),
    );
    connection.raw.close();
  });
});

/** A plan is asked for without values. */
const UNBOUND = {} as never;

function planOf(connection: Connection, given: readonly (keyof SaleQuery)[]): readonly string[] {
  return plansOf(connection, searchStatements(createSqliteEngine(connection))(given.join()).command(UNBOUND));
}

function plansOf(
  { raw }: Connection,
  { sql, parameters }: { readonly sql: string; readonly parameters: readonly unknown[] },
): readonly string[] {
  const rows = raw.prepare(`explain query plan ${sql}`).all(parameters.map(() => null));
  return rows.map((row) => (row !== null && typeof row === 'object' && 'detail' in row ? String(row.detail) : ''));
}
