/**
 * Conekta as a source of sales: its webhook, signed with a key pair of the merchant's, and, with an API key, its past
 * orders.
 */
import { z } from 'zod';
import { parseJson } from '../../../outbound/json-answer.ts';
import type { KnownSource, SaleSource, SourcePlace, WebhookReading, WebhookRequest } from '../../source.ts';
import { bodyId } from '../webhook-body.ts';
import { conektaFacts, isOfSale } from './facts.ts';
import { CONEKTA_HOST, type ConektaApi, listOrders } from './list.ts';
import { EVENT } from './shapes.ts';
import { digestFault, readPublicKey } from './signature.ts';

const publicKey = z
  .string()
  .max(4000)
  .refine((pem) => readPublicKey(pem) !== undefined);

/** The webhook key's public half (several while one is replaced) and the API's private key, for past orders. */
export const CONEKTA_CREDENTIALS = z.strictObject({
  publicKey: z.union([publicKey, z.array(publicKey).min(1).max(4)]),
  privateKey: z
    .string()
    .regex(/^key_[\x21-\x7e]{1,200}$/)
    .optional(),
});

/** Throws a ZodError for credentials of the wrong shape. Keys do not say which world they belong to, but events do. */
export function createConektaSource(credentials: unknown, place: SourcePlace): SaleSource {
  const { publicKey: pems, privateKey } = CONEKTA_CREDENTIALS.parse(credentials);
  const { world, baseUrl = CONEKTA_HOST, timeoutMs } = place;
  const keys = [pems]
    .flat()
    .map(readPublicKey)
    .filter((key) => key !== undefined);
  const api: ConektaApi | undefined = privateKey === undefined ? undefined : { privateKey, baseUrl, timeoutMs };
  return {
    readWebhook: (request) => readWebhook(request, (digest, body) => digestFault(digest, body, keys), world),
    eventOf({ body }) {
      const read = EVENT.safeParse(parseJson(body)).data;
      return read?.livemode === (world === 'live') ? read : undefined;
    },
    factsOf: async (event) => conektaFacts(event),
    ...(api && { list: (since, cursor, signal) => listOrders(api, since, cursor, signal) }),
  };
}

function readWebhook(
  { headers, body }: WebhookRequest,
  faultOf: (digest: string | undefined, body: string) => string | undefined,
  world: SourcePlace['world'],
): WebhookReading {
  const why = faultOf(headers.digest, body);
  if (why !== undefined) return { kind: 'bad-signature', why };
  const read = EVENT.safeParse(parseJson(body)).data;
  if (!read) return { kind: 'unreadable', externalId: bodyId(body), type: '', reason: 'no event of Conekta' };
  const { id: externalId, type, livemode } = read;
  // A ping belongs to no sale, in either world.
  if (type === 'webhook_ping') return { kind: 'ignored', externalId, type };
  if (livemode !== (world === 'live')) return { kind: 'unreadable', externalId, type, reason: 'other-world' };
  if (!isOfSale(type)) return { kind: 'ignored', externalId, type };
  return { kind: 'event', externalId, type, event: read };
}

/** Conekta, as a type of source. */
export const CONEKTA: KnownSource = { name: 'Conekta', credentials: CONEKTA_CREDENTIALS, create: createConektaSource };
