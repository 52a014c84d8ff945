/** Which refunds of an order exist: duplicates, disorder, and refunds that were deleted or voided at the shop end here. */
import { formatTrimmed, parseMicro, ZERO } from '../../cfdi/money.ts';
import type { OrderFact, RefundFact } from './fact.ts';
import { newestOf } from './fold-facts.ts';

/**
 * Each refund as it was told last, without those that failed. Where the order lists its refunds, the newest list decides: one that an older
 * telling had and the list has not is gone, and one that was told by itself after the list is not in it yet.
 */
export function standingRefunds(order: OrderFact, told: readonly RefundFact[]): readonly RefundFact[] {
  const { refunds: listed } = order;
  const keys = new Set(listed?.map(({ refundKey }) => refundKey));
  const alive = told.filter(
    ({ refundKey, isApart, version }) =>
      !listed || isApart || keys.has(refundKey) || version > order.version - SECOND_MS,
  );
  const last = newestOf([...alive, ...(listed ?? [])], ({ refundKey }) => refundKey);
  return last.filter(({ estado }) => estado !== 'failed').map((refund) => withoutFailed(refund, told));
}

/** Providers count in seconds: what was told by itself in the second of a list may have come after it. */
const SECOND_MS = 1_000;

/** A total that was told before some of its parts failed. */
function withoutFailed(refund: RefundFact, told: readonly RefundFact[]): RefundFact {
  const parts = newestOf(
    told.filter(({ within }) => within === refund.refundKey),
    ({ refundKey }) => refundKey,
  );
  const failed = parts.filter(({ estado, version }) => estado === 'failed' && version > refund.version);
  if (failed.length === 0) return refund;
  const left = failed.reduce(
    (rest, { importe }) => rest - (parseMicro(importe) ?? ZERO),
    parseMicro(refund.importe) ?? ZERO,
  );
  return { ...refund, importe: formatTrimmed(left > ZERO ? left : ZERO, 2) };
}
