/** Loads the sales that a request is about, and builds the argument for `issue`. */
import { issueZone } from '../catalogs/postal-code.ts';
import { normalizeReceptor, sameReceptor } from '../cfdi/receptor.ts';
import type { Receptor } from '../cfdi/sold.ts';
import type { Branch, Merchant } from '../merchants/merchant.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import { HITS_A_DAY, needsSecondProof, strengthOf } from '../portals/lookup-strength.ts';
import type { Portal } from '../portals/portal.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import { Problem } from '../problems/problem.ts';
import { waitKeysOf } from '../sales/awaited.ts';
import { givenFields, isNearDay, keysOf, readLookup } from '../sales/lookup.ts';
import type { LookupFacts } from '../sales/lookup-facts.ts';
import type { Sale, SaleQuery } from '../sales/sale.ts';
import { branchOf } from '../sales/sale-branch.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import type { GlobalScheduleStore } from './global-schedule.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import type { IssueRequest } from './prepare.ts';
import type { InvoiceRequest, RequestStore } from './request-store.ts';
import { afterGlobalOf, type SaleStanding, standingAt, standingProblem } from './sale-standing.ts';

/** What reading a request and its sales, and moving it, may touch: nothing that could stamp. */
export type RequestBooks = {
  readonly store: {
    readonly portals: PortalStore;
    readonly merchants: MerchantStore;
    readonly sales: SaleStore;
    readonly invoices: InvoiceStore;
    readonly globalSchedules: GlobalScheduleStore;
    readonly requests: RequestStore;
  };
  readonly now: () => number;
};

/** What judging a search as a possible guess reads. */
export type GuessDeps = { readonly store: { readonly requests: RequestStore }; readonly lookupFacts: LookupFacts };

/** The portal, merchant and branches at which a request was left. */
export type Counter = { readonly portal: Portal; readonly merchant: Merchant; readonly branches: readonly Branch[] };

/** Loads the portal, merchant and branches that a request's sales are invoiced with. Throws `unknown-portal` when any is gone. */
export async function counterOf({ store }: RequestBooks, { portalSlug, tenant }: InvoiceRequest): Promise<Counter> {
  const portal = await store.portals.getPortal(portalSlug);
  const merchant = await store.merchants.getMerchant(tenant.merchantId);
  if (!portal || !merchant) throw new Problem('unknown-portal');
  return { portal, merchant, branches: await store.merchants.listBranches(tenant.merchantId) };
}

/** The result of a request's search; `unreadable` if it is not a valid search at this portal (any longer). */
export type Matched =
  | { readonly kind: 'sales'; readonly query: SaleQuery; readonly sales: readonly Sale[] }
  | { readonly kind: 'unreadable'; readonly problem: Problem };

/** The sales that match every configured field that the customer gave. */
export async function matchedSales(
  { store }: RequestBooks,
  { tenant, lookup }: InvoiceRequest,
  { portal, branches }: Counter,
): Promise<Matched> {
  const read = readLookup(lookup, portal.settings);
  if (read.kind === 'faults')
    return { kind: 'unreadable', problem: new Problem('missing-lookup-combination', { faults: read.faults }) };
  const { query, date } = read;
  const found = await store.sales.search(tenant, query);
  const zoneOf = (sale: Sale): string => issueZone(branchOf(sale, branches).codigoPostal);
  return { kind: 'sales', query, sales: found.filter((sale) => !date || isNearDay(sale.body, date, zoneOf(sale))) };
}

/** The maximum number of requests of one receptor that wait for sales; more may be guesses at other people's purchases. */
const MOST_AWAITED = 5;

/**
 * Returns whether the sale may have been found by guessing. A request alone proves nothing, so its fields must be hard to guess for an
 * acquaintance of the customer, as in a search; a stranger who leaves many guesses is recognised by how many of them wait in vain.
 */
export async function mayBeGuess(
  { store, lookupFacts }: GuessDeps,
  { tenant, lookup, receptor }: InvoiceRequest,
  { portal }: Counter,
  sale: Sale,
): Promise<boolean> {
  const given = givenFields(lookup, portal.settings);
  const { emailKey, cardLast4 } = keysOf(sale.body);
  const isAllOnFile = given.includes('total') && emailKey === undefined && cardLast4 === undefined;
  const nobodyFailed = { atCustomer: 0, atPortal: 0, usual: 1 };
  const strength = strengthOf(given, await lookupFacts.of(portal));
  if (needsSecondProof(strength, nobodyFailed, given.includes('folio') && isAllOnFile)) return true;
  const guesses = await store.requests.countAwaiting(tenant, receptor.rfc ?? '');
  return guesses > MOST_AWAITED && guesses * 2 ** -strength.stranger > HITS_A_DAY;
}

