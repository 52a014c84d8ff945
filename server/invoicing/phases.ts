/**
 * The rules of the phases of stamping, independent of any database: each takes the current invoice, locked by its caller, and returns what
 * changes. The store only locks, asks, writes and commits, so every engine follows the same rules.
 */

import type { Claim } from './claim.ts';
import { isToCome } from './far-ahead.ts';
import type { Invoice, InvoiceState, Refusal, SealedDocument, StampedDocument } from './invoice.ts';
import type { InvoiceStore, PacCall } from './invoice-store.ts';
import { SalesChanged } from './sales-changed.ts';

/** The arguments of an intent. */
export type Intent = Parameters<InvoiceStore['intent']>[1];
type Doubt = Parameters<InvoiceStore['doubt']>[1];
/** A timbre as it arrives. */
export type Stamped = Parameters<InvoiceStore['record']>[1];
type Refused = Parameters<InvoiceStore['reject']>[1];
type Reclaim = Parameters<InvoiceStore['reclaim']>[1];
type Release = Parameters<InvoiceStore['release']>[1];

/** What `intent` answers. */
export type Intended = Awaited<ReturnType<InvoiceStore['intent']>>;

/** What `record` answers. */
export type Recorded = Awaited<ReturnType<InvoiceStore['record']>>;

/** Who is sending an invoice, and until when; `owner` is the process, if others can tell whether it is alive. */
export type Lease = { readonly until: number; readonly owner: number | null };

/** The changes of a phase: absent properties stay as they are, and `null` removes one. */
export type InvoiceChange = {
  readonly state?: InvoiceState;
  readonly generation?: number;
  readonly sealed?: SealedDocument | null;
  readonly stamped?: StampedDocument;
  readonly refusal?: Refusal | null;
  readonly pacId?: string | null;
  readonly fence?: number;
  readonly sends?: number;
  readonly inDoubtSince?: number | null;
  readonly nextAt?: number;
  readonly lease?: Lease | null;
};

/** The change, and the entry for the history of PAC calls, if any. */
export type Step = { readonly change: InvoiceChange; readonly call?: PacCall };

/** Longest back-off after a restart of a single node: short, yet long enough that repeated restarts cause no storm. */
export const SOON_MS = 500;

/** Resealing replaces only a seal at least this old, so of two processes that seal at the same time, the first one's seal stands. */
const RESEAL_AFTER_MS = 60 * 60_000;

const SETTLED: ReadonlySet<InvoiceState> = new Set(['stamped', 'rejected', 'reconcile', 'canceled']);

/** The sales in the order of the claim. Throws if there are none, or one is repeated or another tenant's. */
export function claimedSales<T extends { readonly id: string; readonly updatedAt: number }>(
  { saleIds, versions }: Claim,
  found: readonly T[],
): readonly T[] {
  const byId = new Map(found.map((sale) => [sale.id, sale]));
  if (saleIds.length === 0) throw new Error('a claim needs a sale');
  if (new Set(saleIds).size !== saleIds.length) throw new Error('a claim names each sale once');
  return saleIds.map((id, index) => {
    const sale = byId.get(id);
    if (sale === undefined) throw new Error(`unknown sale ${id}`);
    if (versions && sale.updatedAt !== versions[index]) throw new SalesChanged();
    return sale;
  });
}

/** Seals a claimed invoice, or reseals one that was sealed long ago and never sent. */
export function seal(invoice: Invoice, sealed: SealedDocument): Step | undefined {
  const anew = invoice.state === 'sealed' && sealed.sealedAt - invoice.sealed.sealedAt >= RESEAL_AFTER_MS;
  if (invoice.state !== 'claimed' && !anew) return undefined;
  return { change: { state: 'sealed', sealed } };
}

/**
 * Takes the lease and raises the fence. A send whose lease expired without an answer may have arrived, so taking it over puts the invoice
 * in doubt: from then on `not sent` does not free it, and it may not go to another PAC. `out` is the number of others at that PAC.
 */
export function intent(
  invoice: Invoice,
  { pacId, leaseUntil, now, atMost }: Intent,
  { out, leaseOwner }: { readonly out: number; readonly leaseOwner: number | null },
): Step | 'busy' | 'full' | 'settled' {
  const { id, state, sealed, sends } = invoice;
  if (SETTLED.has(state)) return 'settled';
  if (isToCome(invoice.leaseUntil, now)) return 'busy';
  if (sealed === undefined) throw new Error(`${id} is not sealed: there is nothing to send`);
  const inDoubtSince = invoice.inDoubtSince ?? (state === 'sending' ? now : null);
  if (inDoubtSince !== null && invoice.pacId !== pacId)
    throw new Error(`${id} may be stamped at ${invoice.pacId}: never send it to ${pacId}`);
  if (out >= atMost) return 'full';
  const fence = invoice.fence + 1;
  const lease = { until: leaseUntil, owner: leaseOwner };
  return {
    change: { state: 'sending', pacId, fence, sends: sends + 1, lease, nextAt: now, inDoubtSince },
    call: { kind: 'intent', fence, at: now, sha256: sealed.sha256 },
  };
}

