/** Puts the sales of a restored invoice back, inside a transaction of its caller. */

import type { Invoice } from '../../server/invoicing/invoice.ts';
import type { Refund } from '../../server/invoicing/refund.ts';
import type { RestorableSales } from '../../server/invoicing/restore-store.ts';
import type { Engine } from '../engines/engine.ts';
import { change, statement, type Work } from '../engines/work.ts';
import { toRestoredSaleRows } from '../restore-rows.ts';
import type { NewSaleRow } from '../rows.ts';
import { toRefundRow } from './refunds.ts';

type Ids = { readonly ids: readonly string[] };
type NaturalKey = Pick<NewSaleRow, 'merchantId' | 'world' | 'source' | 'folio'>;

/** Returns the ids under which the database has the sales, in their order. */
export function prepareRestoredSales(engine: Engine) {
  const { db, locked, isAmong, insertNew } = engine;
  const byIds = statement(({ ids }: Ids) =>
    locked(db.selectFrom('sale').select(['id', 'generation', 'updatedAt']).where(isAmong('id', ids)).orderBy('id')),
  );
  const byKey = statement(({ merchantId, world, source, folio }: NaturalKey) =>
    locked(
      db
        .selectFrom('sale')
        .select('id')
        .where((eb) => eb.and({ merchantId, world, source, folio })),
    ),
  );
  const restoreRefunds = prepareRefunds(engine);

  /** A sale that the database has in an older version gets the one that was invoiced. */
  function* renew(rows: readonly NewSaleRow[]): Work<readonly NewSaleRow[]> {
    const known = new Map((yield* byIds.all({ ids: rows.map(({ id }) => id) })).map((row) => [row.id, row]));
    for (const row of rows) {
      const { generation, updatedAt } = known.get(row.id) ?? row;
      if (generation < row.generation || updatedAt < row.updatedAt)
        yield* change(db.updateTable('sale').set(row).where('id', '=', row.id));
    }
    return rows.filter(({ id }) => !known.has(id));
  }

  return function* (invoice: Invoice, { sales, refunds }: RestorableSales): Work<readonly string[]> {
    const rows = toRestoredSaleRows(invoice, sales);
    const absent = yield* renew(rows);
    const created = yield* insertNew('sale', absent, ['merchantId', 'world', 'source', 'folio']);
    const idOf = new Map<string, string>();
    // The merchant sent it again before this journal was read.
    for (const row of absent.filter(({ id }) => !created.has(id)))
      idOf.set(row.id, (yield* byKey.first(row))?.id ?? row.id);
    yield* restoreRefunds(refunds.map((refund) => ({ ...refund, saleId: idOf.get(refund.saleId) ?? refund.saleId })));
    return rows.map(({ id }) => idOf.get(id) ?? id);
  };
}

/** Refunds as they were; one that was registered again meanwhile, under the same reference, stays as it is. */
function prepareRefunds({ db, isAmong, insertMany }: Engine) {
  const ofSales = statement(({ ids }: Ids) =>
    db.selectFrom('refund').select(['id', 'saleId', 'reference']).where(isAmong('sale_id', ids)),
  );
  return function* (refunds: readonly Refund[]): Work<void> {
    if (refunds.length === 0) return;
    const there = yield* ofSales.all({ ids: refunds.map(({ saleId }) => saleId) });
    for (const refund of refunds) {
      const { state, invoiceId = null, reason = null } = refund;
      const isThere = there.some(({ id }) => id === refund.id);
      const isRepeated = there.some(
        ({ saleId, reference }) => saleId === refund.saleId && reference === refund.reference,
      );
      if (isThere)
        yield* change(db.updateTable('refund').set({ state, invoiceId, reason }).where('id', '=', refund.id));
      else if (!isRepeated) yield* insertMany('refund', [{ ...toRefundRow(refund), state, invoiceId, reason }]);
    }
  };
}
