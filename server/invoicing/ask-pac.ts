/** One question to the PAC, and what may be made of its answer given what was sent before. */
import type { Pac, PacReply, TellsTime } from '../pac/pac.ts';
import { clientRefOf } from './client-ref.ts';
import type { Invoice, SealedDocument } from './invoice.ts';
import type { Invoicing } from './invoicing.ts';

/** The PAC's deadline is shorter than the lease, so that a lease that is over means nobody is sending. */
export const PAC_DEADLINE_MS = 35_000;
export const LEASE_MS = 45_000;

/** What the PAC says, its look-up asked where `stamp` alone leaves it open. A refusal comes back only when it is definite. */
export async function askPac(
  invoicing: Invoicing,
  pac: Pac,
  sealed: SealedDocument,
  invoice: Invoice,
): Promise<PacReply & TellsTime> {
  // An adapter promises not to throw; one that does must not leave a document without an answer.
  try {
    return await ask(invoicing, pac, sealed, invoice);
  } catch (error) {
    return { kind: 'unknown', reason: `the adapter failed: ${error instanceof Error ? error.name : 'unknown'}` };
  }
}

async function ask(
  invoicing: Invoicing,
  pac: Pac,
  sealed: SealedDocument,
  invoice: Invoice,
): Promise<PacReply & TellsTime> {
  const request = { xml: sealed.xml, clientRef: clientRefOf(invoice) };
  // One deadline for the call and its look-up: together they end before the lease does.
  const deadline = AbortSignal.timeout(PAC_DEADLINE_MS);
  if (invoice.inDoubtSince !== undefined) {
    const isOther = await isOtherAccount(invoicing, pac, invoice);
    const found = isOther || looksFirst(pac) ? await pac.lookup?.(request, deadline) : undefined;
    if (found && found.kind !== 'absent' && (found.kind !== 'rejected' || !isOther)) return found;
    // An account that was not there when it was sent knows nothing of it: neither its no nor its "absent" says anything.
    if (isOther) return { kind: 'unknown', reason: 'sent by another account', about: 'document' };
    if (looksFirst(pac) && pac.capabilities.clientRefHours === undefined) return NOTHING_MAKES_IT_SAFE;
  }
  const reply = await pac.stamp(request, deadline);
  const isDefinite = invoice.inDoubtSince === undefined || pac.capabilities.rejectsAfter307Check;
  const isOpen = reply.kind === 'already-stamped' || (reply.kind === 'rejected' && !isDefinite);
  if (!isOpen) return reply;
  const found = await pac.lookup?.(request, deadline);
  if (found && found.kind !== 'absent' && found.kind !== 'rejected') return found;
  // A 307 says that it was stamped: a look-up that does not find it yet lags (Finkok's 603).
  if (reply.kind === 'already-stamped') return reply;
  const isAbsent = found?.kind === 'absent' && (await lagIsOver(invoicing, pac, invoice));
  return isAbsent ? reply : { kind: 'unknown', reason: `refused after doubt: ${reply.code}`, about: 'document' };
}

/** Not found where a repeat would be another stamp, and no reference makes it harmless. */
const NOTHING_MAKES_IT_SAFE: PacReply = {
  kind: 'unknown',
  reason: 'not found there, and nothing makes a repeat safe',
  about: 'document',
};

/** Whether the merchant's account with the PAC is another than the one that may have stamped it. */
export async function isOtherAccount({ store, pacs }: Invoicing, pac: Pac, invoice: Invoice): Promise<boolean> {
  const first = (await store.invoices.callsOf(invoice.id)).find(({ kind }) => kind === 'intent');
  return (await pacs.since(invoice, pac.capabilities.id)) > (first?.at ?? Number.POSITIVE_INFINITY);
}

/** Where sending again may stamp again, what was sent before is looked for first. */
export function looksFirst({ capabilities }: Pac): boolean {
  return capabilities.sameBytes === 'new-uuid' && capabilities.lookup !== 'none';
}

/** Whether the last send before this one is so long ago that a look-up would know of its stamp. */
export async function lagIsOver({ store, now }: Invoicing, pac: Pac, invoice: Invoice): Promise<boolean> {
  const earlier = (await store.invoices.callsOf(invoice.id)).filter(({ fence }) => fence < invoice.fence);
  const last = earlier.at(-1);
  // Nobody wrote down how that one ended: it may have been under way as long as its lease.
  const endedAt = last === undefined ? 0 : last.at + (last.kind === 'intent' ? LEASE_MS : 0);
  return now() - endedAt >= pac.capabilities.lookupLagMs;
}
