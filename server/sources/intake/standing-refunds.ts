/** Determines which refunds of an order exist, despite duplicates, reordering, and refunds that were deleted or voided at the shop. */
import { formatTrimmed, parseMicro, ZERO } from '../../cfdi/money.ts';
import type { OrderFact, RefundFact } from './fact.ts';
import { newestOf } from './fold-facts.ts';

/**
 * Returns the latest version of each refund, without those that failed. If the order lists its refunds, the newest list decides: a refund that
 * an older version had and the list lacks is gone, and one that was reported separately after the list is not in it yet.
 */
export function standingRefunds(order: OrderFact, reported: readonly RefundFact[]): readonly RefundFact[] {
  const { refunds: listed } = order;
  const keys = new Set(listed?.map(({ refundKey }) => refundKey));
  const alive = reported.filter(
    ({ refundKey, isApart, version }) =>
      !listed || isApart || keys.has(refundKey) || version > order.version - SECOND_MS,
  );
  const last = newestOf([...alive, ...(listed ?? [])], ({ refundKey }) => refundKey);
  return last.filter(({ estado }) => estado !== 'failed').map((refund) => withoutFailed(refund, reported));
}

/** Providers count in seconds: a refund reported separately in the same second as a list may be later. */
const SECOND_MS = 1_000;

/** Subtracts parts that failed after the total was reported. */
function withoutFailed(refund: RefundFact, reported: readonly RefundFact[]): RefundFact {
  const parts = newestOf(
    reported.filter(({ within }) => within === refund.refundKey),
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
