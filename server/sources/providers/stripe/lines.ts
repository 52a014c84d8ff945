/** Converts a session's line items to draft lines (wire-contracts 14.1 and the types of stripe 23.1.0, read 2026-11). */
import { formatTrimmed, toMicro } from '../../../cfdi/money.ts';
import type { DraftLine, DraftTax } from '../../intake/fact.ts';
import { fromMinorUnits } from '../units.ts';
import type { LineItem, Session } from './shapes.ts';

/** The lines of a session, and whether their prices include tax. */
export type SessionLines = { readonly lines: readonly DraftLine[]; readonly pricesIncludeTax: boolean };

type Amounts = Pick<LineItem, 'amount_subtotal' | 'amount_discount' | 'amount_tax' | 'amount_total'>;

/**
 * The lines with the session's shipping. If no tax is added, prices include theirs; if Stripe adds a tax to some
 * lines and others include theirs, all are submitted including it, net of their discounts.
 */
export function sessionLines(items: readonly LineItem[], session: Session, currency: string): SessionLines {
  const shipping = session.shipping_cost && { ...session.shipping_cost, amount_discount: 0 };
  const all: readonly Amounts[] = shipping ? [...items, shipping] : items;
  const taxed = all.filter(({ amount_tax }) => amount_tax > 0);
  const added = taxed.filter(isAdded).length;
  const isMixed = added > 0 && added < taxed.length;
  const priced = (amounts: Amounts, quantity = 1) => priceOf(amounts, quantity, isMixed, currency);
  const lines = items.map((item): DraftLine => {
    const taxes = taxesOf(item);
    return {
      key: item.id,
      ...wordsOf(item),
      ...priced(item, item.quantity ?? 1),
      ...((taxes.length > 0 || taxed.length > 0) && { taxes }),
      kind: 'product',
    };
  });
  const isShipped = shipping && shipping.amount_total > 0;
  const taxes = shipping && taxed.length > 0 ? { taxes: shippingTaxes(shipping) } : {};
  const line = isShipped && ({ ...SHIPPING, ...priced(shipping), ...taxes } as const);
  return { lines: line ? [...lines, line] : lines, pricesIncludeTax: added === 0 || isMixed };
}

function isAdded({ amount_subtotal, amount_discount, amount_total }: Amounts): boolean {
  return amount_total > amount_subtotal - amount_discount;
}

/**
 * A line whose unit price is not a whole number of minor units is submitted as one unit at the whole amount: nothing is ever divided with a
 * remainder.
 */
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

/** The SKU and the category are in the product's metadata, otherwise in its price's: Stripe has no fields for them. */
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

const SHIPPING = { key: 'shipping', descripcion: 'Envío', kind: 'shipping' } as const;

/**
 * The taxes of a line on a session that has some, by their names; their country or their name says whether they are Mexico's. A tax that Stripe
 * only reports as not collected does not count.
 */
function taxesOf({ taxes, amount_tax }: LineItem): readonly DraftTax[] {
  if (!taxes) return amount_tax > 0 ? [{}] : [];
  return taxes
    .filter(({ amount, taxability_reason: why }) => amount !== 0 || !why || ZERO_RATED.has(why))
    .map(({ rate, taxability_reason: why }): DraftTax => {
      const { country, display_name, percentage } = rate;
      const name = display_name?.trim();
      const isOurs = country === 'MX' || /\biva\b/i.test(name ?? '');
      const fraction = percentage ? formatTrimmed(toMicro(percentage) / 100n, 2) : undefined;
      return {
        ...(name && { name }),
        ...(why === 'product_exempt' ? { rate: 'exento' } : fraction !== undefined && { rate: fraction }),
        ...(!isOurs && { isForeign: true }),
      };
    });
}

/** A session only states the amount of the tax on shipping: finds Mexico's rate that yields it, to the cent. */
function shippingTaxes({ amount_tax: tax, amount_total: total }: Amounts): readonly DraftTax[] {
  if (tax === 0) return [];
  const percent = [16, 8].find((each) => Math.abs((total - tax) * each - tax * 100) <= 100);
  return [percent === undefined ? {} : { name: 'IVA', rate: percent === 16 ? '0.16' : '0.08' }];
}

const ZERO_RATED: ReadonlySet<string> = new Set(['zero_rated', 'product_exempt', 'standard_rated', 'reduced_rated']);
