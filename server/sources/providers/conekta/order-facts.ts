/**
 * The order of a sale as Conekta reports it (assumed from the models of npm conekta 9.0.0; not tried live). Its folio is `metadata.folio`,
 * otherwise `metadata.order_id`, the charge's `reference_id`, or the last 8 characters of the order's id.
 */
import type { Fault } from '../../../problems/problem.ts';
import type { DraftLine, OrderFact, SaleFact } from '../../intake/fact.ts';
import { isLodging } from '../../intake/line-taxes.ts';
import { estadoOf, stateOf } from '../../intake/order-state.ts';
import { emailOf, RANK } from '../../intake/order-values.ts';
import { fromMinorUnits, utcInstant } from '../units.ts';
import { refundsOf } from './refunds.ts';
import type { LineItem, Order } from './shapes.ts';
import { STATES } from './states.ts';

/** When the order reached its state, in epoch milliseconds: the event's own time, or a later time within it. */
export function changedAt({ created_at, updated_at, charges }: Order, eventAt: number): number {
  const paid = (charges ?? []).flatMap(({ paid_at, refunds }) => [
    paid_at,
    ...(refunds ?? []).map((r) => r.created_at),
  ]);
  const seconds = [created_at, updated_at, ...paid].map((each) => (each ?? 0) * 1000);
  return Math.max(eventAt, ...seconds);
}

/** The order with all the refunds that it lists; `at` is that of `changedAt`. */
export function orderOf(order: Order, at: number): readonly SaleFact[] {
  const { id, currency, amount } = order;
  if (amount === 0) return [];
  const state = stateOf(STATES, order.payment_status ?? 'pending_payment');
  const estado = estadoOf(state);
  const charges = order.charges ?? [];
  const paidAt = charges.find(({ status, paid_at }) => status !== 'declined' && paid_at)?.paid_at;
  const email = emailOf(order.customer_info?.email);
  const discount = sum(order.discount_lines);
  const faults = lodgingFaults(order);
  const fact: OrderFact = {
    kind: 'order',
    // Conekta counts in seconds: of two states in the same second, the one later in an order's life wins.
    version: at + RANK[estado],
    folio: folioOf(order),
    date: utcInstant((paidAt ?? order.created_at) * 1000),
    estado,
    state,
    moneda: currency.toUpperCase(),
    total: fromMinorUnits(amount, currency),
    ...(discount > 0 && { descuento: fromMinorUnits(discount, currency) }),
    ...linesOf(order),
    ...refundsOf(order, at),
    ...(faults.length > 0 && { faults }),
    ...(email && { email }),
  };
  return [{ saleKey: id, factKey: `${id}:order`, fact }];
}

function folioOf({ id, metadata, charges }: Order): string {
  const candidates = [metadata?.folio, metadata?.order_id, ...(charges ?? []).map(({ reference_id }) => reference_id)];
  const texts = candidates.map((each) =>
    typeof each === 'string' || typeof each === 'number' ? String(each).trim() : '',
  );
  return texts.find((text) => text) ?? id.slice(-8);
}

/** The taxes are stated for the whole order, with a description: their sum has to equal what the lines' own mapping yields. */
function lodgingFaults({ tax_lines }: Order): readonly Fault[] {
  const lodging = (tax_lines ?? []).find(({ amount, description }) => amount > 0 && isLodging(description ?? ''));
  const taxes = lodging?.description ?? '';
  return lodging ? [{ code: 'lodging-tax', pointer: '/conceptos', params: { line: taxes, taxes } }] : [];
}

/**
 * If no tax is added, the prices include taxes; for a tax that is added, the order states its amount but no rate per line.
 */
function linesOf(order: Order): Pick<OrderFact, 'lines' | 'pricesIncludeTax'> {
  const { line_items: items, shipping_lines: shippings, currency } = order;
  if (!items || items.length === 0) return {};
  const shipping = (shippings ?? []).filter(({ amount }) => amount > 0);
  const lines: readonly DraftLine[] = [
    ...items.map((item, at) => productOf(item, at, currency)),
    ...shipping.map(({ id, amount }, at) => shippingOf(id ?? `shipping-${at + 1}`, amount, currency)),
  ];
  return { lines, pricesIncludeTax: sum(order.tax_lines) === 0 };
}

function productOf(item: LineItem, at: number, currency: string): DraftLine {
  const tagged = item.metadata?.category;
  const category = typeof tagged === 'string' ? tagged : item.tags?.[0];
  return {
    key: item.id ?? `line-${at + 1}`,
    ...(item.sku && { sku: item.sku }),
    ...(category && { category }),
    descripcion: item.name?.trim() || item.description?.trim() || 'Producto',
    cantidad: String(item.quantity),
    valorUnitario: fromMinorUnits(item.unit_price, currency),
    kind: 'product',
  };
}

function shippingOf(key: string, amount: number, currency: string): DraftLine {
  const valorUnitario = fromMinorUnits(amount, currency);
  return { key, descripcion: 'Envío', cantidad: '1', valorUnitario, kind: 'shipping' };
}

function sum(lines: readonly { readonly amount: number }[] | null | undefined): number {
  return (lines ?? []).reduce((total, { amount }) => total + amount, 0);
}
