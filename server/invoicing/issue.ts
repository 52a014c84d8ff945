/** Issues the invoice of one or more sales: exactly one, however many times and from however many places it is requested. */
import { randomBytes } from 'node:crypto';
import type { CatalogStore } from '../catalogs/catalog-store.ts';
import { normalizeReceptor, sameReceptor } from '../cfdi/receptor.ts';
import type { Receptor } from '../cfdi/sold.ts';
import type { Custody } from '../csd/custody.ts';
import type { Pacs } from '../pac/pacs.ts';
import { serieOf } from '../portals/portal.ts';
import { Problem } from '../problems/problem.ts';
import { nextSlice } from '../threads/slices.ts';
import { assertInForce } from './catalogue-dates.ts';
import type { Claim } from './claim.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { beginLeaving, type LeaveGlobalDeps, type Leaving, leavingOf } from './leave-global.ts';
import { assertNoWithholding, type IssueRequest, type Prepared, prepare } from './prepare.ts';
import { type SettleAsideDeps, settleAside, waitFor } from './waiting.ts';

/** What became of a request to issue. `pending` needs nothing from the caller: a worker settles it. */
export type IssueOutcome =
  | { readonly kind: 'stamped'; readonly invoice: Invoice; readonly isNew: boolean }
  | { readonly kind: 'pending'; readonly invoice: Invoice; readonly isNew: boolean }
  /** `refusal.ts` interprets it. */
  | { readonly kind: 'refused'; readonly invoice: Invoice };

/** A claimed invoice in progress. `settled` resolves when this process can do no more for it, and never rejects. */
export type Begun = { readonly invoice: Invoice; readonly isNew: boolean; readonly settled?: Promise<void> };

/** What issuing an invoice may touch. */
export type IssueDeps = LeaveGlobalDeps &
  SettleAsideDeps & {
    readonly store: { readonly invoices: InvoiceStore; readonly catalogs: CatalogStore };
    readonly pacs: Pacs;
    readonly custody: Custody;
    readonly now: () => number;
  };

/**
 * Issues the invoice. The same caller gets the same invoice for the same sales and receptor. Throws `already-invoiced` or `in-progress` for
 * anybody else, the problems of `prepare`, and `portal-off` if nothing can be sealed or stamped.
 */
export async function issue(deps: IssueDeps, request: IssueRequest): Promise<IssueOutcome> {
  return outcomeOf(deps, await beginIssue(deps, request));
}

/** The first half of `issue`: makes every check and claims the invoice, or throws. */
export async function beginIssue(deps: IssueDeps, request: IssueRequest): Promise<Begun> {
  await nextSlice();
  const held = await heldBy(deps, request);
  const leaving = held && (await leavingOf(deps, request, held));
  if (held && !leaving) return beginHeld(held, request);
  const prepared = prepare(request, deps.now());
  const refusal = await refusalAhead(deps, request, prepared);
  if (refusal) throw refusal;
  const { portal, branch, sales } = request;
  await nextSlice();
  const wanted = {
    id: `inv_${randomBytes(16).toString('hex')}`,
    origin: request.origin,
    portalSlug: portal.slug,
    saleIds: sales.map((sale) => sale.id),
    versions: sales.map((sale) => sale.updatedAt),
    snapshot: prepared.snapshot,
    serie: serieOf(portal.settings, branch.code),
    now: deps.now(),
  };
  const claim: Claim = leaving ? await beginLeaving(deps, leaving, wanted) : { ...wanted, holding: { kind: 'sales' } };
  const claimed = await deps.store.invoices.claim(tenantOf(request), claim);
  // Since it was read, the global is being cancelled or has changed in another way.
  if (claimed.kind === 'not-held') throw new Problem('in-progress');
  // A refund of the sale was credited to the global, so only the merchant can invoice what is left of it.
  if (claimed.kind !== 'claimed' && claimed.invoice.snapshot.kind === 'egreso')
    throw new Problem('sale-in-global', { params: { merchant: request.merchant.tradeName } });
  if (claimed.kind !== 'claimed') return beginHeld(claimed.invoice, request);
  const { invoice } = claimed;
  return { invoice, isNew: true, settled: settleAside(deps, invoice) };
}

