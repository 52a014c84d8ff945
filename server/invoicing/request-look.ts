/**
 * Advances one request: checks whether its sale has arrived, whether another customer claims it, what became of its invoice, and whether it
 * has expired.
 */

import { Problem } from '../problems/problem.ts';
import { waitKeyOf } from '../sales/awaited.ts';
import type { SaleQuery } from '../sales/sale.ts';
import {
  ASKED_AGAIN_MS,
  followInvoice,
  hindranceOf,
  type InvoiceRequestDeps,
  invoiceRequest,
  TAKEN_FOR_MS,
} from './request-invoice.ts';
import {
  type Counter,
  counterOf,
  type GuessDeps,
  heldFor,
  isSameReceptor,
  matchedSales,
  mayBeGuess,
  othersFor,
  type RequestedSale,
  requestedSales,
} from './request-sales.ts';
import type { Hindrance, InvoiceRequest } from './request-store.ts';
import { waitsUntil } from './request-waiting.ts';
import { standingProblem } from './sale-standing.ts';

/** What looking after a request may touch. */
export type LookAfterDeps = InvoiceRequestDeps & GuessDeps;

/**
 * Advances a request as far as possible and returns when to look again. Safe to repeat, by any process and after a crash at any point: it
 * decides from the store, and every effect is idempotent.
 */
export async function lookAfter(deps: LookAfterDeps, request: InvoiceRequest): Promise<void> {
  if (request.status === 'accepted') {
    if (request.invoiceId === undefined) await invoiceRequest(deps, request);
    else await followInvoice(deps, request, request.invoiceId);
    return;
  }
  if (request.status !== 'open') return;
  const counter = await counterOf(deps, request);
  if (request.waitsFor === 'sale') await lookForSale(deps, request, counter);
  else await lookForInvoice(deps, request, counter);
}

type Awaiting = Extract<InvoiceRequest, { readonly waitsFor: 'sale' }>;
type AskingMerchant = Extract<InvoiceRequest, { readonly waitsFor: 'merchant' }>;

async function lookForSale(deps: LookAfterDeps, request: Awaiting, counter: Counter): Promise<void> {
  const matched = await matchedSales(deps, request, counter);
  if (matched.kind === 'unreadable') return askMerchant(deps, request, counter, hindranceOf(matched.problem));
  const [sale, another] = matched.sales;
  if (another) return askMerchant(deps, request, counter, { code: 'several-sales' });
  if (!sale) return goOnWaiting(deps, request, matched.query);
  const [found] = await requestedSales(deps, request, counter, [sale.id]);
  // It will be sent again when it is paid.
  if (!found || found.standing.status === 'unpaid') return goOnWaiting(deps, request, matched.query);
  const hindrance = await hindranceTo(deps, request, counter, found);
  if (hindrance) return askMerchant(deps, request, counter, hindrance, [sale.id]);
  await acceptAndInvoice(deps, request, [sale.id]);
}

/** Why the sale that arrived is not invoiced automatically. */
async function hindranceTo(
  deps: LookAfterDeps,
  request: Awaiting,
  counter: Counter,
  found: RequestedSale,
): Promise<Hindrance | undefined> {
  if (heldFor(request, [found])) return undefined;
  if (found.held) return { code: 'already-invoiced' };
  const problem = standingProblem(found.standing, counter.merchant.tradeName, 'es-MX');
  if (problem) return hindranceOf(problem);
  if (!counter.portal.settings.enabled) return { code: 'portal-off' };
  // Only the merchant can say whose it is.
  const others = await othersFor(deps, request, found.sale);
  if (others.some((other) => !isSameReceptor(request, other))) return { code: 'rival-requests' };
  return (await mayBeGuess(deps, request, counter, found.sale)) ? { code: 'weak-lookup' } : undefined;
}

/** Closes a request that waits for the merchant if its sale was invoiced for the same receptor another way. */
async function lookForInvoice(deps: LookAfterDeps, request: AskingMerchant, counter: Counter): Promise<void> {
  const { store, now } = deps;
  const sales = await requestedSales(deps, request, counter, request.saleIds).catch((error: unknown) => {
    if (error instanceof Problem) return [];
    throw error;
  });
  if (sales.length > 0 && heldFor(request, sales)) return acceptAndInvoice(deps, request, request.saleIds);
  const { id, expiresAt = Number.POSITIVE_INFINITY } = request;
  if (now() >= expiresAt) return expire(deps, request);
  await store.requests.postpone(id, { lookAt: Math.min(expiresAt, now() + ASKED_AGAIN_MS) });
}

async function expire({ store, now, log }: LookAfterDeps, { id }: InvoiceRequest): Promise<void> {
  const moved = await store.requests.move(id, { kind: 'expire', at: now() });
  if (moved.kind === 'taken') log('request.expired', { request: id });
}

async function acceptAndInvoice(
  deps: LookAfterDeps,
  { id }: InvoiceRequest,
  saleIds: readonly string[],
): Promise<void> {
  const at = deps.now();
  const step = { kind: 'accept', saleIds, by: 'automatic', at, lookAt: at + TAKEN_FOR_MS } as const;
  const accepted = await deps.store.requests.move(id, step);
  if (accepted.kind === 'taken') await invoiceRequest(deps, accepted.request);
}

async function askMerchant(
  { store, now, log }: LookAfterDeps,
  { id }: InvoiceRequest,
  { portal }: Counter,
  hindrance: Hindrance,
  saleIds?: readonly string[],
): Promise<void> {
  const expiresAt = waitsUntil(portal.settings, now());
  const step = { hindrance, expiresAt, lookAt: now() + ASKED_AGAIN_MS, ...(saleIds && { saleIds }) };
  const moved = await store.requests.move(id, { kind: 'ask-merchant', ...step });
  if (moved.kind === 'taken') log('request.hindered', { request: id, code: hindrance.code });
}

async function goOnWaiting(deps: LookAfterDeps, request: Awaiting, query: SaleQuery): Promise<void> {
  const { store, now } = deps;
  const { id, createdAt, expiresAt } = request;
  const at = now();
  if (at >= expiresAt) return expire(deps, request);
  const waitKey = waitKeyOf(query);
  const lookAt = Math.min(expiresAt, at + pauseMs(at - createdAt));
  await store.requests.postpone(id, { lookAt, ...(waitKey !== undefined && { waitKey }) });
}

/** Arriving sales make a request due; this polling covers a sale that was being stored at the same time as the request. */
function pauseMs(ageMs: number): number {
  return ageMs < 10 * 60_000 ? 15_000 : 60 * 60_000;
}
