/** Copies invoices out of the database and, when it was restored from an older backup, in again. */

import type { Invoice } from '../../server/invoicing/invoice.ts';
import type { RestorableSales, Restored, RestoreStore } from '../../server/invoicing/restore-store.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { change, statement, type Work } from '../engines/work.ts';
import { toPacCallRow } from '../invoice-rows.ts';
import { toRestorableSale, toRestoredInvoiceRow } from '../restore-rows.ts';
import { present } from '../rows.ts';
import { fromRefundRow } from './refunds.ts';
import { prepareRestoredSales } from './restore-sales.ts';

type Ids = { readonly ids: readonly string[] };
type Id = { readonly id: string };
type SerieFolio = Tenant & { readonly serie: string; readonly folio: number };

/** What another invoice has that this one would need for itself. */
function prepareBars({ db, isAmong, isSet }: Engine) {
  const holder = (flag: 'active' | 'next') =>
    statement(({ id, ids }: Id & Ids) =>
      db
        .selectFrom('invoiceSale')
        .select('invoiceId')
        .distinct()
        .where(isAmong('sale_id', ids))
        .where(isSet(flag))
        .where('invoiceId', '<>', id),
    );
  const [active, next] = [holder('active'), holder('next')];
  const issued = statement(({ id, merchantId, world, once }: Tenant & Id & { readonly once: string }) =>
    db
      .selectFrom('invoice')
      .select('id as invoiceId')
      .where((eb) => eb.and({ merchantId, world, once }))
      .where(sql<boolean>`once is not null and state not in ('rejected', 'canceled')`)
      .where('id', '<>', id),
  );
  const numbered = statement(({ id, merchantId, world, serie, folio }: SerieFolio & Id) =>
    db
      .selectFrom('invoice')
      .select('id')
      .where((eb) => eb.and({ merchantId, world, serie, folio }))
      .where(sql<boolean>`state <> 'rejected'`)
      .where('id', '<>', id),
  );
  return {
    *holdersOf({ id, merchantId, world, holding }: Invoice, ids: readonly string[]): Work<readonly string[]> {
      const holders =
        holding.kind === 'none'
          ? yield* issued.all({ id, merchantId, world, once: holding.once })
          : yield* (holding.kind === 'sales' ? active : next).all({ id, ids });
      return holders.map(({ invoiceId }) => invoiceId);
    },
    /** Its serie, with a star if another invoice has the number. */
    *serieOf({ id, merchantId, world, serie, folio }: Invoice): Work<string> {
      const isTaken = (yield* numbered.first({ id, merchantId, world, serie, folio })) !== undefined;
      return isTaken ? `${serie}*` : serie;
    },
  };
}

function prepareRestore(engine: Engine) {
  const { db, locked, insertMany } = engine;
  const bars = prepareBars(engine);
  const putSales = prepareRestoredSales(engine);
  const byId = statement(({ id }: Id) =>
    locked(db.selectFrom('invoice').select(['id', 'state', 'fence']).where('id', '=', id)),
  );
  return function* (lost: Invoice, kept: RestorableSales, at: number, beside?: string): Work<Restored> {
    const invoice = beside === undefined ? lost : { ...lost, holding: { kind: 'successor', of: beside } as const };
    const { id, fence, holding, sealed } = invoice;
    const row = yield* byId.first({ id });
    if (row && (row.fence >= fence || !/^(claimed|sealed|sending|in-doubt)$/.test(row.state))) return { kind: 'known' };
    const saleIds = yield* putSales(invoice, kept);
    const by = yield* bars.holdersOf(invoice, saleIds);
    if (by.length > 0) return { kind: 'held', by };
    const state = beside === undefined ? 'in-doubt' : 'reconcile';
    const columns = toRestoredInvoiceRow(invoice, { at, state, saleIds, serie: yield* bars.serieOf(invoice) });
    if (row) yield* change(db.updateTable('invoice').set(columns).where('id', '=', id));
    else yield* insertMany('invoice', [columns]);
    const flags = { active: holding.kind === 'sales', next: holding.kind === 'successor' };
    const own = saleIds.map((saleId) => ({ invoiceId: id, saleId, ...flags }));
    yield* insertMany('invoiceSale', own, { on: ['invoiceId', 'saleId'], replace: ['active', 'next'] });
    const call = { kind: 'intent', fence, at, ...(sealed && { sha256: sealed.sha256 }) } as const;
    yield* insertMany('pacCall', [toPacCallRow(id, call)]);
    return { kind: 'restored' };
  };
}

function createReading({ db, run, isAmong }: Engine): Pick<RestoreStore, 'salesOf' | 'standings'> {
  const sales = statement(({ ids }: Ids) => db.selectFrom('sale').selectAll().where(isAmong('id', ids)));
  const refunds = statement(({ ids }: Ids) =>
    db.selectFrom('refund').selectAll().where(isAmong('sale_id', ids)).orderBy('seq'),
  );
  const standings = statement(({ ids }: Ids) =>
    db.selectFrom('invoice').select(['id', 'state', 'fence', 'uuid']).where(isAmong('id', ids)),
  );
  return {
    async salesOf({ id, saleIds: ids, snapshot }) {
      const rows = new Map((await run(sales.all({ ids }))).map((row) => [row.id, row]));
      return {
        sales: ids.map((saleId, i) => {
          const row = rows.get(saleId);
          if (row === undefined) throw new Error(`${id} is about ${saleId}, which is not stored`);
          return toRestorableSale(row, snapshot.sales[i]);
        }),
        refunds: (await run(refunds.all({ ids }))).map(fromRefundRow),
      };
    },
    async standings(ids) {
      const rows = await run(standings.all({ ids }));
      return new Map(rows.map(({ id, ...row }) => [id, present(row)]));
    },
  };
}

/** Restoring, over one engine. */
export function createRestoreStore(engine: Engine): RestoreStore {
  const { db, write } = engine;
  const restore = prepareRestore(engine);
  const pass = statement(({ merchantId, world, serie, folio }: SerieFolio) =>
    db
      .insertInto('folioCounter')
      .values({ merchantId, world, serie, last: folio })
      .onConflict((known) =>
        known
          .columns(['merchantId', 'world', 'serie'])
          .doUpdateSet({ last: sql<number>`excluded.last` })
          .where(sql<boolean>`folio_counter.last < excluded.last`),
      ),
  );
  return {
    ...createReading(engine),
    passFolios: (numbers) =>
      write(function* () {
        for (const { merchantId, world, serie, folio } of numbers)
          yield* pass.change({ merchantId, world, serie, folio });
      }),
    restore: (invoice, sales, at, beside) => write(() => restore(invoice, sales, at, beside)),
  };
}