/** Handles an indefinite answer. An invoice that was never sent may still go elsewhere; any other is in doubt until its PAC answers. */
export function doubt(invoice: Invoice, { fence, reason, nextAt, now, sent }: Doubt): Step | undefined {
  const { state, sealed, sends, inDoubtSince } = invoice;
  if (SETTLED.has(state) || invoice.fence !== fence) return undefined;
  const call = { kind: sent ? 'doubt' : 'not-sent', fence, at: now, reason } as const;
  const later = { nextAt, lease: null };
  if (sealed === undefined) return { change: later, call };
  if (sent) return { change: { ...later, state: 'in-doubt', inDoubtSince: inDoubtSince ?? now }, call };
  return {
    change: {
      ...later,
      state: inDoubtSince === undefined ? 'sealed' : 'in-doubt',
      sends: state === 'sending' ? sends - 1 : sends,
    },
    call,
  };
}

/** Records a timbre, whoever brings it and even after a refusal; a second one is only added to the history. */
export function record(invoice: Invoice, { uuid, xml, at }: Stamped): Pick<Recorded, 'kind'> & Partial<Step> {
  const { id, sealed, stamped, fence } = invoice;
  const line = { fence, at, reason: uuid };
  if (stamped?.uuid.toLowerCase() === uuid.toLowerCase()) return { kind: 'same' };
  if (stamped !== undefined) return { kind: 'different-uuid', change: {}, call: { kind: 'different-uuid', ...line } };
  if (sealed === undefined) throw new Error(`${id} was never sealed: ${uuid} is not its timbre`);
  return {
    kind: 'recorded',
    change: { state: 'stamped', stamped: { uuid, xml, at }, lease: null, refusal: null },
    call: { kind: 'stamped', ...line },
  };
}

/** Records a definite refusal, if the fence is current and the invoice is neither settled nor in doubt. */
export function reject(invoice: Invoice, { fence, code, satCode, message, now }: Refused): Step | undefined {
  const { state } = invoice;
  const open = state === 'claimed' || state === 'sealed' || state === 'sending';
  if (!open || invoice.fence !== fence) return undefined;
  const refusal = { code, ...(satCode !== undefined && { satCode }), message };
  return { change: { state: 'rejected', refusal, lease: null }, call: refusedCall({ fence, code, satCode, now }) };
}

/**
 * Handles a definite refusal caused by a clock: the next generation is claimed instead, so that it is sealed with another Fecha and client
 * reference. The sales stay taken and keep their serie-folio.
 */
export function reclaim(invoice: Invoice, { fence, code, satCode, nextAt, now }: Reclaim): Step | undefined {
  const open = invoice.state === 'sealed' || invoice.state === 'sending';
  if (!open || invoice.fence !== fence) return undefined;
  const unsent = { sealed: null, pacId: null, sends: 0, inDoubtSince: null, lease: null };
  return {
    change: { state: 'claimed', generation: invoice.generation + 1, nextAt, ...unsent },
    call: refusedCall({ fence, code, satCode, now }),
  };
}

function refusedCall({
  fence,
  code,
  satCode,
  now,
}: Pick<Refused, 'fence' | 'code' | 'now'> & { satCode: string | undefined }): PacCall {
  return { kind: 'rejected', fence, at: now, reason: satCode === undefined ? code : `${code} ${satCode}` };
}

/** Postpones it. The holder of its lease continues; `nextAt` only concerns processes that look for work. */
export function postpone({ state }: Invoice, nextAt: number): Step | undefined {
  return SETTLED.has(state) ? undefined : { change: { nextAt } };
}

/** Leaves it to a person; the sales stay locked. */
export function reconcile({ state, fence }: Invoice, reason: string, now: number): Step | undefined {
  if (SETTLED.has(state)) return undefined;
  return { change: { state: 'reconcile', lease: null }, call: { kind: 'reconcile', fence, at: now, reason } };
}

/** Whether no PAC received it. A send that was not answered counts as received, until its PAC says otherwise. */
export function isUnsent({ state, sends, inDoubtSince }: Invoice): boolean {
  return (state === 'claimed' || state === 'sealed') && sends === 0 && inDoubtSince === undefined;
}

/**
 * Releases an invoice that was never stamped: one that was never sent, which nobody can send afterwards (`intent` finds it settled), or one
 * in `reconcile`. Its refusal says so, and the history of its calls keeps the evidence.
 */
export function release(invoice: Invoice, { evidence, now }: Release): Step | undefined {
  const { state, fence } = invoice;
  if (state !== 'reconcile' && !isUnsent(invoice)) return undefined;
  return {
    change: { state: 'rejected', refusal: { code: 'never-stamped', message: evidence }, lease: null },
    call: { kind: 'released', fence, at: now, reason: evidence },
  };
}
