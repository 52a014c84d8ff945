/** Calls the PAC once and decides what its answer proves, given what was sent before. */
import type { Pac, PacReply, ReportsTime } from '../pac/pac.ts';
import type { Pacs } from '../pac/pacs.ts';
import { clientRefOf } from './client-ref.ts';
import type { Invoice, SealedDocument } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';

/** The deadline of a PAC call is shorter than the lease, so once a lease has expired no process is still sending. */
export const PAC_DEADLINE_MS = 35_000;
/** How long one process may work on an invoice before another may take it over. Longer than any call to a PAC. */
export const LEASE_MS = 45_000;

/** What a call to a PAC may touch. */
export type AskPacDeps = {
  readonly store: { readonly invoices: InvoiceStore };
  readonly pacs: Pacs;
  readonly now: () => number;
};

/** Stamps, and looks the document up if the answer leaves the outcome open. A refusal is returned only if it is definite. */
export async function askPac(
  deps: AskPacDeps,
  pac: Pac,
  sealed: SealedDocument,
  invoice: Invoice,
): Promise<PacReply & ReportsTime> {
  // Adapters promise not to throw; if one does, the document must still get an answer.
  try {
    return await ask(deps, pac, sealed, invoice);
  } catch (error) {
    return { kind: 'unknown', reason: `the adapter failed: ${error instanceof Error ? error.name : 'unknown'}` };
  }
}

async function ask(
  deps: AskPacDeps,
  pac: Pac,
  sealed: SealedDocument,
  invoice: Invoice,
): Promise<PacReply & ReportsTime> {
  const request = { xml: sealed.xml, clientRef: clientRefOf(invoice) };
  // One deadline for the call and its look-up: together they end before the lease does.
  const deadline = AbortSignal.timeout(PAC_DEADLINE_MS);
  if (invoice.inDoubtSince !== undefined) {
    const isOther = await isOtherAccount(deps, pac, invoice);
    const found = isOther || looksFirst(pac) ? await pac.lookup?.(request, deadline) : undefined;
    if (found && found.kind !== 'absent' && (found.kind !== 'rejected' || !isOther)) return found;
    // An account added after the document was sent knows nothing of it, so neither its refusal nor its "absent" proves
    // anything.
    if (isOther) return { kind: 'unknown', reason: 'sent by another account', about: 'document' };
    if (looksFirst(pac) && pac.capabilities.clientRefHours === undefined) return NOTHING_MAKES_IT_SAFE;
  }
  const reply = await pac.stamp(request, deadline);
  const isDefinite = invoice.inDoubtSince === undefined || pac.capabilities.rejectsAfter307Check;
  const isOpen = reply.kind === 'already-stamped' || (reply.kind === 'rejected' && !isDefinite);
  if (!isOpen) return reply;
  const found = await pac.lookup?.(request, deadline);
  if (found && found.kind !== 'absent' && found.kind !== 'rejected') return found;
  // A 307 proves that it was stamped; a look-up that does not find it is merely behind (Finkok's 603).
  if (reply.kind === 'already-stamped') return reply;
  const isAbsent = found?.kind === 'absent' && (await lagIsOver(deps, pac, invoice, invoice.fence));
  return isAbsent ? reply : { kind: 'unknown', reason: `refused after doubt: ${reply.code}`, about: 'document' };
}

/** The document was not found, a repeat would be stamped again, and there is no reference to prevent that. */
const NOTHING_MAKES_IT_SAFE: PacReply = {
  kind: 'unknown',
  reason: 'not found there, and nothing makes a repeat safe',
  about: 'document',
};

/** Tells whether the merchant now uses a different account with this PAC than the one that may have stamped the invoice. */
export async function isOtherAccount({ store, pacs }: AskPacDeps, pac: Pac, invoice: Invoice): Promise<boolean> {
  const calls = await store.invoices.callsOf(invoice.id);
  // A send that never arrived, or was refused, left nothing with the account of that time.
  const over = new Set(calls.flatMap(({ kind, fence }) => (kind === 'not-sent' || kind === 'rejected' ? [fence] : [])));
  const first = calls.find(({ kind, fence }) => kind === 'intent' && !over.has(fence));
  return (await pacs.since(invoice, pac.capabilities.id)) > (first?.at ?? Number.POSITIVE_INFINITY);
}

/** Tells whether to look up an earlier stamp before sending again, because a repeat could be stamped a second time. */
export function looksFirst({ capabilities }: Pac): boolean {
  return capabilities.sameBytes === 'new-uuid' && capabilities.lookup !== 'none';
}

/** Tells whether enough time has passed for a look-up to find the stamp of the last send before the fence `before`. */
export async function lagIsOver(
  { store, now }: AskPacDeps,
  pac: Pac,
  invoice: Invoice,
  before: number,
): Promise<boolean> {
  const earlier = (await store.invoices.callsOf(invoice.id)).filter(({ fence }) => fence < before);
  const last = earlier.at(-1);
  // Nobody recorded how that call ended, so it may have run for as long as its lease.
  const endedAt = last === undefined ? 0 : last.at + (last.kind === 'intent' ? LEASE_MS : 0);
  return now() - endedAt >= pac.capabilities.lookupLagMs;
}
