/**
 * Gift cards that an order sold. The goods that a card will buy are not known yet, so it is an advance payment, which is never an ordinary
 * ingreso (Guía de llenado del CFDI 4.0, apéndice 8, cited from secondary sources). The goods are invoiced in full when the card pays for them,
 * as cash (SAT, Preguntas frecuentes CFDI 4.0, 31); invoicing the card as well would invoice the same income twice.
 */
import { type Micro, multiply, parseMicro, sum, ZERO } from '../../cfdi/money.ts';
import type { DraftLine, OrderFact, RefundFact } from './fact.ts';
import { text } from './order-values.ts';

/** An order and its refunds without the gift cards that it sold. */
export type WithoutGiftCards = {
  readonly order: OrderFact;
  readonly refunds: readonly RefundFact[];
  /** Whether some gift cards were left out, or the order sold nothing else (`all`). */
  readonly sold: 'none' | 'some' | 'all';
};

/** Removes the gift cards from the order, and their cost from its total and refunds. They bear no tax. */
export function withoutGiftCards(order: OrderFact, refunds: readonly RefundFact[]): WithoutGiftCards {
  const { lines = [] } = order;
  const cards = lines.filter(isGiftCard);
  if (cards.length === 0) return { order, refunds, sold: 'none' };
  const total = parseMicro(order.total);
  const left = total === undefined ? undefined : total - sum(cards.map(costOf));
  const goods = lines.filter((line) => !isGiftCard(line));
  const keys = new Set(cards.map(({ key }) => key));
  return {
    order: { ...order, lines: goods, ...(left !== undefined && { total: text(left) }) },
    refunds: refunds.map((refund) => withoutLines(refund, keys)).filter(({ importe }) => parseMicro(importe) !== ZERO),
    // Shipping a printed card is a service that was rendered.
    sold: goods.length === 0 || left === ZERO ? 'all' : 'some',
  };
}

function isGiftCard({ kind }: DraftLine): boolean {
  return kind === 'gift-card';
}

function costOf({ cantidad, valorUnitario, descuento = '0' }: DraftLine): Micro {
  return multiply(parseMicro(cantidad) ?? ZERO, parseMicro(valorUnitario) ?? ZERO) - (parseMicro(descuento) ?? ZERO);
}

function withoutLines(refund: RefundFact, keys: ReadonlySet<string>): RefundFact {
  const { lines = [], importe } = refund;
  const cards = lines.filter(({ key }) => keys.has(key));
  const whole = parseMicro(importe);
  if (cards.length === 0 || whole === undefined) return refund;
  const back = whole - sum(cards.map((line) => parseMicro(line.importe) ?? ZERO));
  const kept = lines.filter(({ key }) => !keys.has(key));
  const { lines: _, ...rest } = refund;
  return { ...rest, importe: text(back > ZERO ? back : ZERO), ...(kept.length > 0 && { lines: kept }) };
}
