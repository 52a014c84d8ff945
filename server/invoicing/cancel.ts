/** Requests the cancellation of a stamped invoice: once, however many callers ask, and only if the SAT could accept it. */
import { randomBytes } from 'node:crypto';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { isUuid } from '../cfdi/timbre.ts';
import type { Principal } from '../merchants/principal.ts';
import { Problem } from '../problems/problem.ts';
import type { Log } from '../text/log.ts';
import type { Cancellation, Motivo } from './cancellation.ts';
import { motivoFaults, type Substitute } from './cancellation-motivo.ts';
import type { CancellationStore } from './cancellation-store.ts';
import { type CancellationTerms, cancellationTerms } from './cancellation-terms.ts';
import { cancellingPac } from './cancelling-pac.ts';
import type { Invoice, StampedInvoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { assertInvoiceMonthOpen, type LockedMonthDeps } from './month-lock.ts';
import { type SatAnswerDeps, satAnswer, stampedFile } from './sat-answer.ts';
import { type SettleCancellationDeps, settleCancellation } from './settle-cancellation.ts';

/** How long a request waits for the outcome before it is answered with the progress so far. */
const WAIT_MS = 8_000;

/** The request. The motivo decides whether `substitute` must be given: always with 01, never otherwise. */
export type CancelRequest = {
  readonly motivo: Motivo;
  /** An invoice of the same tenant that replaces it: its id or its folio fiscal. */
  readonly substitute?: string;
  /** Who asks: kept with the request. */
  readonly by: string;
  /** The caller's rights, if the caller is a person: they decide about locked months. */
  readonly principal?: Principal;
  /** It is the second half of a correction that began while the month was open. */
  readonly isBegun?: boolean;
};

/** The current state of the cancellation, whether new or known, and what the SAT will require for it. */
export type CancelOutcome = { readonly cancellation: Cancellation; readonly terms: CancellationTerms };

/** What reading the terms of a cancellation may touch. */
export type TermsDeps = SatAnswerDeps & {
  readonly store: {
    readonly cancellations: Pick<CancellationStore, 'isCredited'>;
    readonly invoices: Pick<InvoiceStore, 'byUuid'>;
  };
  readonly now: () => number;
};

/** What cancelling may touch. */
export type CancelDeps = TermsDeps &
  LockedMonthDeps &
  SettleCancellationDeps & {
    readonly store: {
      readonly invoices: InvoiceStore;
      readonly cancellations: CancellationStore;
    };
    readonly now: () => number;
    readonly log: Log;
  };

/**
 * Stores the request and works on it for up to eight seconds; the worker does the rest. While a cancellation is open, or once the invoice
 * is cancelled, returns the existing one. Throws `not-cancelable` for an invoice that is not stamped, `related-documents`,
 * `leaves-global`, `month-locked`, `cannot-cancel-here` where no PAC of the merchant's takes it, `correction-in-progress` while its substitute is being stamped, and
 * `invalid-cancellation` for a motivo or substitute that does not fit.
 */
export async function cancel(deps: CancelDeps, invoice: Invoice, request: CancelRequest): Promise<CancelOutcome> {
  const { store, now } = deps;
  const { merchantId, world } = invoice;
  const tenant = { merchantId, world };
  const [latest] = await store.cancellations.ofInvoice(tenant, invoice.id);
  if (invoice.state !== 'stamped') {
    if (invoice.state === 'canceled' && latest) return { cancellation: latest, terms: termsThen(invoice, latest) };
    throw new Problem('not-cancelable');
  }
  const { terms, isAlready, wasRejected } = await termsNow(deps, invoice);
  if (latest && latest.settledAt === undefined) return { cancellation: await settled(deps, latest), terms };
  if (!request.isBegun) await assertInvoiceMonthOpen(deps, invoice, request.principal);
  const substitute = await assertMotivo(deps, invoice, request);
  // With motivo 01 the substitute itself is a related document until cancellation is requested (SAT, FAQ 42), so the
  // SAT decides.
  if (terms.isBlocked && request.motivo !== '01' && !isAlready) throw new Problem('related-documents');
  if (!isAlready && !(await cancellingPac(deps, invoice))) throw new Problem('cannot-cancel-here');
  const { acceptance } = terms;
  const kept = await store.cancellations.request({
    id: `can_${randomBytes(16).toString('hex')}`,
    ...{ tenant, invoiceId: invoice.id, motivo: request.motivo, requestedBy: request.by },
    ...(substitute && { substitute: substitute.uuid }),
    acceptanceNeeded: acceptance.needed,
    ...(acceptance.needed && acceptance.until !== undefined && { acceptanceUntil: acceptance.until }),
    ...(wasRejected && { afterRejection: true }),
    ...(isAlready && { isKnownToSat: true }),
    now: now(),
  });
  if (kept.kind === 'succeeded') throw new Problem('correction-in-progress');
  if (kept.kind === 'credited') throw new Problem('related-documents');
  return { cancellation: await settled(deps, kept.cancellation), terms };
}

/**
 * What cancelling it now would require, according to the SAT, or to the rules if the SAT does not answer. Throws `not-cancelable` and
 * `leaves-global`.
 */
export async function previewCancellation(deps: TermsDeps, invoice: Invoice): Promise<CancellationTerms> {
  if (invoice.state !== 'stamped') throw new Problem('not-cancelable');
  return (await termsNow(deps, invoice)).terms;
}

/**
 * The current terms, and whether the SAT already has a request for it. Throws `leaves-global` for the nota de crédito that takes a sale out of
 * a factura global in force, unless the SAT has one: the customer's invoice and the global would both count the sale.
 */
export async function termsNow(deps: TermsDeps, invoice: StampedInvoice) {
  const { state, cancelable } = await satAnswer(deps, invoice);
  const { comprobante } = stampedFile(invoice).file;
  const terms = cancellationTerms(comprobante, deps.now(), cancelable);
  const isAlready = state.kind === 'canceled' || state.kind === 'waiting-receptor';
  if (!isAlready && (await isLeavingGlobal(deps, invoice))) throw new Problem('leaves-global');
  // The SAT knows of a new nota de crédito only later.
  const isBlocked = terms.isBlocked || (!isAlready && (await deps.store.cancellations.isCredited(invoice.id)));
  return {
    terms: { ...terms, isBlocked },
    /** Cancellation was requested elsewhere, for example on the SAT's own site: it is only followed here, not requested again. */
    isAlready,
    wasRejected: state.kind === 'refused-by-receptor',
  };
}

async function isLeavingGlobal(
  { store }: TermsDeps,
  { merchantId, world, snapshot }: StampedInvoice,
): Promise<boolean> {
  if (snapshot.kind !== 'egreso' || snapshot.reason !== 'leaves-global') return false;
  return (await store.invoices.byUuid({ merchantId, world }, snapshot.from.uuid))?.state === 'stamped';
}

function termsThen(invoice: StampedInvoice, { createdAt }: Cancellation): CancellationTerms {
  return cancellationTerms(stampedFile(invoice).file.comprobante, createdAt, undefined);
}

async function assertMotivo(
  { store }: CancelDeps,
  invoice: StampedInvoice,
  { motivo, substitute: named }: CancelRequest,
): Promise<Substitute | undefined> {
  const found = named === undefined ? undefined : await findSubstitute(store.invoices, invoice, named);
  const { comprobante } = stampedFile(invoice).file;
  const { uuid } = invoice.stamped;
  const faults = motivoFaults({ uuid, comprobante }, motivo, named !== undefined, found);
  if (faults.length > 0) throw new Problem('invalid-cancellation', { faults });
  return found;
}

async function findSubstitute(
  invoices: InvoiceStore,
  { merchantId, world }: Invoice,
  named: string,
): Promise<Substitute | undefined> {
  const found = isUuid(named) ? await invoices.byUuid({ merchantId, world }, named) : await invoices.get(named);
  if (found?.merchantId !== merchantId || found.world !== world || !found.stamped) return undefined;
  const read = readCfdi(found.stamped.xml);
  if (read.kind !== 'cfdi') return undefined;
  return { uuid: found.stamped.uuid, comprobante: read.file.comprobante, isLive: found.state === 'stamped' };
}

/** Waits a while for the outcome; an unfinished cancellation continues in the background. */
export async function settled(deps: CancelDeps, cancellation: Cancellation): Promise<Cancellation> {
  const work = settleCancellation(deps, cancellation).catch((error: unknown) => {
    deps.log('cancellation.failed', {
      cancellation: cancellation.id,
      error: error instanceof Error ? error.name : 'unknown',
    });
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, WAIT_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
  return (await deps.store.cancellations.get(cancellation.id)) ?? cancellation;
}
