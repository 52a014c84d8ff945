/**
 * Mercado Pago's payments API: one payment by its id, and those that changed since an instant (wire-contracts 14.2, read
 * 2026-11).
 */

import { askJson } from '../../../outbound/ask-json.ts';
import { whereWrong } from '../../intake/order-values.ts';
import type { FactsReading, ListPage } from '../../source.ts';
import { nextWindow, windowAt } from '../changed-window.ts';
import { changedAt, paymentFacts } from './facts.ts';
import { PAYMENT, SEARCH } from './shapes.ts';

/** How to call Mercado Pago's API for one merchant. */
export type MercadoPagoApi = {
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly world: 'test' | 'live';
  readonly timeoutMs: number;
};

/** Fetches the current state of a payment, whatever its notification was about. */
export async function fetchFacts(api: MercadoPagoApi, id: string, signal: AbortSignal): Promise<FactsReading> {
  const answer = await get(api, `/v1/payments/${encodeURIComponent(id)}`, signal);
  if (answer.kind === 'unavailable') return answer;
  if (answer.kind === 'absent') return { kind: 'unreadable', reason: 'there is no such payment' };
  const payment = PAYMENT.safeParse(answer.value);
  if (!payment.success) return { kind: 'unreadable', reason: `not as payments are: ${whereWrong(payment.error)}` };
  if (payment.data.id !== id) return { kind: 'unreadable', reason: 'another payment' };
  if (isOfOther(payment.data, api)) return { kind: 'unreadable', reason: 'other-world' };
  return { kind: 'facts', facts: paymentFacts(payment.data) };
}

const FULL = 50;

/**
 * Payments of the other world or of an unknown shape are counted and skipped: one of them must not stop the
 * others.
 */
export async function listPayments(
  api: MercadoPagoApi,
  since: number,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ListPage> {
  const window = windowAt(since, cursor);
  const query = new URLSearchParams({
    sort: 'date_last_updated',
    criteria: 'asc',
    range: 'date_last_updated',
    begin_date: new Date(window.from).toISOString(),
    end_date: 'NOW',
    offset: String(window.page * FULL),
    limit: String(FULL),
  });
  const answer = await get(api, `/v1/payments/search?${query}`, signal);
  if (answer.kind !== 'json')
    return { kind: 'unavailable', reason: answer.kind === 'absent' ? 'HTTP 404' : answer.reason };
  const results = SEARCH.safeParse(answer.value).data?.results;
  if (!results) return { kind: 'unavailable', reason: 'not its list' };
  const payments = results.map((each) => PAYMENT.safeParse(each).data).filter((payment) => payment !== undefined);
  const last = Math.max(0, ...payments.map((payment) => Date.parse(changedAt(payment))));
  const next = nextWindow(window, results.length, FULL, last);
  const ours = payments.filter((payment) => !isOfOther(payment, api));
  return { kind: 'page', facts: ours.flatMap(paymentFacts), count: results.length, ...(next && { cursor: next }) };
}

/** Whether an object says that it belongs to the other world. */
export function isOfOther(
  { live_mode }: { readonly live_mode?: boolean | null | undefined },
  { world }: Pick<MercadoPagoApi, 'world'>,
): boolean {
  return typeof live_mode === 'boolean' && live_mode !== (world === 'live');
}

function get({ baseUrl, accessToken, timeoutMs }: MercadoPagoApi, path: string, signal: AbortSignal) {
  return askJson({
    url: new URL(`${baseUrl}${path}`),
    headers: { Authorization: `Bearer ${accessToken}` },
    signal,
    timeoutMs,
  });
}
