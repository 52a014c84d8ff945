/**
 * Corrects the receptor of an invoice. The substitute, with TipoRelacion 04, is stamped first, because only it can be refused for its data;
 * then the invoice is cancelled with motivo 01. An invoice has at most one successor, and the request to cancel is stored in the
 * transaction that records the substitute, so after a crash at any step the workers finish the rest.
 */
import { randomBytes } from 'node:crypto';
import { sameReceptor } from '../cfdi/receptor.ts';
import type { Receptor } from '../cfdi/sold.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Principal } from '../merchants/principal.ts';
import { serieOf } from '../portals/portal.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import { type Language, Problem } from '../problems/problem.ts';
import type { Sale } from '../sales/sale.ts';
import { branchOf } from '../sales/sale-branch.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import { type CancelDeps, settled } from './cancel.ts';
import type { Cancellation } from './cancellation.ts';
import type { CancellationStore } from './cancellation-store.ts';
import type { Acceptance } from './cancellation-terms.ts';
import type { Corrected, Origin } from './claim.ts';
import {
  assertCorrectable,
  assertReplaceable,
  type CorrectableDeps,
  type CorrectableInvoice,
  type ReplaceableDeps,
} from './correctable.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { type Begun, type IssueDeps, type IssueOutcome, outcomeOf, refusalAhead } from './issue.ts';
import { assertInvoiceMonthOpen } from './month-lock.ts';
import { type IssueRequest, type Prepared, prepare } from './prepare.ts';
import { isRequestMark } from './request-identity.ts';
import { settleAside } from './waiting.ts';

/** The corrected receptor and on whose behalf the correction is made. */
export type CorrectionRequest = {
  readonly receptor: Receptor;
  readonly origin: Origin;
  /** Who asks: kept with the request to cancel. */
  readonly by: string;
  /** The caller's rights, if the caller is a person: they decide about locked months. */
  readonly principal?: Principal;
  /** The merchant accepted it while the month was open to them. */
  readonly isAccepted?: boolean;
  /** Further marks of callers who may ask for the substitute. */
  readonly askers?: readonly string[];
  readonly language?: Language;
};

/** The outcome of the substitute, and of what it replaces once it is stamped. */
export type CorrectionOutcome = { readonly issued: IssueOutcome; readonly cancellation?: Cancellation };

/** What a correction would issue. */
export type PreparedCorrection = {
  readonly invoice: CorrectableInvoice;
  readonly prepared: Prepared;
  readonly acceptance: Acceptance;
};

/** What a correction may touch. */
export type CorrectDeps = IssueDeps &
  CorrectableDeps &
  ReplaceableDeps &
  CancelDeps & {
    readonly store: {
      readonly invoices: InvoiceStore;
      readonly cancellations: CancellationStore;
      readonly sales: SaleStore;
      readonly merchants: MerchantStore;
      readonly portals: PortalStore;
    };
    readonly now: () => number;
  };

/**
 * Returns the same substitute if it is asked again for the same receptor. Throws what `assertCorrectable`, `assertReplaceable` and
 * `prepare` throw, `month-locked`, `needs-merchant` and `portal-off`.
 */
export async function correct(
  deps: CorrectDeps,
  invoice: Invoice,
  request: CorrectionRequest,
): Promise<CorrectionOutcome> {
  const begun = await beginCorrection(deps, invoice, request);
  const issued = await outcomeOf(deps, begun);
  const cancellation = issued.kind === 'stamped' ? await replacedBy(deps, invoice) : undefined;
  return { issued, ...(cancellation && { cancellation }) };
}

