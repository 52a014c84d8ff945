/**
 * WooCommerce's list of orders by time of change, 100 per page. Its webhooks are sent once, so the list finds those
 * that were lost.
 */
import { z } from 'zod';
import { askJson } from '../../../outbound/ask-json.ts';
import { ASKABLE_AGENT } from '../../../outbound/askable.ts';
import type { ListPage } from '../../source.ts';
import { nextWindow, windowAt } from '../changed-window.ts';
import { changedAt, orderFacts } from './facts.ts';
import { ORDER } from './shapes.ts';

/** How to call the REST API of one shop. */
export type WooList = {
  readonly storeUrl: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly timeoutMs: number;
};

const FULL = 100;
const PAGE = z.array(z.unknown());

/** Orders of an unknown shape are counted and skipped: one of them must not stop the others. */
export async function listOrders(
  { storeUrl, consumerKey, consumerSecret, timeoutMs }: WooList,
  since: number,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ListPage> {
  const window = windowAt(since, cursor);
  const query = new URLSearchParams({
    // It is exclusive, and in whole seconds.
    modified_after: new Date(window.from - 1_000).toISOString().slice(0, 19),
    dates_are_gmt: 'true',
    orderby: 'modified',
    order: 'asc',
    per_page: String(FULL),
    page: String(window.page + 1),
  });
  const url = new URL(`${storeUrl}/wp-json/wc/v3/orders?${query}`);
  const basic = Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64');
  const answer = await askJson({
    url,
    headers: { Authorization: `Basic ${basic}`, 'User-Agent': 'autofactura' },
    signal,
    timeoutMs,
    // The merchant chose the host; a stand-in's is http, which takes another path.
    agent: ASKABLE_AGENT,
  });
  if (answer.kind !== 'json')
    return { kind: 'unavailable', reason: answer.kind === 'absent' ? 'HTTP 404' : answer.reason };
  const page = PAGE.safeParse(answer.value).data;
  if (!page) return { kind: 'unavailable', reason: 'not its list' };
  const orders = page.map((each) => ORDER.safeParse(each).data).filter((order) => order !== undefined);
  const last = Math.max(0, ...orders.map((order) => Date.parse(changedAt(order))));
  const next = nextWindow(window, page.length, FULL, last);
  return { kind: 'page', facts: orders.flatMap(orderFacts), count: page.length, ...(next && { cursor: next }) };
}
