/**
 * Converts a Conekta event to facts about a sale: an order with its charges, or a charge of one (assumed from the events of npm conekta
 * 9.0.0; not tried live).
 */
import type { SaleFact } from '../../intake/fact.ts';
import { whereWrong } from '../../intake/order-values.ts';
import type { FactsReading } from '../../source.ts';
import { chargeFacts, chargesOf } from './charge-facts.ts';
import { changedAt, orderOf } from './order-facts.ts';
import { CHARGE, EVENT, ORDER, type Order } from './shapes.ts';

const TYPES: ReadonlySet<string> = new Set([
  'order.paid',
  'order.pending_payment',
  'order.expired',
  'order.canceled',
  'order.voided',
  'order.refunded',
  'order.partially_refunded',
  'order.charged_back',
  'charge.paid',
  'charge.refunded',
  'charge.chargeback.created',
  'charge.chargeback.updated',
  'charge.chargeback.under_review',
  'charge.chargeback.won',
  'charge.chargeback.lost',
]);

/** Whether an event of this type is about a sale. */
export function isOfSale(type: string): boolean {
  return TYPES.has(type);
}

/** Decided by what the event holds, not by its type: some `order.*` events hold the order's charge. */
export function conektaFacts(event: unknown): FactsReading {
  const read = EVENT.safeParse(event).data;
  const object = read?.data?.object;
  if (!read || !object) return { kind: 'unreadable', reason: 'no event of Conekta' };
  const at = read.created_at * 1000;
  const schema = object.object === 'charge' ? CHARGE : ORDER;
  const parsed = schema.safeParse(object);
  if (!parsed.success) return { kind: 'unreadable', reason: `data.object: ${whereWrong(parsed.error)}` };
  if (parsed.data.object === 'order') return { kind: 'facts', facts: factsOfOrder(parsed.data, at) };
  const { order_id: saleKey } = parsed.data;
  if (!saleKey) return { kind: 'unreadable', reason: 'a charge of no order' };
  return { kind: 'facts', facts: chargeFacts(parsed.data, saleKey, at) };
}

/** All facts of an order; `eventAt` is when it was reported, in epoch milliseconds, or 0 for one from a list. */
export function factsOfOrder(order: Order, eventAt: number): readonly SaleFact[] {
  const at = changedAt(order, eventAt);
  return [...orderOf(order, at), ...chargesOf(order, at)];
}
