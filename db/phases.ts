/**
 * The rules of the phases of stamping, apart from any engine: each takes the invoice's row, locked by its caller, and says what
 * changes. An engine only locks, asks, writes and commits, so both stamp by the same rules.
 */

import type { Claim } from '../server/invoicing/claim.ts';
import { isToCome } from '../server/invoicing/far-ahead.ts';
import type { InvoiceState } from '../server/invoicing/invoice.ts';
import type { InvoiceStore } from '../server/invoicing/invoice-store.ts';
import type { Tenant } from '../server/merchants/tenant.ts';
import { type InvoiceRow, type NewInvoiceRow, type PacCallRow, type SaleRow, toSealedColumns } from './rows.ts';

/** What an intent is asked with. */
export type Intent = Parameters<InvoiceStore['intent']>[1];
type Doubt = Parameters<InvoiceStore['doubt']>[1];
/** A timbre as it comes. */
export type Stamped = Parameters<InvoiceStore['record']>[1];
type Refusal = Parameters<InvoiceStore['reject']>[1];
type Reclaim = Parameters<InvoiceStore['reclaim']>[1];
type Sealed = Parameters<InvoiceStore['seal']>[1];
type Release = Parameters<InvoiceStore['release']>[1];

/** What `intent` answers. */
export type Intended = Awaited<ReturnType<InvoiceStore['intent']>>;

/** What `record` answers. */
export type Recorded = Awaited<ReturnType<InvoiceStore['record']>>;

/** The columns that change and the line for `pac_call`, when there is one. */
export type Step = { readonly patch: Partial<NewInvoiceRow>; readonly call?: Omit<PacCallRow, 'seq' | 'invoiceId'> };

/** After a restart of a single node nothing waits longer than this: short, and yet no storm when it starts again and again. */
export const SOON_MS = 500;

/** Sealing anew replaces a seal at least this old, so of two processes that seal at the same time the first one stands. */
const RESEAL_AFTER_MS = 60 * 60_000;

/** What a step leaves of the lease when nobody is sending any more. */
const FREE = { leaseUntil: null, leaseOwner: null } as const;

const SETTLED: ReadonlySet<InvoiceState> = new Set(['stamped', 'rejected', 'reconcile', 'canceled']);

/** The sales in the order they were claimed. Throws on none, a repeated one or one that is not this tenant's: the caller's mistake. */
export function claimedSales(claim: Claim, found: readonly SaleRow[]): readonly SaleRow[] {
  const byId = new Map(found.map((sale) => [sale.id, sale]));
  if (claim.saleIds.length === 0) throw new Error('a claim needs a sale');
  if (new Set(claim.saleIds).size !== claim.saleIds.length) throw new Error('a claim names each sale once');
  return claim.saleIds.map((id) => {
    const sale = byId.get(id);
    if (sale === undefined) throw new Error(`unknown sale ${id}`);
    return sale;
  });
}

/** The folio that a refused attempt on one of the sales left for this serie. */
export function keptFolio(serie: string, sales: readonly SaleRow[]): number | undefined {
  return sales.find((sale) => sale.keptSerie === serie)?.keptFolio ?? undefined;
}

