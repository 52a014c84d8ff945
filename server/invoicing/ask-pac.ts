/** One question to the PAC, and what may be made of its answer given what was sent before. */
import type { LookupReply, Pac, PacReply } from '../pac/pac.ts';
import { clientRefOf } from './client-ref.ts';
import type { Invoice, SealedDocument } from './invoice.ts';
import type { Invoicing } from './invoicing.ts';

/** The PAC's deadline is shorter than the lease, so that a lease that is over means nobody is sending. */
const PAC_DEADLINE_MS = 35_000;
export const LEASE_MS = 45_000;

/** What the PAC says, its look-up asked where `stamp` alone leaves it open. A refusal comes back only when it is definite. */
export async function askPac(
  invoicing: Invoicing,
  pac: Pac,
  sealed: SealedDocument,
  invoice: Invoice,
): Promise<PacReply> {
  const request = { xml: sealed.xml, clientRef: clientRefOf(invoice) };
  // One deadline for the call and its look-up: together they end before the lease does.
  const deadline = AbortSignal.timeout(PAC_DEADLINE_MS);
  if (invoice.inDoubtSince !== undefined && looksFirst(pac)) {
    const found = lookedFor(pac, await pac.lookup?.(request, deadline));
    if (found) return found;
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
  return isAbsent ? reply : { kind: 'unknown', reason: `refused after doubt: ${reply.code}` };
}

/** Where sending again may stamp again, what was sent before is looked for first. */
export function looksFirst({ capabilities }: Pac): boolean {
  return capabilities.sameBytes === 'new-uuid' && capabilities.lookup !== 'none';
}

/** What became of the sends before; `undefined` when nothing is there and the reference makes sending again harmless. */
function lookedFor(pac: Pac, found: LookupReply | undefined): PacReply | undefined {
  if (found && found.kind !== 'absent') return found;
  const isHarmless = pac.capabilities.clientRefHours !== undefined;
  return isHarmless ? undefined : { kind: 'unknown', reason: 'not found there, and nothing makes a repeat safe' };
}

/** Whether the last send before this one is so long ago that a look-up would know of its stamp. */
async function lagIsOver({ store, now }: Invoicing, pac: Pac, invoice: Invoice): Promise<boolean> {
  const earlier = (await store.invoices.callsOf(invoice.id)).filter(({ fence }) => fence < invoice.fence);
  const last = earlier.at(-1);
  // Nobody wrote down how that one ended: it may have been under way as long as its lease.
  const endedAt = last === undefined ? 0 : last.at + (last.kind === 'intent' ? LEASE_MS : 0);
  return now() - endedAt >= pac.capabilities.lookupLagMs;
}
