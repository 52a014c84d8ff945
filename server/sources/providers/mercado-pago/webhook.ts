/** A notification of Mercado Pago: it only says that a payment was made or changed. Its state has to be fetched. */
import { z } from 'zod';
import { parseJson } from '../../../outbound/json-answer.ts';
import { whereWrong } from '../../intake/order-values.ts';
import type { WebhookReading, WebhookRequest } from '../../source.ts';
import { isOfOther } from './api.ts';
import { NOTIFICATION } from './shapes.ts';
import { signatureFault, signedId } from './signature.ts';

/** An event returned by `readWebhook`. */
export const EVENT = z.object({ paymentId: z.string().min(1) });

/** Trusts the id in the query, which is signed; of the body, which is not, it uses only what can do no harm. */
export async function readWebhook(
  request: WebhookRequest,
  { webhookSecret, world }: { readonly webhookSecret: string | undefined; readonly world: 'test' | 'live' },
): Promise<WebhookReading> {
  if (webhookSecret === undefined) return { kind: 'bad-signature', why: 'x-signature: no secret to check it with yet' };
  const why = await signatureFault(request, webhookSecret);
  if (why) return { kind: 'bad-signature', why };
  const { url, headers, body } = request;
  const paymentId = signedId(url);
  const fallback = headers['x-request-id'] || `${paymentId}`;
  const json = parseJson(body);
  const parsed = NOTIFICATION.safeParse(json);
  if (!parsed.success) {
    const reason = json === undefined ? 'not JSON' : `not as notifications are: ${whereWrong(parsed.error)}`;
    return { kind: 'unreadable', externalId: fallback, type: url.searchParams.get('type') ?? '', reason };
  }
  const { id, type = url.searchParams.get('type'), action } = parsed.data;
  const received = { externalId: id ?? fallback, type: action ?? type ?? '' };
  if (type !== 'payment') return { kind: 'ignored', ...received };
  if (paymentId === undefined) return { kind: 'unreadable', ...received, reason: 'no data.id in its address' };
  if (isOfOther(parsed.data, { world })) return { kind: 'unreadable', ...received, reason: 'other-world' };
  return { kind: 'event', ...received, event: { paymentId } };
}
