/**
 * Fetches what Stripe's events leave out from its API, with the merchant's key (the API version of stripe 23.1.0, read
 * 2026-11).
 */
import type { z } from 'zod';
import { askJson } from '../../../outbound/ask-json.ts';
import { CHARGE, DISPUTE, type Dispute, LINE_ITEM, type LineItem, pageOf, REFUND, type Refund } from './shapes.ts';

/** The base URL of Stripe's API, for live and test keys alike. */
export const STRIPE_HOST = 'https://api.stripe.com';

/** Stripe answers in the shapes of the requested version, whatever the account's own version is. */
const API_VERSION = '2026-10-28.endive';

/** How to call Stripe's API for one merchant. */
export type StripeApi = { readonly secretKey: string; readonly baseUrl: string; readonly timeoutMs: number };

type Answer<Value> =
  | { readonly kind: 'is'; readonly value: Value }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Fetches the lines of a session; it has at most 100. */
export function lineItems(api: StripeApi, session: string, signal: AbortSignal): Promise<Answer<readonly LineItem[]>> {
  const query = [
    ['expand[]', 'data.price.product'],
    ['expand[]', 'data.taxes'],
  ] as const;
  return whole(api, `/v1/checkout/sessions/${encodeURIComponent(session)}/line_items`, query, LINE_ITEM, signal);
}

/** Fetches every refund of a charge. */
export function refundsOf(api: StripeApi, charge: string, signal: AbortSignal): Promise<Answer<readonly Refund[]>> {
  return whole(api, '/v1/refunds', [['charge', charge]], REFUND, signal);
}

/** Fetches every dispute of a charge. */
export function disputesOf(api: StripeApi, charge: string, signal: AbortSignal): Promise<Answer<readonly Dispute[]>> {
  return whole(api, '/v1/disputes', [['charge', charge]], DISPUTE, signal);
}

/**
 * Fetches a page of the charges made since then (epoch seconds), newest first, each with its payment intent and refunds.
 */
export function chargesPage(api: StripeApi, since: number, after: string | undefined, signal: AbortSignal) {
  const query = [
    ['created[gte]', String(since)],
    ['expand[]', 'data.payment_intent'],
    ['expand[]', 'data.refunds'],
    ...(after === undefined ? [] : [['starting_after', after] as const]),
  ] as const;
  return page(api, '/v1/charges', query, CHARGE, signal);
}

type Query = readonly (readonly [name: string, value: string])[];

async function page<Item extends z.ZodType>(
  { secretKey, baseUrl, timeoutMs }: StripeApi,
  path: string,
  query: Query,
  item: Item,
  signal: AbortSignal,
): Promise<Answer<{ readonly data: readonly z.output<Item>[]; readonly has_more: boolean }>> {
  const url = new URL(`${baseUrl}${path}`);
  for (const [name, value] of [['limit', '100'], ...query] as const) url.searchParams.append(name, value);
  const headers = { Authorization: `Bearer ${secretKey}`, 'Stripe-Version': API_VERSION };
  const answer = await askJson({ url, headers, signal, timeoutMs });
  if (answer.kind === 'absent') return { kind: 'unreadable', reason: `${path.split('/').at(-1)}: none at Stripe` };
  if (answer.kind === 'unavailable') return { kind: 'unavailable', reason: `Stripe: ${answer.reason}` };
  const read = pageOf(item).safeParse(answer.value).data;
  return read ? { kind: 'is', value: read } : { kind: 'unreadable', reason: `${path.split('/').at(-1)}: other shape` };
}

/** Everything in one page: an answer with a next page is refused, because part of a list would make a wrong sale. */
async function whole<Item extends z.ZodType>(
  api: StripeApi,
  path: string,
  query: Query,
  item: Item,
  signal: AbortSignal,
): Promise<Answer<readonly z.output<Item>[]>> {
  const answer = await page(api, path, query, item, signal);
  if (answer.kind !== 'is') return answer;
  const { data, has_more } = answer.value;
  return has_more ? { kind: 'unreadable', reason: 'more than 100 of them' } : { kind: 'is', value: data };
}