/** The receptor of a request; fields that were not filled in are empty. */
export function receptorOf({ receptor }: Pick<InvoiceRequest, 'receptor'>): Receptor {
  const { rfc = '', nombre = '', codigoPostal = '', regimenFiscal = '', usoCfdi = '' } = receptor;
  return { rfc, nombre, codigoPostal, regimenFiscal, usoCfdi };
}

/** The maximum number of requests for one sale that are read; more are an attack. */
const MOST_FOR_A_SALE = 50;

/** Every other request for this sale that has no invoice yet: those that name it, and those that wait and match it. */
export async function othersFor(
  books: RequestBooks,
  request: InvoiceRequest,
  sale: Sale,
): Promise<readonly InvoiceRequest[]> {
  const { requests } = books.store;
  const named = await requests.listOfSale(request.tenant, sale.id, MOST_FOR_A_SALE);
  const waiting = await requests.listAwaiting(request.tenant, waitKeysOf(keysOf(sale.body)), MOST_FOR_A_SALE);
  const others = named.filter((each) => each.id !== request.id && hasNoInvoice(each));
  for (const each of waiting) {
    if (each.id === request.id || others.some(({ id }) => id === each.id)) continue;
    const matched = await matchedSales(books, each, await counterOf(books, each));
    if (matched.kind === 'sales' && matched.sales.some(({ id }) => id === sale.id)) others.push(each);
  }
  return others;
}

function hasNoInvoice(request: InvoiceRequest): boolean {
  return request.status === 'open' || (request.status === 'accepted' && request.invoiceId === undefined);
}

/** Whether two requests ask for an invoice to the same receptor. */
export function isSameReceptor(one: InvoiceRequest, other: InvoiceRequest): boolean {
  return sameReceptor(normalizeReceptor(receptorOf(one), ''), normalizeReceptor(receptorOf(other), ''));
}

/** A sale of a request with its branch, the invoice that holds it, and what can be done with it now. */
export type RequestedSale = {
  readonly sale: Sale;
  readonly branch: Branch;
  readonly held: Invoice | undefined;
  readonly standing: SaleStanding;
};

/** The sales with these ids. Throws `request-needs-sale` if one does not exist. */
export async function requestedSales(
  { store, now }: RequestBooks,
  { tenant }: Pick<InvoiceRequest, 'tenant'>,
  { portal, branches }: Counter,
  saleIds: readonly string[],
): Promise<readonly RequestedSale[]> {
  const sales: RequestedSale[] = [];
  for (const id of saleIds) {
    const found = await store.sales.get(tenant, id);
    if (!found) throw new Problem('request-needs-sale', { faults: [{ code: 'unknown-sale', pointer: '/sale' }] });
    const branch = branchOf(found, branches);
    const held = found.invoiceId === undefined ? undefined : await store.invoices.get(found.invoiceId);
    const cutOff = (await store.globalSchedules.get(tenant, branch.code))?.since;
    const standing = standingAt(portal, found, { branch, invoiceState: held?.state, now: now(), cutOff });
    // A sale that names no branch belongs to the merchant's first one.
    sales.push({ sale: { ...found, body: { ...found.body, branch: branch.code } }, branch, held, standing });
  }
  return sales;
}

/** Throws the first obstacle in the sales that their merchant cannot waive; it can only waive the deadline. */
export function assertAcceptable(sales: readonly RequestedSale[], { merchant }: Counter): void {
  for (const { standing } of sales) {
    const problem = standing.status === 'late' ? undefined : standingProblem(standing, merchant.tradeName, 'es-MX');
    if (problem) throw problem;
  }
}

/** The invoice that holds all these sales for the request's own receptor, whoever requested it. */
export function heldFor(request: InvoiceRequest, sales: readonly RequestedSale[]): Invoice | undefined {
  const held = sales[0]?.held;
  if (!held || sales.some((each) => each.held?.id !== held.id)) return undefined;
  const { receptor, lugarExpedicion } = held.snapshot;
  return sameReceptor(receptor, normalizeReceptor(receptorOf(request), lugarExpedicion)) ? held : undefined;
}

/** The argument for `issue`. The request's id is its mark, so asking again returns the same invoice. */
export function issueOf(
  request: InvoiceRequest,
  { portal, merchant }: Counter,
  sales: readonly RequestedSale[],
  alike: readonly InvoiceRequest[],
): IssueRequest {
  const [first] = sales;
  if (!first) throw new Problem('request-needs-sale');
  return {
    portal,
    origin: 'portal',
    merchant,
    branch: first.branch,
    sales: sales.map(({ sale }) => sale),
    receptor: receptorOf(request),
    ...(request.email !== undefined && { email: request.email }),
    itemizeIeps: false,
    // The merchant's acceptance also covers what customers may not do on their own.
    afterGlobal: afterGlobalOf(portal.settings) ?? 'egreso',
    askers: [request.id, ...alike.map(({ id }) => id)],
    ...(request.language && { language: request.language }),
  };
}
