/** Rows of invoices and of their calls to a PAC, the same on both engines, and the values that they represent. */

import type { Claim, Holding, Snapshot } from '../server/invoicing/claim.ts';
import type { Invoice, Refusal, SealedDocument, StampedDocument } from '../server/invoicing/invoice.ts';
import type { PacCall } from '../server/invoicing/invoice-store.ts';
import type { InvoiceChange, Lease } from '../server/invoicing/phases.ts';
import type { Tenant } from '../server/merchants/tenant.ts';
import { fromJson, type NewInvoiceRow, type PacCallRow, present } from './rows.ts';

function toSealedColumns(sealed: SealedDocument | null) {
  return {
    sealedXml: sealed?.xml ?? null,
    sealedSha256: sealed?.sha256 ?? null,
    sello: sealed?.sello ?? null,
    noCertificado: sealed?.noCertificado ?? null,
    fecha: sealed?.fecha ?? null,
    sealedAt: sealed?.sealedAt ?? null,
  };
}

function toStampedColumns(stamped: StampedDocument | null) {
  return { uuid: stamped?.uuid ?? null, stampedXml: stamped?.xml ?? null, stampedAt: stamped?.at ?? null };
}

function toRefusalColumns(refusal: Refusal | null) {
  const { code = null, satCode = null, message = null } = refusal ?? {};
  return { refusalCode: code, refusalSatCode: satCode, refusalMessage: message };
}

/** A lease as columns. */
export function toLeaseColumns(lease: Lease | null) {
  return { leaseUntil: lease?.until ?? null, leaseOwner: lease?.owner ?? null };
}

/** What a phase changes, in the columns of the invoice. */
export function toChangedColumns(change: InvoiceChange): Partial<NewInvoiceRow> {
  const { sealed, stamped, refusal, lease, ...own } = change;
  return {
    ...own,
    ...(sealed !== undefined && toSealedColumns(sealed)),
    ...(stamped !== undefined && toStampedColumns(stamped)),
    ...(refusal !== undefined && toRefusalColumns(refusal)),
    ...(lease !== undefined && toLeaseColumns(lease)),
  };
}

/** The new attempt, as it is inserted. */
export function toInvoiceRow(
  tenant: Tenant,
  claim: Claim,
  { folio, generation }: { readonly folio: number; readonly generation: number },
): NewInvoiceRow {
  const { origin, holding, snapshot } = claim;
  return {
    id: claim.id,
    merchantId: tenant.merchantId,
    world: tenant.world,
    portalSlug: claim.portalSlug ?? '',
    saleIds: JSON.stringify(claim.saleIds),
    state: 'claimed',
    generation,
    serie: claim.serie,
    folio,
    snapshot: JSON.stringify(snapshot),
    ...toSealedColumns(null),
    pacId: null,
    fence: 0,
    sends: 0,
    inDoubtSince: null,
    nextAt: claim.now,
    ...toLeaseColumns(null),
    ...toStampedColumns(null),
    ...toRefusalColumns(null),
    createdAt: claim.now,
    receptorRfc: snapshot.receptor.rfc,
    branch: snapshot.sales[0]?.branch ?? null,
    kind: snapshot.kind,
    origin,
    once: holding.kind === 'none' ? holding.once : null,
    successorOf: holding.kind === 'successor' ? holding.of : null,
    canceledAt: null,
  };
}

function sealedOf(row: NewInvoiceRow): SealedDocument | null {
  const { sealedXml: xml, sealedSha256: sha256, sello, noCertificado, fecha, sealedAt } = row;
  if (
    xml === null ||
    sha256 === null ||
    sello === null ||
    noCertificado === null ||
    fecha === null ||
    sealedAt === null
  )
    return null;
  return { xml, sha256, sello, noCertificado, fecha, sealedAt };
}

function stampedOf({ uuid, stampedXml: xml, stampedAt: at }: NewInvoiceRow) {
  return uuid === null || xml === null || at === null ? null : { uuid, xml, at };
}

function refusalOf({ refusalCode: code, refusalSatCode: satCode, refusalMessage: message }: NewInvoiceRow) {
  return code === null || message === null ? null : present({ code, satCode, message });
}

function holdingOf({ once, successorOf: of }: NewInvoiceRow): Holding {
  if (once !== null) return { kind: 'none', once };
  return of === null ? { kind: 'sales' } : { kind: 'successor', of };
}

/** The snapshot of a row's invoice. Rows from before there were several kinds do not state theirs. */
function snapshotOf({ kind, snapshot }: NewInvoiceRow): Snapshot {
  return { kind, ...fromJson<object>(snapshot) } as Snapshot;
}

/** Converts a row to an invoice; a caller that has the parsed snapshot can pass it. Throws if the row lacks the data of its state. */
export function fromInvoiceRow(row: NewInvoiceRow, snapshot: Snapshot = snapshotOf(row)): Invoice {
  const invoice = present({
    id: row.id,
    merchantId: row.merchantId,
    world: row.world,
    origin: row.origin,
    portalSlug: row.portalSlug === '' ? null : row.portalSlug,
    saleIds: fromJson<readonly string[]>(row.saleIds),
    holding: holdingOf(row),
    generation: row.generation,
    serie: row.serie,
    folio: row.folio,
    snapshot,
    pacId: row.pacId,
    fence: row.fence,
    sends: row.sends,
    inDoubtSince: row.inDoubtSince,
    nextAt: row.nextAt,
    leaseUntil: row.leaseUntil,
    createdAt: row.createdAt,
  });
  const parts = {
    sealed: sealedOf(row) ?? undefined,
    stamped: stampedOf(row) ?? undefined,
    refusal: refusalOf(row) ?? undefined,
  };
  return { ...invoice, ...stateOf(row, parts) } as Invoice;
}

type Parts = Pick<Invoice, 'sealed' | 'stamped' | 'refusal'>;

/** The state with its own data only. */
function stateOf({ id, state, canceledAt }: NewInvoiceRow, { sealed, stamped, refusal }: Parts): object {
  const missing = (what: string) => new Error(`${id} is ${state} without ${what}`);
  switch (state) {
    case 'claimed':
      return { state };
    case 'reconcile':
      return { state, ...(sealed && { sealed }) };
    case 'rejected':
      if (!refusal) throw missing('its refusal');
      return { state, refusal, ...(sealed && { sealed }) };
    case 'stamped':
    case 'canceled':
      if (!sealed || !stamped) throw missing('its timbre');
      return { state, sealed, stamped, ...(canceledAt !== null && { canceledAt }) };
    default:
      if (!sealed) throw missing('its seal');
      return { state, sealed };
  }
}

/** An entry in the history of an invoice's PAC calls. */
export function fromPacCallRow({ kind, fence, at, sha256, reason }: PacCallRow): PacCall {
  return present({ kind, fence, at, sha256, reason });
}

/** An entry of that history as columns. */
export function toPacCallRow(invoiceId: string, { kind, fence, at, sha256, reason }: PacCall): Omit<PacCallRow, 'seq'> {
  return { invoiceId, kind, fence, at, sha256: sha256 ?? null, reason: reason ?? null };
}
