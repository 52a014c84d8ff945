/**
 * A webhook of WooCommerce: signed with its own secret over the raw body, with its topic and ids in headers
 * (class-wc-webhook.php, wire-contracts 14.4, read 2026-11). It is sent once and never again.
 */
import { z } from 'zod';
import { parseJson } from '../../../outbound/json-answer.ts';
import { whereWrong } from '../../intake/order-values.ts';
import type { FactsReading, WebhookReading, WebhookRequest } from '../../source.ts';
import { bodyHmacFault, bodyId } from '../webhook-body.ts';
import { deletionFacts, orderFacts } from './facts.ts';
import { DELETED, ORDER } from './shapes.ts';

const TOPICS = ['order.created', 'order.updated', 'order.deleted', 'order.restored'] as const;
const EVENT = z.object({ topic: z.enum(TOPICS), at: z.number(), body: z.unknown() });

/** What WooCommerce sends, unsigned, when a webhook is saved: it must be answered with 200 or the webhook is not saved. */
const PING = /^webhook_id=(\d{1,20})$/;

/** A ping is unsigned and contains nothing; everything else is signed. */
export function readWebhook({ headers, body, now }: WebhookRequest, webhookSecret: string): WebhookReading {
  const signature = headers['x-wc-webhook-signature'];
  const [, pinged] = signature === undefined ? (PING.exec(body.trim()) ?? []) : [];
  if (pinged !== undefined) return { kind: 'ignored', externalId: `ping:${pinged}`, type: 'ping' };
  const why = bodyHmacFault(body, webhookSecret, signature);
  if (why) return { kind: 'bad-signature', why: `x-wc-webhook-signature: ${why}` };
  const type = headers['x-wc-webhook-topic'] ?? '';
  const received = { externalId: headers['x-wc-webhook-delivery-id'] || bodyId(`${type} ${body}`), type };
  if (!TOPICS.some((topic) => topic === type)) return { kind: 'ignored', ...received };
  const json = parseJson(body);
  if (json === undefined) return { kind: 'unreadable', ...received, reason: 'not JSON' };
  const event = { topic: type, at: now, body: json };
  const facts = factsOf(event);
  return facts.kind === 'unreadable' ? { ...facts, ...received } : { kind: 'event', ...received, event };
}

/** Converts an event of `readWebhook`; nothing has to be fetched. */
export function factsOf(event: unknown): Exclude<FactsReading, { readonly kind: 'unavailable' }> {
  const known = EVENT.safeParse(event);
  if (!known.success) return { kind: 'unreadable', reason: 'not an event of WooCommerce' };
  const { topic, at, body } = known.data;
  const unreadable = (error: z.ZodError) =>
    ({ kind: 'unreadable', reason: `not as ${topic} are: ${whereWrong(error)}` }) as const;
  if (topic === 'order.deleted') {
    const deleted = DELETED.safeParse(body);
    if (!deleted.success) return unreadable(deleted.error);
    return { kind: 'facts', facts: deletionFacts(deleted.data.id, at, 'done') };
  }
  const order = ORDER.safeParse(body);
  if (!order.success) return unreadable(order.error);
  const back = topic === 'order.restored' ? deletionFacts(order.data.id, at, 'failed') : [];
  return { kind: 'facts', facts: [...orderFacts(order.data), ...back] };
}