/** The new attempt, as it is inserted. */
export function claimedRow(
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
    sealedXml: null,
    sealedSha256: null,
    sello: null,
    noCertificado: null,
    fecha: null,
    sealedAt: null,
    pacId: null,
    fence: 0,
    sends: 0,
    inDoubtSince: null,
    nextAt: claim.now,
    leaseUntil: null,
    leaseOwner: null,
    uuid: null,
    stampedXml: null,
    stampedAt: null,
    refusalCode: null,
    refusalSatCode: null,
    refusalMessage: null,
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

/** Seals what is claimed, or anew what was never sent and sealed long ago. */
export function seal(row: InvoiceRow, sealed: Sealed): Step | undefined {
  const anew = row.state === 'sealed' && sealed.sealedAt - (row.sealedAt ?? 0) >= RESEAL_AFTER_MS;
  if (row.state !== 'claimed' && !anew) return undefined;
  return { patch: { state: 'sealed', ...toSealedColumns(sealed) } };
}

/**
 * Takes the lease and raises the fence. A send whose lease ran out without an answer may have arrived, so taking it over puts
 * the invoice in doubt: from then on neither `not sent` frees it nor may it go to another PAC. `out` others are at that PAC now;
 * `leaseOwner` is the process that takes the lease, where others can tell whether it lives.
 */
export function intent(
  row: InvoiceRow,
  { pacId, leaseUntil, now, atMost }: Intent,
  { out, leaseOwner }: { readonly out: number; readonly leaseOwner: number | null },
): Step | 'busy' | 'full' | 'settled' {
  if (SETTLED.has(row.state)) return 'settled';
  if (isToCome(row.leaseUntil, now)) return 'busy';
  if (row.sealedSha256 === null) throw new Error(`${row.id} is not sealed: there is nothing to send`);
  const inDoubtSince = row.inDoubtSince ?? (row.state === 'sending' ? now : null);
  if (inDoubtSince !== null && row.pacId !== pacId)
    throw new Error(`${row.id} may be stamped at ${row.pacId}: never send it to ${pacId}`);
  if (out >= atMost) return 'full';
  const fence = row.fence + 1;
  return {
    patch: { state: 'sending', pacId, fence, sends: row.sends + 1, leaseUntil, leaseOwner, nextAt: now, inDoubtSince },
    call: { kind: 'intent', fence, at: now, sha256: row.sealedSha256, reason: null },
  };
}

/** Neither yes nor no. What was never sent stays free to go elsewhere; anything else is in doubt until its PAC answers. */
export function doubt(row: InvoiceRow, { fence, reason, nextAt, now, sent }: Doubt): Step | undefined {
  if (SETTLED.has(row.state) || row.fence !== fence) return undefined;
  const call = { kind: sent ? 'doubt' : 'not-sent', fence, at: now, sha256: null, reason } as const;
  const later = { nextAt, ...FREE };
  if (row.sealedSha256 === null) return { patch: later, call };
  if (sent) return { patch: { ...later, state: 'in-doubt', inDoubtSince: row.inDoubtSince ?? now }, call };
  const state = row.inDoubtSince === null ? 'sealed' : 'in-doubt';
  return { patch: { ...later, state, sends: row.state === 'sending' ? row.sends - 1 : row.sends }, call };
}

/** A timbre is kept whoever brings it, even after a refusal; a second one is only written down. */
export function record(row: InvoiceRow, { uuid, xml, at }: Stamped): Pick<Recorded, 'kind'> & Partial<Step> {
  const line = { fence: row.fence, at, sha256: null, reason: uuid };
  if (row.uuid !== null && row.uuid.toLowerCase() === uuid.toLowerCase()) return { kind: 'same' };
  if (row.uuid !== null) return { kind: 'different-uuid', patch: {}, call: { kind: 'different-uuid', ...line } };
  if (row.sealedSha256 === null) throw new Error(`${row.id} was never sealed: ${uuid} is not its timbre`);
  const refusal = { refusalCode: null, refusalSatCode: null, refusalMessage: null };
  return {
    kind: 'recorded',
    patch: { state: 'stamped', uuid, stampedXml: xml, stampedAt: at, ...FREE, ...refusal },
    call: { kind: 'stamped', ...line },
  };
}

/** A definite no, from whoever holds the fence and before anybody has settled it or put it in doubt. */
export function reject(row: InvoiceRow, { fence, code, satCode, message, now }: Refusal): Step | undefined {
  const open = row.state === 'claimed' || row.state === 'sealed' || row.state === 'sending';
  if (!open || row.fence !== fence) return undefined;
  return {
    patch: {
      state: 'rejected',
      refusalCode: code,
      refusalSatCode: satCode ?? null,
      refusalMessage: message,
      ...FREE,
    },
    call: {
      kind: 'rejected',
      fence,
      at: now,
      sha256: null,
      reason: satCode === undefined ? code : `${code} ${satCode}`,
    },
  };
}

/**
 * A definite refusal that is a clock's fault and not the document's: the next generation is claimed in its place, so that it is sealed with
 * another Fecha under another client reference. The sales stay taken and the serie-folio stays theirs.
 */
export function reclaim(row: InvoiceRow, { fence, code, satCode, nextAt, now }: Reclaim): Step | undefined {
  const open = row.state === 'sealed' || row.state === 'sending';
  if (!open || row.fence !== fence) return undefined;
  const unsealed = {
    sealedXml: null,
    sealedSha256: null,
    sello: null,
    noCertificado: null,
    fecha: null,
    sealedAt: null,
  };
  const unsent = { pacId: null, sends: 0, inDoubtSince: null, ...FREE };
  return {
    patch: { state: 'claimed', generation: row.generation + 1, nextAt, ...unsealed, ...unsent },
    call: {
      kind: 'rejected',
      fence,
      at: now,
      sha256: null,
      reason: satCode === undefined ? code : `${code} ${satCode}`,
    },
  };
}

/** Leaves it alone until then. Whoever holds its lease goes on: `nextAt` is for those who look for something to do. */
export function postpone(row: InvoiceRow, nextAt: number): Step | undefined {
  return SETTLED.has(row.state) ? undefined : { patch: { nextAt } };
}

/** Leaves it to a person; the sales stay locked. */
export function reconcile(row: InvoiceRow, reason: string, now: number): Step | undefined {
  if (SETTLED.has(row.state)) return undefined;
  return {
    patch: { state: 'reconcile', ...FREE },
    call: { kind: 'reconcile', fence: row.fence, at: now, sha256: null, reason },
  };
}

/** Somebody proved that it was never stamped. Its refusal says so, and the evidence stays in the account of its calls. */
export function release(row: InvoiceRow, { evidence, now }: Release): Step | undefined {
  if (row.state !== 'reconcile') return undefined;
  return {
    patch: { state: 'rejected', refusalCode: 'never-stamped', refusalSatCode: null, refusalMessage: evidence },
    call: { kind: 'released', fence: row.fence, at: now, sha256: null, reason: evidence },
  };
}
