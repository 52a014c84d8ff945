/** Lists the orders changed since an instant (`GET /orders`, as the client npm conekta 9.0.0 calls it). */
import { askJson } from '../../../outbound/ask-json.ts';
import type { ListPage } from '../../source.ts';
import { factsOfOrder } from './facts.ts';
import { ORDERS } from './shapes.ts';

/** One host for both worlds. */
export const CONEKTA_HOST = 'https://api.conekta.io';

/** How to call Conekta's API for one merchant. */
export type ConektaApi = { readonly privateKey: string; readonly baseUrl: string; readonly timeoutMs: number };

/** `cursor` is the `next` parameter of Conekta's own link; its host is ignored, and the account's is called again. */
export async function listOrders(
  { privateKey, baseUrl, timeoutMs }: ConektaApi,
  since: number,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ListPage> {
  const query = new URLSearchParams({ 'updated_at.gte': String(Math.floor(since / 1000)), limit: '100' });
  if (cursor !== undefined) query.set('next', cursor);
  const headers = {
    Authorization: `Basic ${Buffer.from(`${privateKey}:`, 'utf8').toString('base64')}`,
    Accept: 'application/vnd.conekta-v2.2.0+json',
  };
  const answer = await askJson({ url: new URL(`${baseUrl}/orders?${query}`), headers, signal, timeoutMs });
  if (answer.kind !== 'json')
    return { kind: 'unavailable', reason: `Conekta: ${answer.kind === 'absent' ? 'HTTP 404' : answer.reason}` };
  const page = ORDERS.safeParse(answer.value).data;
  if (!page) return { kind: 'unavailable', reason: 'Conekta: HTTP 200, not its list' };
  const next = page.has_more ? nextOf(page.next_page_url) : undefined;
  const facts = page.data.flatMap((order) => factsOfOrder(order, 0));
  return { kind: 'page', facts, count: page.data.length, ...(next !== undefined && { cursor: next }) };
}

function nextOf(link: string | null | undefined): string | undefined {
  if (!link || !URL.canParse(link, CONEKTA_HOST)) return undefined;
  return new URL(link, CONEKTA_HOST).searchParams.get('next') ?? undefined;
}
