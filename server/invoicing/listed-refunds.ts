/**
 * Decides which registered refunds a source's order lists itself. The order is the source's sale less all of those, so they are never
 * subtracted from it again; the others are known only here.
 */
import { toMicro, ZERO } from '../cfdi/money.ts';
import type { RefundList } from '../sources/intake/give-back.ts';
import type { Refund } from './refund.ts';

type Registered = Pick<Refund, 'id' | 'reference' | 'total' | 'state' | 'isReported'>;

/**
 * The registered refunds that the order lists: those that its source reported, even if it has dropped them since, and those that the merchant
 * registered by hand under the same reference, or for the same amount before the order listed it.
 */
export function listedRefunds<R extends Registered>(registered: readonly R[], list: RefundList): readonly R[] {
  const references = new Set(list.refunds.map(({ reference }) => reference));
  const fresh = freshAmounts(registered, list);
  return registered.filter(({ isReported, reference, total, state }) => {
    if (isReported || (reference !== undefined && references.has(reference))) return true;
    const at = state === 'declined' ? -1 : fresh.indexOf(toMicro(total));
    if (at >= 0) fresh.splice(at, 1);
    return at >= 0;
  });
}

/** What the order lists anew and nobody has registered under its reference: the merchant may have, without one. */
function freshAmounts(registered: readonly Registered[], { refunds, before }: RefundList): bigint[] {
  const known = new Set(registered.map(({ reference }) => reference));
  return refunds
    .filter(({ reference }) => !known.has(reference))
    .map(({ reference, total }) => toMicro(total) - toMicro(before[reference] ?? '0'))
    .filter((amount) => amount > ZERO);
}