/** The first half of `correct`: makes every check and claims the substitute, or throws. */
export async function beginCorrection(deps: CorrectDeps, invoice: Invoice, request: CorrectionRequest): Promise<Begun> {
  const found = await prepareCorrection(deps, invoice, request);
  if ('substitute' in found) return { invoice: found.substitute, isNew: false };
  const { prepared, branchCode } = found;
  const { portalSlug = '', saleIds, id, merchantId, world } = found.invoice;
  const claimed = await deps.store.invoices.claim(
    { merchantId, world },
    {
      id: `inv_${randomBytes(16).toString('hex')}`,
      ...{ origin: request.origin, portalSlug, saleIds },
      holding: { kind: 'successor', of: id },
      snapshot: prepared.snapshot,
      serie: serieOf(found.portal.settings, branchCode),
      now: deps.now(),
    },
  );
  if (claimed.kind === 'claimed')
    return { invoice: claimed.invoice, isNew: true, settled: settleAside(deps, claimed.invoice) };
  if (claimed.kind === 'taken' && sameReceptor(claimed.invoice.snapshot.receptor, prepared.snapshot.receptor))
    return { invoice: claimed.invoice, isNew: false };
  // A concurrent change came first; this check throws the problem that names it.
  await assertCorrectable(deps, claimed.kind === 'taken' ? invoice : claimed.invoice, request.receptor);
  throw new Problem('correction-in-progress');
}

/** The document that would be stamped, fully checked, or the substitute that already exists. Stores nothing. */
export async function prepareCorrection(
  deps: CorrectDeps,
  invoice: Invoice,
  request: CorrectionRequest,
): Promise<
  | (PreparedCorrection & Pick<IssueRequest, 'portal'> & { readonly branchCode: string })
  | { readonly substitute: Invoice }
> {
  const found = await assertCorrectable(deps, invoice, request.receptor);
  if (found.kind === 'made') return found;
  if (!request.isAccepted) await assertInvoiceMonthOpen(deps, found.invoice, request.principal);
  const issue = await issueOf(deps, found.invoice, request);
  // Report faults in the data before asking the SAT.
  prepare(issue, deps.now());
  const acceptance = await assertReplaceable(deps, found.invoice);
  const corrects = correctedOf(found, acceptance, request);
  const { snapshot, comprobante } = prepare({ ...issue, corrects }, deps.now());
  const prepared = { snapshot: { ...snapshot, emails: found.invoice.snapshot.emails }, comprobante };
  const refusal = await refusalAhead(deps, issue, prepared);
  if (refusal) throw refusal;
  return { invoice: found.invoice, prepared, acceptance, portal: issue.portal, branchCode: issue.branch.code };
}

function correctedOf(
  { invoice, changesRfc }: { readonly invoice: CorrectableInvoice; readonly changesRfc: boolean },
  { needed, until }: Acceptance,
  { by }: CorrectionRequest,
): Corrected {
  return {
    ...{ invoiceId: invoice.id, uuid: invoice.stamped.uuid, changesRfc },
    cancellation: {
      id: `can_${randomBytes(16).toString('hex')}`,
      ...{ by, acceptanceNeeded: needed },
      ...(needed && until !== undefined && { acceptanceUntil: until }),
    },
  };
}

/** The sales as they were invoiced, for another receptor. */
async function issueOf(
  { store }: CorrectDeps,
  { merchantId, world, portalSlug = '', saleIds, snapshot }: CorrectableInvoice,
  { receptor, origin, by, askers = [], language = snapshot.language }: CorrectionRequest,
): Promise<IssueRequest> {
  const portal = await store.portals.getPortal(portalSlug);
  const merchant = await store.merchants.getMerchant(merchantId);
  if (!portal || !merchant) throw new Problem('portal-off');
  const kept = await Promise.all(saleIds.map((id) => store.sales.get({ merchantId, world }, id)));
  const sales = kept.flatMap((sale, at): Sale[] => {
    const body = snapshot.sales[at];
    return sale && body ? [{ ...sale, body }] : [];
  });
  const [first] = sales;
  if (!first) throw new Problem('not-correctable');
  return {
    ...{ portal, origin, merchant, sales, receptor, itemizeIeps: snapshot.itemizeIeps },
    branch: branchOf(first, await store.merchants.listBranches(merchantId)),
    // Callers of the old invoice may open its substitute too.
    askers: [...new Set([...askers, ...(snapshot.askers ?? []).filter((asker) => !isRequestMark(asker))])],
    ...(language && { language }),
    ...(origin === 'merchant' && { by }),
  };
}

/** The cancellation of the replaced invoice, after a few seconds of work on it. */
async function replacedBy(deps: CorrectDeps, { id, merchantId, world }: Invoice): Promise<Cancellation | undefined> {
  const [latest] = await deps.store.cancellations.ofInvoice({ merchantId, world }, id);
  return latest && latest.settledAt === undefined ? settled(deps, latest) : latest;
}
