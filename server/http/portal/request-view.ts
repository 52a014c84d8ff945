/** What a customer sees of a request by its link: its state, the answer, and the invoice that was made for it. */
import type { z } from '@hono/zod-openapi';
import { localDate } from '../../catalogs/local-time.ts';
import { issueZone } from '../../catalogs/postal-code.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import { isAsker } from '../../invoicing/issue.ts';
import type { Hindrance, InvoiceRequest } from '../../invoicing/request-store.ts';
import { longDate } from '../../portals/deadline-words.ts';
import { SOLD_WORDS } from '../../portals/trade-words.ts';
import { faultDetail, type Language, Problem, problemDetail } from '../../problems/problem.ts';
import { requestText } from '../../problems/request-texts.ts';
import type { Services } from '../api/services.ts';
import type { requestWire } from '../api/wire.ts';
import { isReplaced } from './corrected-view.ts';
import { invoiceView } from './public-views.ts';
import { requestLink } from './request-link.ts';
import { CUSTOMER, type Viewer } from './viewer.ts';

/** A request as its customer sees it, as it is serialized. */
export type RequestView = z.output<typeof requestWire>;

/** Builds the view. Apart from the answer it says nothing that the customer does not know, and names neither the taxpayer nor the purchase. */
export async function requestView(
  services: Services,
  request: InvoiceRequest,
  language: Language,
  viewer: Viewer = CUSTOMER,
): Promise<RequestView> {
  const { id, status, reason } = request;
  const invoice = await invoiceOf(services, request);
  const isOwn = invoice !== undefined && isAsker([id], invoice);
  const detail = await detailOf(services, request, invoice, language);
  return {
    ...{ id, status, reason },
    ...(detail !== undefined && { detail }),
    ...(request.status === 'declined' && { answer: request.answer }),
    ...(request.status === 'open' &&
      request.waitsFor === 'sale' && { expiresAt: new Date(request.expiresAt).toISOString() }),
    ...(invoice && isOwn && { invoice: invoiceView(services, invoice, language, viewer) }),
    links: { self: requestLink(services, id, viewer) },
  };
}

/** Reads the invoice of an accepted request; `undefined` until it is claimed. */
export async function invoiceOf({ invoicing }: Services, request: InvoiceRequest): Promise<Invoice | undefined> {
  return request.status === 'accepted' && request.invoiceId !== undefined
    ? invoicing.store.invoices.get(request.invoiceId)
    : undefined;
}

async function detailOf(
  services: Services,
  request: InvoiceRequest,
  invoice: Invoice | undefined,
  language: Language,
): Promise<string | undefined> {
  const words = await wordsOf(services, request, language);
  const corrected = request.reason === 'correction';
  if (request.status === 'open' && request.waitsFor === 'merchant') {
    const term = request.expiresAt === undefined ? undefined : requestText('asked', words, language);
    const until = corrected ? requestText('in-force', words, language) : undefined;
    return [until, hindranceDetail(request.hindrance, language), term].filter(Boolean).join(' ') || undefined;
  }
  if (request.status === 'open') return requestText('waiting', words, language);
  const unchanged = corrected ? requestText('stays-in-force', words, language) : undefined;
  if (request.status === 'declined') return unchanged;
  if (request.status === 'expired')
    return [requestText(request.waitedFor === 'sale' ? 'expired' : 'unanswered', words, language), unchanged]
      .filter(Boolean)
      .join(' ');
  if (invoice?.state === 'canceled')
    return requestText((await isReplaced(services, invoice)) ? 'replaced' : 'canceled', words, language);
  return invoice && !isAsker([request.id], invoice) ? requestText('elsewhere', words, language) : undefined;
}

async function wordsOf({ invoicing: { store } }: Services, request: InvoiceRequest, language: Language) {
  const portal = await store.portals.getPortal(request.portalSlug);
  const merchant = await store.merchants.getMerchant(request.tenant.merchantId);
  const [branch] = await store.merchants.listBranches(request.tenant.merchantId);
  const until = (request.status === 'open' && request.expiresAt) || request.createdAt;
  return {
    sold: SOLD_WORDS[portal?.settings.noun ?? 'compra'][language],
    merchant: merchant?.tradeName ?? '',
    date: longDate(localDate(until, issueZone(branch?.codigoPostal ?? '06000')), language),
  };
}

/** The reason why it waits, limited to what the customer can fix or would learn from a search. */
function hindranceDetail(hindrance: Hindrance | undefined, language: Language): string | undefined {
  switch (hindrance?.code) {
    case 'invalid-receptor':
    case 'sat-refused-receptor': {
      const [fault] = hindrance.faults ?? [];
      return fault && faultDetail(fault, language);
    }
    case 'deadline-passed':
    case 'sale-closed':
      return problemDetail(new Problem(hindrance.code, { params: hindrance.params ?? {} }), language);
    default:
      return undefined;
  }
}
