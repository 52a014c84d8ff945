/**
 * Stripe as a source of sales: its webhook, signed with its own secret, and, with a key, lines, refunds and past
 * charges.
 */
import { z } from 'zod';
import { parseJson } from '../../../outbound/json-answer.ts';
import { OtherWorld } from '../../../outbound/provider.ts';
import type { KnownSource, SaleSource, SourcePlace, WebhookReading, WebhookRequest } from '../../source.ts';
import { bodyId } from '../webhook-body.ts';
import { STRIPE_HOST, type StripeApi } from './api.ts';
import { isOfSale, stripeFacts } from './facts.ts';
import { listCharges } from './list.ts';
import { EVENT } from './shapes.ts';
import { stripeSignatureFault } from './signature.ts';

const secret = z.string().regex(/^whsec_[\x21-\x7e]{1,200}$/);

/**
 * The endpoint's signing secret (several while one is replaced), and a key that may read sessions, charges and refunds, to
 * fetch what events lack. Stripe gives the secret only once it has the endpoint's address: until then no event is accepted.
 */
export const STRIPE_CREDENTIALS = z.strictObject({
  webhookSecret: z.union([secret, z.array(secret).min(1).max(4)]).optional(),
  secretKey: z
    .string()
    .regex(/^[sr]k_(?:test|live)_[\x21-\x7e]{1,200}$/)
    .optional(),
});

/** Throws a ZodError for malformed credentials, and `OtherWorld` for a key of the other world. */
export function createStripeSource(credentials: unknown, place: SourcePlace): SaleSource {
  const { webhookSecret, secretKey } = STRIPE_CREDENTIALS.parse(credentials);
  const { world, baseUrl = STRIPE_HOST, timeoutMs } = place;
  if (secretKey !== undefined && secretKey.split('_')[1] !== world) throw new OtherWorld();
  const secrets = [webhookSecret ?? []].flat();
  const api: StripeApi | undefined = secretKey === undefined ? undefined : { secretKey, baseUrl, timeoutMs };
  return {
    readWebhook: (request) => readWebhook(request, secrets, world),
    eventOf({ body }) {
      const read = EVENT.safeParse(parseJson(body)).data;
      return read?.livemode === (world === 'live') ? read : undefined;
    },
    factsOf: (event, signal) => stripeFacts(event, api, signal),
    ...(api && { list: (since, cursor, signal) => listCharges(api, since, cursor, signal) }),
  };
}

async function readWebhook(
  { headers, body, now }: WebhookRequest,
  secrets: readonly string[],
  world: SourcePlace['world'],
): Promise<WebhookReading> {
  const why = await stripeSignatureFault({ header: headers['stripe-signature'], body, now }, secrets);
  if (why !== undefined) return { kind: 'bad-signature', why };
  const read = EVENT.safeParse(parseJson(body)).data;
  if (!read) return { kind: 'unreadable', externalId: bodyId(body), type: '', reason: 'no event of Stripe' };
  const { id: externalId, type, livemode } = read;
  if (livemode !== (world === 'live')) return { kind: 'unreadable', externalId, type, reason: 'other-world' };
  if (!isOfSale(type)) return { kind: 'ignored', externalId, type };
  return { kind: 'event', externalId, type, event: read };
}

/** Stripe, as a type of source. */
export const STRIPE: KnownSource = { name: 'Stripe', credentials: STRIPE_CREDENTIALS, create: createStripeSource };
