/**
 * Invoices an accepted request. The acceptance is durable before anything is claimed, and the request's id identifies the caller, so after
 * a crash at any point the worker (`request-worker.ts`) finds the same invoice and never makes a second one.
 */

import type { PortalStore } from '../portals/portal-store.ts';
import { Problem } from '../problems/problem.ts';
import type { Log } from '../text/log.ts';
import { beginCorrection, type CorrectDeps } from './correct.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { type Begun, beginIssue, outcomeOf } from './issue.ts';
import { refusalProblem } from './refusal.ts';
import {
  assertAcceptable,
  counterOf,
  heldFor,
  isSameReceptor,
  issueOf,
  othersFor,
  type RequestBooks,
  type RequestedSale,
  receptorOf,
  requestedSales,
} from './request-sales.ts';
import type { Hindrance, InvoiceRequest, RequestStore } from './request-store.ts';
import { waitsUntil } from './request-waiting.ts';
import { readAgain } from './sales-changed.ts';

/** After this time another server may take over a request. */
export const TAKEN_FOR_MS = 20_000;
/** Retry interval while a stamp is pending. */
const FOLLOW_MS = 5_000;
/** Interval between looks at a request that waits for the merchant: its sale may have been invoiced another way. */
export const ASKED_AGAIN_MS = 10 * 60_000;

/** What became of an accepted request. The invoice may still be unstamped. */
export type Invoiced =
  | { readonly kind: 'invoiced'; readonly request: InvoiceRequest; readonly invoice: Invoice }
  /** Open again, with its hindrance; `problem` is what was wrong. */
  | { readonly kind: 'refused'; readonly request: InvoiceRequest; readonly problem: Problem };

/** What invoicing an accepted request may touch. */
export type InvoiceRequestDeps = CorrectDeps &
  RequestBooks & {
    readonly store: {
      readonly invoices: InvoiceStore;
      readonly requests: RequestStore;
      readonly portals: PortalStore;
    };
    readonly now: () => number;
    readonly log: Log;
  };

/** Issues what an accepted request asks for and waits a while for the stamp. Asked again it answers the same invoice. */
export async function invoiceRequest(deps: InvoiceRequestDeps, request: InvoiceRequest): Promise<Invoiced> {
  try {
    const begun = await readAgain(() => beginRequest(deps, request));
    const { requests } = deps.store;
    const lookAt = deps.now() + TAKEN_FOR_MS;
    await requests.move(request.id, { kind: 'invoice', invoiceId: begun.invoice.id, lookAt });
    await outcomeOf(deps, begun);
    return await followInvoice(deps, request, begun.invoice.id);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return reopen(deps, request, error);
  }
}

/** Concludes a request by what became of its invoice: finished, open again, or still waiting for its stamp. */
export async function followInvoice(
  deps: InvoiceRequestDeps,
  request: InvoiceRequest,
  invoiceId: string,
): Promise<Invoiced> {
  const { invoices, requests } = deps.store;
  const invoice = await invoices.get(invoiceId);
  if (!invoice) throw new Error(`request ${request.id} names an invoice that is not there`);
  if (invoice.state === 'rejected') return reopen(deps, request, refusalProblem(invoice));
  // Cancelled before it was followed: it was made all the same, and the page shows what became of it.
  if (invoice.state === 'stamped' || invoice.state === 'canceled') {
    const finished = await requests.move(request.id, { kind: 'finish', at: deps.now() });
    if (finished.kind === 'taken') deps.log('request.accepted', { request: request.id, invoice: invoiceId });
    return { kind: 'invoiced', request: finished.request, invoice };
  }
  await requests.postpone(request.id, { lookAt: deps.now() + FOLLOW_MS });
  return { kind: 'invoiced', request: (await requests.get(request.id)) ?? request, invoice };
}

async function beginRequest(deps: InvoiceRequestDeps, request: InvoiceRequest): Promise<Begun> {
  if (request.corrects !== undefined)
    return beginCorrection(deps, await correctedInvoice(deps.store, request), {
      ...{ receptor: receptorOf(request), origin: 'portal', askers: [request.id] },
      ...{ by: request.status === 'accepted' ? request.settled.by : request.id, isAccepted: true },
      ...(request.language && { language: request.language }),
    });
  const counter = await counterOf(deps, request);
  const sales = await requestedSales(deps, request, counter, request.saleIds);
  const held = heldFor(request, sales);
  if (held) return { invoice: held, isNew: false };
  // They may have been cancelled since the request was accepted.
  assertAcceptable(sales, counter);
  return beginIssue(deps, issueOf(request, counter, sales, await askedAlike(deps, request, sales)));
}

/** The invoice that a request asks to correct. Throws `not-correctable` if it is not the tenant's. */
export async function correctedInvoice(
  { invoices }: { readonly invoices: InvoiceStore },
  { corrects = '', tenant }: InvoiceRequest,
): Promise<Invoice> {
  const invoice = await invoices.get(corrects);
  if (invoice?.merchantId !== tenant.merchantId || invoice.world !== tenant.world) throw new Problem('not-correctable');
  return invoice;
}

/** Open requests for the same sale and the same receptor: the invoice is theirs as well. */
async function askedAlike(
  deps: InvoiceRequestDeps,
  request: InvoiceRequest,
  sales: readonly RequestedSale[],
): Promise<readonly InvoiceRequest[]> {
  const [only, ...more] = sales;
  if (!only || more.length > 0) return [];
  const others = await othersFor(deps, request, only.sale);
  return others.filter((other) => other.saleIds.length <= 1 && isSameReceptor(request, other));
}

async function reopen(deps: InvoiceRequestDeps, request: InvoiceRequest, problem: Problem): Promise<Invoiced> {
  const at = deps.now();
  const portal = await deps.store.portals.getPortal(request.portalSlug);
  const times = { lookAt: at + ASKED_AGAIN_MS, expiresAt: waitsUntil(portal?.settings, at) };
  const step = { hindrance: hindranceOf(problem), ...times };
  const moved = await deps.store.requests.move(request.id, { kind: 'reopen', ...step });
  if (moved.kind === 'taken') deps.log('request.hindered', { request: request.id, code: problem.code });
  return { kind: 'refused', request: moved.request, problem };
}

/** A problem as a request keeps it. */
export function hindranceOf({ code, faults, params }: Problem): Hindrance {
  return { code, ...(faults.length > 0 && { faults }), ...(Object.keys(params).length > 0 && { params }) };
}
