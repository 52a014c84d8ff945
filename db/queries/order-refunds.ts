/** Applies a source's account of a sale to the sale and its refunds, by the rules of `invoicing/order-again.ts`, while the sale is locked. */

import { listedRefunds } from '../../server/invoicing/listed-refunds.ts';
import { orderAgain, settledBy } from '../../server/invoicing/order-again.ts';
import type { Refund } from '../../server/invoicing/refund.ts';
import type { Sale } from '../../server/sales/sale.ts';
import { estadoAgain } from '../../server/sales/sent-again.ts';
import type { RefundList, SaleAccount } from '../../server/sources/intake/give-back.ts';
import type { Engine } from '../engines/engine.ts';
import { change, statement, type Work } from '../engines/work.ts';
import type { Again } from './put-sales.ts';
import { fromRefundRow } from './refunds.ts';

/** The rule by which a fold changes its sale, and what it settles once the sale is stored. */
export function prepareOrderRefunds(engine: Engine) {
  const { db, isAmong } = engine;
  const ofSale = statement(({ saleId }: { readonly saleId: string }) =>
    db.selectFrom('refund').selectAll().where('saleId', '=', saleId).orderBy('seq'),
  );
  function* refundsOf(saleId: string): Work<readonly Refund[]> {
    return (yield* ofSale.all({ saleId })).map(fromRefundRow);
  }
  const among = (refunds: readonly Refund[]) =>
    db.updateTable('refund').where(
      isAmong(
        'id',
        refunds.map(({ id }) => id),
      ),
    );

  return {
    /** How the sale changes; undefined if it was submitted whole, which says nothing about refunds. */
    againOf(account: SaleAccount | undefined, before: RefundList['before']): Again | undefined {
      if (account === undefined) return undefined;
      return function* ({ sale, row }) {
        if (account.kind === 'estado') return estadoAgain(sale, row);
        return orderAgain(sale, row, yield* refundsOf(sale.id), { refunds: account.refunds, before });
      };
    },

    /** Remembers which refunds the order lists. If no invoice holds the sale, those that wait for one have reduced it. */
    *settle({ id, invoiceId }: Sale, list: RefundList): Work<void> {
      const registered = yield* refundsOf(id);
      if (registered.length === 0) return;
      yield* change(among(listedRefunds(registered, list)).set({ reported: true }));
      if (invoiceId === undefined) yield* change(among(settledBy(registered, list)).set({ state: 'reduced' }));
    },
  };
}
