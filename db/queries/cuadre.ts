/** The data of the cuadre, and the locked months. */

import type { CuadreStore, SaleLife } from '../../server/invoicing/cuadre-store.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, first, statement, type Work } from '../engines/work.ts';
import { fromSaleRow } from '../rows.ts';
import { type AfterCursor, salesAfter } from './sale-search.ts';

type Page = Parameters<CuadreStore['lives']>[1];
type Ids = { readonly ids: readonly string[] };

function prepareLives(engine: Engine) {
  const { db, isAmong } = engine;
  const after = statement((from: AfterCursor) => salesAfter(engine, from));
  const about = statement(({ ids }: Ids) =>
    db
      .selectFrom('invoiceSale')
      .innerJoin('invoice', 'invoice.id', 'invoiceSale.invoiceId')
      .select(['invoiceSale.saleId', 'invoice.id'])
      .where(isAmong('invoice_sale.sale_id', ids))
      .orderBy('invoice.seq'),
  );
  const refunds = statement(({ ids }: Ids) =>
    db.selectFrom('refund').selectAll().where(isAmong('sale_id', ids)).orderBy('seq'),
  );
  return function* ({ merchantId, world }: Tenant, page: Page): Work<Awaited<ReturnType<CuadreStore['lives']>>> {
    const { dateFrom, dateTo, limit, after: cursor = { dateMs: dateFrom, seq: 0 } } = page;
    const rows = yield* after.all({ merchantId, world, ...cursor, dateTo, limit });
    const ids = rows.map(({ id }) => id);
    const invoices = yield* about.all({ ids });
    const given = yield* refunds.all({ ids });
    const lives = rows.map(({ invoiceId: holder, ...row }): SaleLife => {
      const ofSale = given.filter(({ saleId }) => saleId === row.id);
      return {
        sale: fromSaleRow(row, holder),
        invoiceIds: invoices.filter(({ saleId }) => saleId === row.id).map(({ id }) => id),
        refunds: ofSale.map(({ id, state, total, invoiceId }) => ({
          ...{ id, state, total },
          ...(invoiceId !== null && { invoiceId }),
        })),
      };
    });
    const last = rows.at(-1);
    const isMore = last !== undefined && rows.length === limit;
    return { lives, ...(isMore && { next: { dateMs: last.dateMs, seq: last.seq } }) };
  };
}

/** The cuadre of every merchant. */
export function createCuadreStore(engine: Engine): CuadreStore {
  const { db, run, write } = engine;
  const lives = prepareLives(engine);
  const locked = ({ merchantId, world }: Tenant, more: { readonly month?: string } = {}) =>
    db
      .selectFrom('monthLock')
      .select(['month', 'lockedBy as by', 'lockedAt as at'])
      .where((eb) => eb.and({ merchantId, world, ...more }));
  return {
    lives: (tenant, page) => run(lives(tenant, page)),
    lockMonth: ({ merchantId, world }, lock) =>
      write(function* () {
        const { month, by: lockedBy, at: lockedAt } = lock;
        const row = { merchantId, world, month, lockedBy, lockedAt };
        yield* change(
          db
            .insertInto('monthLock')
            .values(row)
            .onConflict((known) => known.doNothing()),
        );
        return (yield* first(locked({ merchantId, world }, { month }))) ?? lock;
      }),
    async unlockMonth({ merchantId, world }, month) {
      const own = db.deleteFrom('monthLock').where((eb) => eb.and({ merchantId, world, month }));
      await write(() => change(own));
    },
    lockedMonths: (tenant) => run(all(locked(tenant).orderBy('month', 'desc'))),
  };
}
