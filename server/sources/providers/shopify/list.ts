/**
 * Shopify's list of orders by time of change, 250 per page, each page naming the next in its Link header (Admin REST
 * 2026-07).
 */
import { z } from 'zod';
import { askProvider } from '../../../outbound/ask-provider.ts';
import { parseJson } from '../../../outbound/json-answer.ts';
import type { ListPage } from '../../source.ts';
import { orderFacts } from './facts.ts';
import { ORDER } from './shapes.ts';
import { isTest } from './webhook.ts';

/** How to call the Admin API of one shop. */
export type ShopifyList = {
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly world: 'test' | 'live';
  readonly timeoutMs: number;
};

const PATH = '/admin/api/2026-07/orders.json';
const PAGE = z.object({ orders: z.array(z.unknown()) });
// Only the fields that are read: 250 whole orders may exceed the size limit of an answer.
const FIELDS = Object.keys(ORDER.shape).join(',');

/**
 * Orders of the other world or of an unknown shape are counted and skipped: one of them must not stop the
 * others.
 */
export async function listOrders(
  { baseUrl, accessToken, world, timeoutMs }: ShopifyList,
  since: number,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ListPage> {
  // A request for a named page accepts no filter except size and fields: it has those of the first page.
  const from = cursor ? { page_info: cursor } : { status: 'any', updated_at_min: new Date(since).toISOString() };
  const url = new URL(`${baseUrl}${PATH}?${new URLSearchParams({ ...from, limit: '250', fields: FIELDS })}`);
  const answer = await askProvider({
    method: 'GET',
    url,
    headers: { 'X-Shopify-Access-Token': accessToken },
    signal,
    timeoutMs,
  });
  if (answer.kind !== 'answered') return { kind: 'unavailable', reason: answer.reason };
  if (answer.status !== 200) return { kind: 'unavailable', reason: `HTTP ${answer.status}` };
  const page = PAGE.safeParse(parseJson(answer.text)).data;
  if (!page) return { kind: 'unavailable', reason: 'not its list' };
  const readable = page.orders.filter((order) => !(world === 'live' && isTest(order)));
  const facts = readable.flatMap((each) => {
    const order = ORDER.safeParse(each).data;
    return order ? orderFacts(order) : [];
  });
  const next = nextPage(answer.headers.link);
  return { kind: 'page', facts, count: page.orders.length, ...(next && { cursor: next }) };
}

/** The name of the next page, not its address: the token is sent to no host that an answer names. */
function nextPage(link: string | string[] | undefined): string | undefined {
  const [, address] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(String(link ?? '')) ?? [];
  return URL.canParse(address ?? '') ? (new URL(address ?? '').searchParams.get('page_info') ?? undefined) : undefined;
}
