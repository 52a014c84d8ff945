/**
 * The lines of a Shopify order: products and shipping, each with the discounts allocated to it and the IVA that the shop
 * charged on it.
 */
import { ZERO } from '../../../cfdi/money.ts';
import type { DraftLine, DraftTax } from '../../intake/fact.ts';
import { isSome, text, total } from '../../intake/order-values.ts';
import type { ShopifyOrder } from './shapes.ts';

type TaxLines = ShopifyOrder['line_items'][number]['tax_lines'];
type Discounts = ShopifyOrder['line_items'][number]['discount_allocations'];

/** Without tips, which Shopify lists as lines, and without lines that cost nothing and ship nothing. */
export function linesOf(order: ShopifyOrder): readonly DraftLine[] {
  const shipping = (order.shipping_lines ?? []).filter(({ is_removed, price }) => !is_removed && isSome(price));
  const sold = order.line_items.filter(
    ({ tip_payment_gateway, quantity }) => tip_payment_gateway === undefined && quantity > 0,
  );
  return [
    ...sold.map((line): DraftLine => {
      const { id, sku, quantity, price, discount_allocations, total_discount, gift_card } = line;
      return {
        key: id,
        kind: gift_card ? 'gift-card' : 'product',
        ...(sku?.trim() && { sku: sku.trim() }),
        descripcion: descripcionOf(line),
        cantidad: String(quantity),
        valorUnitario: price,
        ...discountOf(discount_allocations, total_discount),
        ...taxesOf(line.tax_lines, order),
      };
    }),
    ...shipping.map(({ id, title, price, discount_allocations, tax_lines }): DraftLine => {
      const descripcion = title?.trim() || 'Envío';
      const amounts = { cantidad: '1', valorUnitario: price, ...discountOf(discount_allocations, undefined) };
      return { key: `shipping:${id}`, kind: 'shipping', descripcion, ...amounts, ...taxesOf(tax_lines, order) };
    }),
  ];
}

/**
 * Whether the shop charged any tax. A shop that charges none sells at prices that include whatever IVA the merchant's mapping
 * says.
 */
export function isTaxed({ total_tax }: ShopifyOrder): boolean {
  return isSome(total_tax);
}

/** A product without variants has a single variant with this name. */
const ONLY_VARIANT = 'Default Title';

function descripcionOf({ title, variant_title: variant, sku }: ShopifyOrder['line_items'][number]): string {
  const product = title?.trim() || sku?.trim() || 'Producto';
  return variant?.trim() && variant !== ONLY_VARIANT ? `${product} - ${variant.trim()}` : product;
}

/** Allocations are the line's share of every discount, including the order's coupon; `total_discount` is only the line's own. */
function discountOf(allocations: Discounts, own: string | null | undefined): { readonly descuento?: string } {
  const allocated = total((allocations ?? []).map(({ amount }) => amount));
  if (allocated !== ZERO) return { descuento: text(allocated) };
  return isSome(own) ? { descuento: own } : {};
}

/**
 * The taxes that the shop charged on a line, by the names it gave them; none on an order that is taxed elsewhere. An order without any tax says
 * nothing of taxes.
 */
function taxesOf(taxLines: TaxLines, order: ShopifyOrder): { readonly taxes?: readonly DraftTax[] } {
  const taxes = (taxLines ?? []).map(({ title, rate }): DraftTax => {
    return { ...(title?.trim() && { name: title.trim() }), ...(rate && { rate }) };
  });
  return taxes.length > 0 || isTaxed(order) ? { taxes } : {};
}
