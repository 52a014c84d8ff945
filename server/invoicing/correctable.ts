/**
 * Decides whether an invoice can be corrected, from our records and the SAT's answer, and what customers may correct without the merchant.
 */
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { normalizeReceptor, sameReceptor } from '../cfdi/receptor.ts';
import type { Receptor } from '../cfdi/sold.ts';
import type { PortalSettings } from '../portals/portal.ts';
import { Problem } from '../problems/problem.ts';
import { type TermsDeps, termsNow } from './cancel.ts';
import type { CancellationStore } from './cancellation-store.ts';
import type { Acceptance } from './cancellation-terms.ts';
import { type CancellingPacDeps, cancellingPac } from './cancelling-pac.ts';
import type { IngresoSnapshot } from './claim.ts';
import type { Invoice, StampedInvoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';

/** An invoice in force that can be corrected. */
export type CorrectableInvoice = StampedInvoice & { readonly snapshot: IngresoSnapshot };

/** The invoice that may be corrected, or the substitute that an identical request already made. */
export type Correctable =
  | { readonly kind: 'open'; readonly invoice: CorrectableInvoice; readonly changesRfc: boolean }
  /** The same correction was made before. */
  | { readonly kind: 'made'; readonly substitute: Invoice };

/** At most this many invoices of one sale are read. */
const MOST_OF_A_SALE = 200;

/** What asking whether it can be cancelled may touch. */
export type ReplaceableDeps = TermsDeps & CancellingPacDeps;

/** What reading our own records of an invoice may touch. */
export type CorrectableDeps = {
  readonly store: {
    readonly invoices: InvoiceStore;
    readonly cancellations: CancellationStore;
  };
};

/**
 * Checks our own records of the invoice and its sale; without a receptor, only whether it can be corrected at all. Throws
 * `already-corrected`, `correction-in-progress`, `not-correctable`, `nothing-to-correct`, `rfc-already-corrected`,
 * `correction-under-cancellation` or `correction-related`.
 */
export async function assertCorrectable(
  { store }: CorrectableDeps,
  invoice: Invoice,
  wanted?: Receptor,
): Promise<Correctable> {
  const { merchantId, world } = invoice;
  const tenant = { merchantId, world };
  const lives = await Promise.all(
    invoice.saleIds.map((sale) => store.invoices.find(tenant, { sale, limit: MOST_OF_A_SALE })),
  );
  const life = lives.flat();
  const receptor = wanted && normalizeReceptor(wanted, invoice.snapshot.lugarExpedicion);
  const substitute = life.find((each) => isSuccessor(each, invoice));
  if (substitute) return madeBefore(substitute, receptor);
  if (!isCorrectable(invoice)) throw new Problem('not-correctable');
  if (receptor && sameReceptor(invoice.snapshot.receptor, receptor)) throw new Problem('nothing-to-correct');
  const changesRfc = receptor !== undefined && invoice.snapshot.receptor.rfc !== receptor.rfc;
  if (changesRfc && hasChangedRfc(invoice, life)) throw new Problem('rfc-already-corrected');
  const [cancellation] = await store.cancellations.ofInvoice(tenant, invoice.id);
  if (cancellation && cancellation.settledAt === undefined) throw new Problem('correction-under-cancellation');
  if (life.some((each) => isRelated(each, invoice))) throw new Problem('correction-related');
  return { kind: 'open', invoice, changesRfc };
}

/**
 * What cancelling it will require once its substitute is stamped. Throws `correction-under-cancellation` or `correction-related` if the SAT
 * knows of a cancellation or related document made elsewhere, and `cannot-cancel-here`.
 */
export async function assertReplaceable(deps: ReplaceableDeps, invoice: StampedInvoice): Promise<Acceptance> {
  const { terms, isAlready } = await termsNow(deps, invoice);
  if (isAlready) throw new Problem('correction-under-cancellation');
  if (terms.isBlocked) throw new Problem('correction-related');
  if (!(await cancellingPac(deps, invoice))) throw new Problem('cannot-cancel-here');
  return terms.acceptance;
}

/**
 * Tells whether a customer may correct without the merchant's approval: within the month of the invoice, before it is declared, if nobody
 * has to accept the cancellation; or at any time if the merchant allows it.
 */
export function isInstant(
  { sealed, snapshot }: StampedInvoice,
  { needed }: Acceptance,
  { correctAnyTime = false }: PortalSettings,
  now: number,
): boolean {
  const month = localDate(now, issueZone(snapshot.lugarExpedicion)).slice(0, 7);
  return correctAnyTime || (sealed.fecha.slice(0, 7) === month && !needed);
}

function madeBefore(substitute: Invoice, receptor: Receptor | undefined): Correctable {
  if (receptor && sameReceptor(substitute.snapshot.receptor, receptor)) return { kind: 'made', substitute };
  const isStamped = substitute.state === 'stamped' || substitute.state === 'canceled';
  throw new Problem(isStamped ? 'already-corrected' : 'correction-in-progress');
}

function isCorrectable(invoice: Invoice): invoice is CorrectableInvoice {
  return invoice.state === 'stamped' && invoice.snapshot.kind === 'ingreso';
}

function isSuccessor({ holding, state }: Invoice, { id }: Invoice): boolean {
  return holding.kind === 'successor' && holding.of === id && state !== 'rejected' && state !== 'canceled';
}

/** A nota de crédito against it that is in force or on its way. */
function isRelated({ snapshot, state }: Invoice, { stamped }: StampedInvoice): boolean {
  const isLive = state !== 'rejected' && state !== 'canceled';
  return isLive && snapshot.kind === 'egreso' && snapshot.from.uuid === stamped.uuid;
}

/** Whether a correction before this one changed the RFC. */
function hasChangedRfc(invoice: Invoice, life: readonly Invoice[]): boolean {
  const corrects = invoice.snapshot.kind === 'ingreso' ? invoice.snapshot.corrects : undefined;
  if (!corrects) return false;
  const before = life.find(({ id }) => id === corrects.invoiceId);
  return corrects.changesRfc || (before !== undefined && hasChangedRfc(before, life));
}
