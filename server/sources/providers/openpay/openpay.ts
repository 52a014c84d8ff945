/** Openpay as a source of sales: callbacks authenticated by password, each charge fetched from its API, and past charges. */
import { z } from 'zod';
import { parseJson } from '../../../outbound/json-answer.ts';
import type { KnownSource, SaleSource, SourcePlace, WebhookReading, WebhookRequest } from '../../source.ts';
import { bodyId } from '../webhook-body.ts';
import { OPENPAY_HOSTS, type OpenpayApi } from './api.ts';
import { isOfSale, openpayFacts } from './facts.ts';
import { listCharges } from './list.ts';
import { CALLBACK } from './shapes.ts';
import { basicFault } from './signature.ts';

/**
 * The webhook's user and password, which the merchant chooses, and the account with its private key. A colon ends a user
 * name (RFC 7617).
 */
export const OPENPAY_CREDENTIALS = z.strictObject({
  user: z
    .string()
    .max(200)
    .regex(/^[^:]+$/),
  password: z.string().min(12).max(200),
  merchantId: z.string().regex(/^[a-z\d]{1,64}$/i),
  privateKey: z.string().regex(/^sk_[\x21-\x7e]{1,200}$/),
});

/**
 * Throws a ZodError for credentials of the wrong shape. Keys do not say which world they belong to, but they do not work at the other
 * world's host.
 */
export function createOpenpaySource(credentials: unknown, place: SourcePlace): SaleSource {
  const { merchantId, privateKey, ...basic } = OPENPAY_CREDENTIALS.parse(credentials);
  const { world, baseUrl = OPENPAY_HOSTS[world], timeoutMs } = place;
  const api: OpenpayApi = { merchantId, privateKey, baseUrl, timeoutMs };
  return {
    readWebhook: (request) => readWebhook(request, (authorization) => basicFault(authorization, basic)),
    // Its world shows when it is fetched again.
    eventOf: ({ body }) => CALLBACK.safeParse(parseJson(body)).data,
    factsOf: (event, signal) => openpayFacts(event, api, signal),
    list: (since, cursor, signal) => listCharges(api, since, cursor, signal),
  };
}

/**
 * The prefix of the code in the `externalId` of a `verification`: the merchant has to type the code at Openpay, so it has
 * to be shown.
 */
export const VERIFICATION = 'verification:';

/** A callback has no id: it is identified by what happened to a transaction, and when. */
function readWebhook(
  { headers, body }: WebhookRequest,
  faultOf: (authorization: string | undefined) => string | undefined,
): WebhookReading {
  const why = faultOf(headers.authorization);
  if (why !== undefined) return { kind: 'bad-signature', why };
  const read = CALLBACK.safeParse(parseJson(body)).data;
  if (!read) return { kind: 'unreadable', externalId: bodyId(body), type: '', reason: 'no callback of Openpay' };
  const { type, event_date, transaction, verification_code: code } = read;
  if (type === 'verification' && code) return { kind: 'ignored', externalId: `${VERIFICATION}${code}`, type };
  if (!isOfSale(type)) return { kind: 'ignored', externalId: bodyId(body), type };
  if (!transaction) return { kind: 'unreadable', externalId: bodyId(body), type, reason: 'no transaction' };
  return { kind: 'event', externalId: `${transaction.id}:${type}:${event_date}`, type, event: read };
}

/** Openpay, as a type of source. */
export const OPENPAY: KnownSource = { name: 'Openpay', credentials: OPENPAY_CREDENTIALS, create: createOpenpaySource };
