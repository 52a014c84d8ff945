/**
 * A Shopify refund as a fact: its amount is what its transactions moved, whatever its lines and adjustments say.
 */
import { type Micro, ZERO } from '../../../cfdi/money.ts';
import type { RefundFact, SaleFact } from '../../intake/fact.ts';
import { text, total } from '../../intake/order-values.ts';
import type { ShopifyRefund, ShopifyTransaction } from './shapes.ts';

/** `undefined` as long as no money has moved: goods returned for credit, or a refund that is still pending. */
export function refundFacts(refund: ShopifyRefund, saleKey: string, reportedAt: string): readonly SaleFact[] {
  return refundOf(refund, reportedAt).map((fact) => ({ saleKey, factKey: `refund:${refund.id}`, fact }));
}

/** A refund as an order lists it. One whose transactions were voided moved nothing. */
export function refundOf(refund: ShopifyRefund, reportedAt: string): readonly RefundFact[] {
  const moved = (refund.transactions ?? []).filter(({ kind }) => kind === 'refund');
  const done = amountOf(moved, ['success']);
  const importe = done !== ZERO || moved.some(({ status }) => status === 'pending') ? done : amountOf(moved, FAILED);
  if (importe === ZERO) return [];
  const estado = done !== ZERO ? 'done' : 'failed';
  const common = {
    kind: 'refund',
    refundKey: refund.id,
    version: Date.parse(reportedAt),
    importe: text(importe),
  } as const;
  const lines = linesOf(refund, importe);
  const moneda = moved.find(({ currency }) => currency)?.currency;
  return [{ ...common, estado, ...(moneda && { moneda }), ...(lines.length > 0 && { lines }) }];
}

const FAILED: readonly string[] = ['failure', 'error'];

function amountOf(transactions: readonly ShopifyTransaction[], statuses: readonly string[]): Micro {
  return total(transactions.filter(({ status }) => statuses.includes(status)).map(({ amount }) => amount));
}

/**
 * Its lines, if they alone explain the amount; with shipping or an adjustment, the whole refund is a part of the sale's total. `subtotal`
 * is like a line's price: it includes taxes if the shop's prices do, which a refund alone does not say.
 */
function linesOf(refund: ShopifyRefund, importe: Micro): NonNullable<RefundFact['lines']> {
  const items = refund.refund_line_items ?? [];
  const subtotal = total(items.map((item) => item.subtotal));
  const tax = total(items.map(({ total_tax }) => total_tax ?? '0'));
  if (subtotal !== importe && subtotal + tax !== importe) return [];
  return items.map((item) => ({ key: item.line_item_id, cantidad: String(item.quantity), importe: item.subtotal }));
}
