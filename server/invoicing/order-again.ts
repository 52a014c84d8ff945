/** Decides what a source's order makes of its stored sale: the order lists its own refunds, so it replaces the sale, less the refunds that it lacks. */
import { keysOf } from '../sales/lookup.ts';
import { type Reduced, reduceSale } from '../sales/reduced-sale.ts';
import type { SaleBody } from '../sales/sale.ts';
import type { UnstoredSale } from '../sales/sale-store.ts';
import { estadoAgain, type KeptSale, replaced, type SentAgain } from '../sales/sent-again.ts';
import type { RefundList } from '../sources/intake/give-back.ts';
import { listedRefunds } from './listed-refunds.ts';
import type { Refund } from './refund.ts';

/**
 * Compares the order with a stored sale that no invoice holds. It is `unstored` if a refund that it does not list cannot be subtracted from it.
 */
export function orderAgain(
  kept: KeptSale,
  sent: KeptSale,
  registered: readonly Refund[],
  list: RefundList,
): SentAgain | UnstoredSale {
  if (hasNota(registered)) return estadoAgain(kept, sent);
  const listed = new Set(listedRefunds(registered, list));
  const left = lessAll(
    JSON.parse(sent.body),
    registered.filter((refund) => refund.state === 'reduced' && !listed.has(refund)),
  );
  if (left.kind === 'faults') return { kind: 'unstored', fault: left.faults[0] ?? { code: 'malformed', pointer: '' } };
  const { emailKey = null, cardLast4 = null, ...keys } = keysOf(left.body);
  return replaced(kept, { ...sent, ...keys, emailKey, cardLast4, body: JSON.stringify(left.body) });
}

/** The registered refunds that an order settles, given that no invoice holds its sale: what they gave back is not in the order any more. */
export function settledBy(registered: readonly Refund[], list: RefundList): readonly Refund[] {
  if (hasNota(registered)) return [];
  return listedRefunds(registered, list).filter(({ state }) => state === 'waiting' || state === 'awaiting-approval');
}

/** The nota de crédito outlived its invoice, so the refund is in a CFDI: a sale without it as well would lose it twice. */
function hasNota(registered: readonly Refund[]): boolean {
  return registered.some(({ state }) => state === 'credited');
}

/** Where the goods are no longer in the order, only the amount counts. */
function lessAll(body: SaleBody, refunds: readonly Refund[]): Reduced {
  return refunds.reduce<Reduced>(
    (left, refund) => {
      if (left.kind === 'faults' || left.body.estado === 'cancelada') return left;
      const reduced = reduceSale(left.body, refund);
      return reduced.kind === 'sale' ? reduced : reduceSale(left.body, { ...refund, conceptos: [] });
    },
    { kind: 'sale', body },
  );
}
