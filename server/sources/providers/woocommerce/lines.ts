/** The lines of a WooCommerce order: products, shipping and fees, each with the IVA that the shop charged on it. */
import { formatTrimmed, type Micro, toMicro, ZERO } from '../../../cfdi/money.ts';
import type { DraftLine, DraftTax } from '../../intake/fact.ts';
import { isSome, text } from '../../intake/order-values.ts';
import { isGiftCard, isStoreCredit } from './gift-cards.ts';
import type { WooOrder } from './shapes.ts';
import { priced } from './unit-price.ts';

type Taxed = { readonly total: string; readonly total_tax?: string | null | undefined; readonly taxes?: Taxes };
type Taxes = WooOrder['line_items'][number]['taxes'];

/**
 * If prices were shown with tax, the cents are exact with tax: WooCommerce splits each line's price into two rounded
 * parts, and many lines without tax would miss the order's total by more than the cent that a sale may. If they were
 * shown without tax, the opposite holds. An order without any tax was sold at prices that include whatever IVA the
 * merchant's mapping says.
 */
export function isTaxInside({ prices_include_tax, total_tax }: WooOrder): boolean {
  return prices_include_tax || !isSome(total_tax);
}

/** Its lines; a fee below zero, which is how plugins write a discount, is one below zero, unless it is money of the customer's. */
export function linesOf(order: WooOrder): readonly DraftLine[] {
  const inside = isTaxInside(order);
  const one = (
    taxed: Taxed,
    line: Pick<DraftLine, 'key' | 'kind' | 'descripcion' | 'category'>,
  ): readonly DraftLine[] => {
    const cost = withTax(taxed.total, taxed.total_tax, inside);
    return cost === ZERO ? [] : [{ ...line, cantidad: '1', valorUnitario: text(cost), ...taxesOf(taxed, order) }];
  };
  return [
    ...order.line_items.map((line) => product(line, order, inside)),
    ...(order.shipping_lines ?? []).flatMap((line) =>
      one(line, { key: `shipping:${line.id}`, kind: 'shipping', descripcion: line.method_title?.trim() || 'Envío' }),
    ),
    ...(order.fee_lines ?? [])
      .filter((fee) => !isStoreCredit(fee))
      .flatMap((fee) => {
        const descripcion = fee.name?.trim() || 'Cargo';
        return one(fee, { key: `fee:${fee.id}`, kind: 'fee', descripcion, category: descripcion });
      }),
  ];
}

function product(line: WooOrder['line_items'][number], order: WooOrder, inside: boolean): DraftLine {
  const { id, name, sku, quantity, subtotal, subtotal_tax } = line;
  const before = withTax(subtotal, subtotal_tax, inside);
  return {
    key: id,
    kind: isGiftCard(line) ? 'gift-card' : 'product',
    ...(sku?.trim() && { sku: sku.trim() }),
    descripcion: name?.trim() || sku?.trim() || 'Producto',
    ...priced(formatTrimmed(toMicro(quantity)), before, withTax(line.total, line.total_tax, inside)),
    ...taxesOf(line, order),
  };
}

function withTax(amount: string, tax: string | null | undefined, inside: boolean): Micro {
  return toMicro(amount) + (inside ? toMicro(tax ?? '0') : ZERO);
}

/**
 * The rates that were applied to a line, by the names that the merchant gave them; none on an order that is taxed elsewhere. An order without any
 * tax says nothing of taxes. A rate without its percentage is one of a WooCommerce before 3.7.
 */
function taxesOf({ taxes }: Pick<Taxed, 'taxes'>, { tax_lines, total_tax }: WooOrder): Pick<DraftLine, 'taxes'> {
  const rateOf = (id: string) => tax_lines?.find(({ rate_id }) => rate_id === id);
  const applied = (taxes ?? []).filter(({ id, total }) => isApplied(total, rateOf(id)?.rate_percent));
  if (applied.length === 0 && !isSome(total_tax)) return {};
  return {
    taxes: applied.map(({ id }): DraftTax => {
      const { rate_percent: percent, label, rate_code } = rateOf(id) ?? {};
      const name = label?.trim() || rate_code?.trim();
      return { ...(name && { name }), ...(percent && { rate: formatTrimmed(toMicro(percent) / 100n, 2) }) };
    }),
  };
}

/** Blank means that it did not apply; zero means the tax of a 0 % rate, and for any other rate that it did not apply. */
function isApplied(total: string | null | undefined, percent: string | null | undefined): boolean {
  if (!total?.trim()) return false;
  return /[1-9]/.test(total) || (percent !== undefined && percent !== null && !isSome(percent));
}
