/** Stripe's source as the tests reach it, and the events that Stripe signs for it. */
import { createHmac } from 'node:crypto';
import { KNOWN_SOURCES } from '../../../server/sources/known-sources.ts';
import type { SaleSource, WebhookReading } from '../../../server/sources/source.ts';
import { SOURCE_ACCOUNTS } from '../../stand-ins/source-accounts.ts';
import type { Json } from '../fixtures/fixture.ts';

export const { webhookSecret, secretKey }: Readonly<Record<'webhookSecret' | 'secretKey', string>> =
  SOURCE_ACCOUNTS.stripe;
export const NOW = 1_795_190_060_000;
export const SECOND = 1_795_190_003;
/** Where nobody answers. */
export const NOBODY = 'http://127.0.0.1:9';

export function source(
  credentials: object = { webhookSecret },
  world: 'test' | 'live' = 'test',
  baseUrl = NOBODY,
): SaleSource {
  const created = KNOWN_SOURCES.stripe?.create(credentials, { world, baseUrl, timeoutMs: 10_000 });
  if (!created) throw new Error('no Stripe');
  return created;
}

export const event = (type: string, object: Json, more: Json = {}): Json => ({
  id: `evt_${type}`,
  object: 'event',
  api_version: '2026-10-28.endive',
  created: SECOND,
  livemode: false,
  type,
  data: { object },
  ...more,
});

export const mac = (body: string, at: number | string, secret = webhookSecret): string =>
  createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
export const signed = (body: string, at: number | string = NOW / 1000, secret = webhookSecret): string =>
  `t=${at},v1=${mac(body, at, secret)}`;

export async function read(body: string, header: string | undefined, by = source()): Promise<WebhookReading> {
  const headers = header === undefined ? {} : { 'stripe-signature': header };
  const reading = await by.readWebhook?.({ headers, url: new URL('https://a.mx/hook'), body, now: NOW });
  if (!reading) throw new Error('no webhook');
  return reading;
}
