/**
 * A webhook of Shopify: signed with the app's client secret over the raw body, with its topic and ids in headers
 * (wire-contracts 14.3, read 2026-11). Delivered at least once and in any order.
 */
import { z } from 'zod';
import { parseJson } from '../../../outbound/json-answer.ts';
import { whereWrong } from '../../intake/order-values.ts';
import type { FactsReading, WebhookReading, WebhookRequest } from '../../source.ts';
import { bodyHmacFault, bodyId } from '../webhook-body.ts';
import { disputeFacts, orderFacts, transactionFacts } from './facts.ts';
import { refundFacts } from './refunds.ts';
import { DISPUTE, ORDER, REFUND, TRANSACTION } from './shapes.ts';

const SHAPES = {
  'orders/create': ORDER,
  'orders/paid': ORDER,
  'orders/updated': ORDER,
  'orders/cancelled': ORDER,
  'refunds/create': REFUND.extend({ order_id: REFUND.shape.id }),
  'order_transactions/create': TRANSACTION,
  'disputes/create': DISPUTE,
  'disputes/update': DISPUTE,
} as const;

const TOPICS = Object.keys(SHAPES);
const EVENT = z.object({
  topic: z.enum(Object.keys(SHAPES) as (keyof typeof SHAPES)[]),
  /** When it was triggered, in epoch milliseconds; a dispute does not say so itself. */
  at: z.number().default(0),
  body: z.unknown(),
});

/** What verifying a shop's webhooks needs. Without a secret, no event is accepted; without `shopDomain`, events of any shop that the app's secret signed are accepted. */
export type ShopifyWebhooks = {
  readonly webhookSecret: string | undefined;
  readonly shopDomain?: string | undefined;
  readonly world: 'test' | 'live';
};

/**
 * Checks the signature before anything else. All apps with the same client secret sign alike, so the shop is compared too if it is known.
 */
export function readWebhook(
  request: WebhookRequest,
  { webhookSecret, shopDomain, world }: ShopifyWebhooks,
): WebhookReading {
  const { headers, body } = request;
  if (webhookSecret === undefined)
    return { kind: 'bad-signature', why: 'x-shopify-hmac-sha256: no secret to check it with yet' };
  const why = bodyHmacFault(body, webhookSecret, headers['x-shopify-hmac-sha256']);
  if (why) return { kind: 'bad-signature', why: `x-shopify-hmac-sha256: ${why}` };
  const shop = headers['x-shopify-shop-domain'];
  if (shopDomain && shop && shop.toLowerCase() !== shopDomain) {
    return { kind: 'bad-signature', why: 'x-shopify-shop-domain: another shop' };
  }
  const externalId = headers['x-shopify-webhook-id'] || headers['x-shopify-event-id'] || bodyId(body);
  const type = headers['x-shopify-topic'] ?? '';
  const received = { externalId, type };
  if (!TOPICS.includes(type)) return { kind: 'ignored', ...received };
  const json = parseJson(body);
  if (json === undefined) return { kind: 'unreadable', ...received, reason: 'not JSON' };
  if (world === 'live' && isTest(json)) return { kind: 'unreadable', ...received, reason: 'other-world' };
  const triggered = Date.parse(headers['x-shopify-triggered-at'] ?? '');
  const event = { topic: type, at: Number.isNaN(triggered) ? request.now : triggered, body: json };
  const facts = factsOf(event);
  return facts.kind === 'unreadable' ? { ...facts, ...received } : { kind: 'event', ...received, event };
}

/** Converts an event of `readWebhook`; nothing has to be fetched. */
export function factsOf(event: unknown): Exclude<FactsReading, { readonly kind: 'unavailable' }> {
  const known = EVENT.safeParse(event);
  if (!known.success) return { kind: 'unreadable', reason: 'not an event of Shopify' };
  const { topic, at, body } = known.data;
  const parsed = SHAPES[topic].safeParse(body);
  if (!parsed.success) return { kind: 'unreadable', reason: `not as ${topic} are: ${whereWrong(parsed.error)}` };
  if (topic === 'refunds/create') {
    const refund = SHAPES[topic].parse(body);
    return { kind: 'facts', facts: refundFacts(refund, refund.order_id, refund.created_at) };
  }
  if (topic === 'order_transactions/create') return { kind: 'facts', facts: transactionFacts(TRANSACTION.parse(body)) };
  if (topic === 'disputes/create' || topic === 'disputes/update') {
    return { kind: 'facts', facts: disputeFacts(DISPUTE.parse(body), at) };
  }
  return { kind: 'facts', facts: orderFacts(ORDER.parse(body)) };
}

/** Whether an order, or its payment, is of Shopify's test mode. */
export function isTest(body: unknown): boolean {
  return z.object({ test: z.literal(true) }).safeParse(body).success;
}
