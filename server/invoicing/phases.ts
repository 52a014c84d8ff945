/**
 * The rules of the phases of stamping, apart from any database: each takes the invoice as it is, locked by its caller, and says what
 * changes. The store only locks, asks, writes and commits, so every engine stamps by the same rules.
 */

import type { Claim } from './claim.ts';
import { isToCome } from './far-ahead.ts';
import type { Invoice, InvoiceState, Refusal, SealedDocument, StampedDocument } from './invoice.ts';
import type { InvoiceStore, PacCall } from './invoice-store.ts';

/** What an intent is asked with. */
export type Intent = Parameters<InvoiceStore['intent']>[1];
type Doubt = Parameters<InvoiceStore['doubt']>[1];
/** A timbre as it comes. */
export type Stamped = Parameters<InvoiceStore['record']>[1];
type Refused = Parameters<InvoiceStore['reject']>[1];
type Reclaim = Parameters<InvoiceStore['reclaim']>[1];
type Release = Parameters<InvoiceStore['release']>[1];

/** What `intent` answers. */
export type Intended = Awaited<ReturnType<InvoiceStore['intent']>>;

/** What `record` answers. */
export type Recorded = Awaited<ReturnType<InvoiceStore['record']>>;

/** Who is sending an invoice, and until when; `owner` is the process, where others can tell whether it lives. */
export type Lease = { readonly until: number; readonly owner: number | null };

/** What a phase changes of an invoice: what is absent stays as it is, and `null` takes it away. */
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

/** What changes, and the line for the account with its PAC, when there is one. */
export type Step = { readonly change: InvoiceChange; readonly call?: PacCall };

/** After a restart of a single node nothing waits longer than this: short, and yet no storm when it starts again and again. */
export const SOON_MS = 500;

/** Sealing anew replaces a seal at least this old, so of two processes that seal at the same time the first one stands. */
const RESEAL_AFTER_MS = 60 * 60_000;

const SETTLED: ReadonlySet<InvoiceState> = new Set(['stamped', 'rejected', 'reconcile', 'canceled']);

/** The sales in the order they were claimed. Throws on none, a repeated one or one that is not this tenant's: the caller's mistake. */
export function claimedSales<T extends { readonly id: string }>({ saleIds }: Claim, found: readonly T[]): readonly T[] {
  const byId = new Map(found.map((sale) => [sale.id, sale]));
  if (saleIds.length === 0) throw new Error('a claim needs a sale');
  if (new Set(saleIds).size !== saleIds.length) throw new Error('a claim names each sale once');
  return saleIds.map((id) => {
    const sale = byId.get(id);
    if (sale === undefined) throw new Error(`unknown sale ${id}`);
    return sale;
  });
}

/** Seals what is claimed, or anew what was never sent and sealed long ago. */
export function seal(invoice: Invoice, sealed: SealedDocument): Step | undefined {
  const anew = invoice.state === 'sealed' && sealed.sealedAt - invoice.sealed.sealedAt >= RESEAL_AFTER_MS;
  if (invoice.state !== 'claimed' && !anew) return undefined;
  return { change: { state: 'sealed', sealed } };
}

/**
 * Takes the lease and raises the fence. A send whose lease ran out without an answer may have arrived, so taking it over puts
 * the invoice in doubt: from then on neither `not sent` frees it nor may it go to another PAC. `out` others are at that PAC now.
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

/** Neither yes nor no. What was never sent stays free to go elsewhere; anything else is in doubt until its PAC answers. */
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

/** A timbre is kept whoever brings it, even after a refusal; a second one is only written down. */
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

/** A definite no, from whoever holds the fence and before anybody has settled it or put it in doubt. */
export function reject(invoice: Invoice, { fence, code, satCode, message, now }: Refused): Step | undefined {
  const { state } = invoice;
  const open = state === 'claimed' || state === 'sealed' || state === 'sending';
  if (!open || invoice.fence !== fence) return undefined;
  const refusal = { code, ...(satCode !== undefined && { satCode }), message };
  return { change: { state: 'rejected', refusal, lease: null }, call: refusedCall({ fence, code, satCode, now }) };
}

/**
 * A definite refusal that is a clock's fault and not the document's: the next generation is claimed in its place, so that it is sealed with
 * another Fecha under another client reference. The sales stay taken and the serie-folio stays theirs.
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

/** Leaves it alone until then. Whoever holds its lease goes on: `nextAt` is for those who look for something to do. */
export function postpone({ state }: Invoice, nextAt: number): Step | undefined {
  return SETTLED.has(state) ? undefined : { change: { nextAt } };
}

/** Leaves it to a person; the sales stay locked. */
export function reconcile({ state, fence }: Invoice, reason: string, now: number): Step | undefined {
  if (SETTLED.has(state)) return undefined;
  return { change: { state: 'reconcile', lease: null }, call: { kind: 'reconcile', fence, at: now, reason } };
}

/** Somebody proved that it was never stamped. Its refusal says so, and the evidence stays in the account of its calls. */
export function release({ state, fence }: Invoice, { evidence, now }: Release): Step | undefined {
  if (state !== 'reconcile') return undefined;
  return {
    change: { state: 'rejected', refusal: { code: 'never-stamped', message: evidence } },
    call: { kind: 'released', fence, at: now, reason: evidence },
  };
}
