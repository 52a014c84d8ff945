/** Sends a webhook: one attempt. */
import type { GuardedClient } from '../../outbound/guarded.ts';
import { endOfAnswer } from '../answer-end.ts';
import type { DeliveryEnd } from '../channel.ts';
import { webhookHeaders } from './sign.ts';

/** 410 means that a receiver wants no more webhooks; a redirect is a failure like any other. */
const GONE = [410] as const;

/** What one attempt posts, and how it is signed. `id` is the event's, so that a receiver can ignore repetitions. */
export type WebhookAttempt = {
  readonly url: string;
  /** The secrets that sign now. */
  readonly secrets: readonly string[];
  readonly id: string;
  readonly body: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
};

/** Signs the webhook with the time of this attempt and sends it. */
export async function sendWebhook(
  client: GuardedClient,
  { url, secrets, id, body, signal, timeoutMs }: WebhookAttempt,
  now: () => number,
): Promise<DeliveryEnd> {
  const headers = webhookHeaders({ id, body }, secrets, now());
  return endOfAnswer(await client.post(url, { headers, body, signal, timeoutMs }), GONE, now());
}
