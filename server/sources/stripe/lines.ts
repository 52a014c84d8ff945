/** From a session's line items to draft lines (wire-contracts 14.1 and the types of stripe 23.1.0, read 2026-11). */
import { formatTrimmed, toMicro } from '../../cfdi/money.ts';
import type { DraftLine } from '../fact.ts';
import { fromMinorUnits } from '../minor-units.ts';
import type { LineItem, Session } from './shapes.ts';

export type SessionLines = { readonly lines: readonly DraftLine[]; readonly pricesIncludeTax: boolean };

type Amounts = Pick<LineItem, 'amount_subtotal' | 'amount_discount' | 'amount_tax' | 'amount_total'>;

/**
 * The lines with the session's shipping. What nothing is added to includes its taxes; where Stripe adds a tax to some
 * lines and others include theirs, all are told with it and net of their discounts.
 */
export function sessionLines(items: readonly LineItem[], session: Session, currency: string): SessionLines {
  const shipping = session.shipping_cost && { ...session.shipping_cost, amount_discount: 0 };
  const all: readonly Amounts[] = shipping ? [...items, shipping] : items;
  const taxed = all.filter(({ amount_tax }) => amount_tax > 0);
  const added = taxed.filter(isAdded).length;
  const isMixed = added > 0 && added < taxed.length;
  const priced = (amounts: Amounts, quantity = 1) => priceOf(amounts, quantity, isMixed, currency);
  const lines = items.map((item): DraftLine => {
    const iva = ivaOf(item);
    return {
      key: item.id,
      ...wordsOf(item),
      ...priced(item, item.quantity ?? 1),
      ...(iva !== undefined && { iva }),
      kind: 'product',
    };
  });
  const isShipped = shipping && shipping.amount_total > 0;
  const line = isShipped && ({ key: 'shipping', descripcion: 'Envío', ...priced(shipping), kind: 'shipping' } as const);
  return { lines: line ? [...lines, line] : lines, pricesIncludeTax: added === 0 || isMixed };
}

function isAdded({ amount_subtotal, amount_discount, amount_total }: Amounts): boolean {
  return amount_total > amount_subtotal - amount_discount;
}

/** A price that is no whole number of minor units is told as one of the whole: nothing is ever divided with a rest. */
function priceOf(amounts: Amounts, quantity: number, isNet: boolean, currency: string) {
  const whole = isNet ? amounts.amount_total : amounts.amount_subtotal;
  const isWhole = whole % quantity === 0;
  const discount = isNet ? 0 : amounts.amount_discount;
  return {
    cantidad: isWhole ? String(quantity) : '1',
    valorUnitario: fromMinorUnits(isWhole ? whole / quantity : whole, currency),
    ...(discount > 0 && { descuento: fromMinorUnits(discount, currency) }),
  };
}

/** The SKU and the category are the product's metadata, else its price's: Stripe has no field of its own for them. */
function wordsOf({ description, price }: LineItem): Pick<DraftLine, 'sku' | 'category' | 'descripcion'> {
  const product = price?.product?.metadata;
  const sku = product?.sku ?? price?.metadata?.sku;
  const category = product?.category ?? price?.metadata?.category;
  return {
    ...(sku && { sku }),
    ...(category && { category }),
    descripcion: description?.trim() || 'Producto',
  };
}

/** Only of one tax that is said to be Mexico's, or to be IVA. */
function ivaOf({ taxes }: LineItem): string | undefined {
  const [tax, ...others] = taxes ?? [];
  if (!tax || others.length > 0) return undefined;
  const { country, display_name, percentage } = tax.rate;
  if (country !== 'MX' && !/\biva\b/i.test(display_name ?? '')) return undefined;
  if (tax.taxability_reason === 'product_exempt') return 'exento';
  return percentage ? formatTrimmed(toMicro(percentage) / 100n, 2) : undefined;
}