/** The second half of `issue`: waits some seconds for the stamp. */
export async function outcomeOf(deps: IssueDeps, begun: Begun): Promise<IssueOutcome> {
  const invoice = await waitFor(deps, begun);
  if (invoice.state === 'rejected') return { kind: 'refused', invoice };
  return { kind: invoice.state === 'stamped' ? 'stamped' : 'pending', invoice, isNew: begun.isNew };
}

/**
 * Why `issue` would refuse a correct document: the buyer has to withhold taxes (`needs-merchant`), or it cannot be sealed or stamped
 * (`portal-off`). Previews use it to say so in advance. Throws `merchant-must-fix` if a clave is not in force on Fecha.
 */
export async function refusalAhead(
  deps: IssueDeps,
  request: IssueRequest,
  prepared: Prepared,
): Promise<Problem | undefined> {
  await assertInForce(deps.store, prepared.comprobante);
  try {
    assertNoWithholding(prepared, request.merchant);
    await assertCanSeal(deps, request);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** Throws `already-invoiced` or `in-progress` if another caller's invoice, or one for other sales, holds one of these sales. */
export async function assertNotTaken(deps: IssueDeps, request: IssueRequest): Promise<void> {
  const held = await heldBy(deps, request);
  if (held && !(await leavingOf(deps, request, held))) assertSame(held, request);
}

/** How the sales leave the factura global that has them, if one does. */
export async function leavingAhead(deps: IssueDeps, request: IssueRequest): Promise<Leaving | undefined> {
  const held = await heldBy(deps, request);
  return held && leavingOf(deps, request, held);
}

async function heldBy(deps: IssueDeps, { sales }: IssueRequest): Promise<Invoice | undefined> {
  const id = sales.find((sale) => sale.invoiceId !== undefined)?.invoiceId;
  return id === undefined ? undefined : deps.store.invoices.get(id);
}

/**
 * The sales are taken: the same caller with the same request gets the same invoice. Anybody else gets the same answer for any receptor, so
 * that repeating its data proves nothing and guessing them reveals nothing.
 */
function beginHeld(held: Invoice, request: IssueRequest): Begun {
  assertSame(held, request);
  return { invoice: held, isNew: false };
}

function assertSame(held: Invoice, request: IssueRequest): void {
  const same =
    isAsker(request.askers, held) &&
    sameSales(held, request) &&
    sameReceptor(held.snapshot.receptor, normalized(request, held));
  if (!same) throw new Problem(held.state === 'stamped' ? 'already-invoiced' : 'in-progress');
}

/** Tells whether one of these marks belongs to a caller who requested the invoice. */
export function isAsker(askers: readonly string[], { snapshot }: Pick<Invoice, 'snapshot'>): boolean {
  return askers.some((asker) => snapshot.askers?.includes(asker));
}

function normalized(request: IssueRequest, held: Invoice): Receptor {
  return normalizeReceptor(request.receptor, held.snapshot.lugarExpedicion);
}

function sameSales(held: Invoice, { sales }: IssueRequest): boolean {
  return held.saleIds.length === sales.length && sales.every((sale) => held.saleIds.includes(sale.id));
}

async function assertCanSeal(deps: IssueDeps, request: IssueRequest): Promise<void> {
  const [first] = await deps.pacs.of(tenantOf(request));
  if (!first) throw new Problem('portal-off');
  if (first.capabilities.sealedBy === 'them') return;
  const active = await deps.custody.openActiveSealer(tenantOf(request), deps.now());
  if (active.kind !== 'sealer') throw new Problem('portal-off');
}

function tenantOf({ portal }: IssueRequest): { readonly merchantId: string; readonly world: 'test' | 'live' } {
  return { merchantId: portal.merchantId, world: portal.world };
}
