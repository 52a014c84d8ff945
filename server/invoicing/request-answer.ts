/** The merchant's answers to a request: accept it, which invoices it, or decline it with a reason. */
import type { Principal } from '../merchants/principal.ts';
import { Problem } from '../problems/problem.ts';
import type { Log } from '../text/log.ts';
import { assertCorrectable, type CorrectableDeps } from './correctable.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { assertInvoiceMonthOpen, type LockedMonthDeps } from './month-lock.ts';
import {
  ASKED_AGAIN_MS,
  correctedInvoice,
  hindranceOf,
  type InvoiceRequestDeps,
  invoiceRequest,
  TAKEN_FOR_MS,
} from './request-invoice.ts';
import {
  assertAcceptable,
  type Counter,
  counterOf,
  heldFor,
  matchedSales,
  type RequestBooks,
  receptorOf,
  requestedSales,
} from './request-sales.ts';
import type { InvoiceRequest, RequestStore } from './request-store.ts';
import { waitsUntil } from './request-waiting.ts';

/** A merchant's acceptance of a request. */
export type Acceptance = {
  /** Who accepts: a key's id, a person's, or the way it was done. */
  readonly by: string;
  /** The caller's rights, if the caller is a person: they decide about locked months. */
  readonly principal?: Principal | undefined;
  /** The sale to invoice, if the request does not name it or several match. */
  readonly saleId?: string | undefined;
};

/** What taking a request for its invoice may touch: nothing that could stamp. */
export type TakeDeps = RequestBooks & CorrectableDeps & LockedMonthDeps;

/** What accepting a request may touch. */
type AcceptDeps = TakeDeps &
  InvoiceRequestDeps & {
    readonly store: { readonly invoices: InvoiceStore };
  };

/**
 * Accepts a request and issues its invoice, also after the deadline, which is the merchant's decision. Accepting twice returns the same
 * invoice. Throws `request-declined`, `request-needs-sale`, or the problems of `issue`; the request is then open and says why.
 */
export async function acceptRequest(
  deps: AcceptDeps,
  request: InvoiceRequest,
  acceptance: Acceptance,
): Promise<{ readonly request: InvoiceRequest; readonly invoice: Invoice }> {
  const accepted = await takeForInvoice(deps, request, acceptance);
  const known =
    accepted.status === 'accepted' && accepted.invoiceId !== undefined
      ? await deps.store.invoices.get(accepted.invoiceId)
      : undefined;
  if (known) return { request: accepted, invoice: known };
  const invoiced = await invoiceRequest(deps, accepted);
  if (invoiced.kind === 'refused') throw ofTheRequest(invoiced.problem);
  return invoiced;
}

/** The caller sent neither receptor nor sale, so a fault in them has no pointer into this call; the request stores it instead. */
function ofTheRequest({ code, faults, params }: Problem): Problem {
  return new Problem(code, { faults: faults.map((fault) => ({ ...fault, pointer: '' })), params });
}

/**
 * The first half of `acceptRequest`: records the acceptance durably, for sales that can be invoiced; the worker can do the rest. Throws
 * what `acceptRequest` throws before anything is claimed.
 */
export async function takeForInvoice(
  deps: TakeDeps,
  request: InvoiceRequest,
  acceptance: Acceptance,
): Promise<InvoiceRequest> {
  const accepted = request.status === 'accepted' ? request : await take(deps, request, acceptance);
  if (accepted.status !== 'accepted') throw new Problem('request-declined');
  return accepted;
}

/** What declining a request may touch. */
export type DeclineDeps = {
  readonly store: { readonly requests: RequestStore };
  readonly now: () => number;
  readonly log: Log;
};

/** Declines it in the merchant's words, once: the first reason is kept. Throws `request-accepted`. */
export async function declineRequest(
  { store, now, log }: DeclineDeps,
  { id }: InvoiceRequest,
  { by, answer }: { readonly by: string; readonly answer: string },
): Promise<InvoiceRequest> {
  const moved = await store.requests.move(id, { kind: 'decline', answer, by, at: now() });
  if (moved.request.status !== 'declined') throw new Problem('request-accepted');
  if (moved.kind === 'taken') log('request.declined', { request: id });
  return moved.request;
}

/** The request, accepted for sales that can be invoiced. */
async function take(deps: TakeDeps, request: InvoiceRequest, acceptance: Acceptance): Promise<InvoiceRequest> {
  const { by, saleId } = acceptance;
  if (request.status === 'declined') throw new Problem('request-declined');
  const counter = await counterOf(deps, request);
  if (request.corrects !== undefined) return takeCorrection(deps, request, acceptance);
  const saleIds = await saleIdsOf(deps, request, counter, saleId);
  const sales = await requestedSales(deps, request, counter, saleIds);
  const at = deps.now();
  const { requests } = deps.store;
  try {
    if (!heldFor(request, sales)) assertAcceptable(sales, counter);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const hindrance = hindranceOf(problem);
    const times = { lookAt: at + ASKED_AGAIN_MS, expiresAt: waitsUntil(counter.portal.settings, at) };
    await requests.move(request.id, { kind: 'ask-merchant', hindrance, saleIds, ...times });
    throw problem;
  }
  const step = { kind: 'accept', saleIds, by, at, lookAt: at + TAKEN_FOR_MS } as const;
  return (await requests.move(request.id, step)).request;
}

/** A correction can be accepted if the invoice can still be corrected. */
async function takeCorrection(
  deps: TakeDeps,
  request: InvoiceRequest,
  { by, principal }: Acceptance,
): Promise<InvoiceRequest> {
  const at = deps.now();
  const { id, saleIds } = request;
  try {
    await assertCorrectable(deps, await correctedInvoice(deps.store, request), receptorOf(request));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const step = { kind: 'ask-merchant', hindrance: hindranceOf(error), lookAt: at + ASKED_AGAIN_MS } as const;
    await deps.store.requests.move(id, step);
    throw error;
  }
  await assertInvoiceMonthOpen(deps, await correctedInvoice(deps.store, request), principal);
  return (await deps.store.requests.move(id, { kind: 'accept', saleIds, by, at, lookAt: at + TAKEN_FOR_MS })).request;
}

async function saleIdsOf(
  deps: TakeDeps,
  request: InvoiceRequest,
  counter: Counter,
  chosen: string | undefined,
): Promise<readonly string[]> {
  if (chosen !== undefined) return [chosen];
  if (request.saleIds.length > 0) return request.saleIds;
  const matched = await matchedSales(deps, request, counter);
  const found = matched.kind === 'sales' ? matched.sales : [];
  if (found.length === 1) return found.map(({ id }) => id);
  const code = found.length === 0 ? 'sale-not-here' : 'several-sales-match';
  throw new Problem('request-needs-sale', { faults: [{ code, pointer: '/sale' }] });
}
