/** What becomes of a refund with its nota de crédito: it returns to the merchant once that is refused or cancelled. */
import type { RefundState } from '../../server/invoicing/refund.ts';
import type { Engine } from '../engines/engine.ts';
import { change, type Work } from '../engines/work.ts';
import type { InvoiceRow } from '../rows.ts';
import { prepareRefold } from './refold-sales.ts';

type Nota = Pick<InvoiceRow, 'id' | 'kind' | 'saleIds'>;

/** Moves the refund of a nota de crédito, inside a transaction that has locked the nota. An egreso without a refund moves none. */
export function prepareRefundOfNota(engine: Engine) {
  const { db, isAmong } = engine;
  const refold = prepareRefold(engine);
  function* move({ id, kind, saleIds }: Nota, from: RefundState, to: RefundState): Work<void> {
    if (kind !== 'egreso') return;
    const ofItsSales = db.updateTable('refund').where(isAmong('sale_id', JSON.parse(saleIds) as string[]));
    yield* change(ofItsSales.where('invoiceId', '=', id).where('state', '=', from).set({ state: to }));
  }
  return {
    /** The money may still have been given back, so the merchant decides again, or its source if no invoice holds the sale any more. */
    *lapse(nota: Nota): Work<void> {
      yield* refold(JSON.parse(nota.saleIds) as string[]);
      yield* move(nota, 'credited', 'awaiting-approval');
    },
    /** Its timbre arrived after the refusal. */
    *stand(nota: Nota): Work<void> {
      yield* move(nota, 'awaiting-approval', 'credited');
    },
  };
}
