/** Asks the PAC whether a document in doubt was stamped, when resending can no longer settle it. */
import type { LookupReply, Pac } from '../pac/pac.ts';
import type { Pacs } from '../pac/pacs.ts';
import { type AskPacDeps, isOtherAccount, lagIsOver, PAC_DEADLINE_MS } from './ask-pac.ts';
import { clientRefOf } from './client-ref.ts';
import { type ConcludeDeps, conclude } from './conclude.ts';
import { acceptTimbreAside } from './document-aside.ts';
import { holdAnswer } from './hold-answer.ts';
import type { Invoice } from './invoice.ts';

/** What a look-up proved. `undecided` means to look up again later. */
export type LookedUp =
  /** It was stamped, and is recorded. */
  | { readonly kind: 'stamped'; readonly invoice: Invoice }
  /** The PAC has no stamp, and would know of one by now. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'undecided'; readonly reason: string };

/** What a look-up may touch. */
export type LookUpDeps = ConcludeDeps &
  AskPacDeps & {
    readonly pacs: Pacs;
  };

/** Safe to repeat in any state: it sends nothing that could be stamped a second time. */
export async function lookUp(deps: LookUpDeps, invoice: Invoice): Promise<LookedUp> {
  const pac = (await deps.pacs.of(invoice)).find(({ capabilities }) => capabilities.id === invoice.pacId);
  const { sealed } = invoice;
  if (!pac || !sealed) return { kind: 'undecided', reason: 'its PAC has no account here' };
  const reply = await ask(pac, { xml: sealed.xml, clientRef: clientRefOf(invoice) });
  if (reply.kind === 'stamped' && (await acceptTimbreAside(sealed, reply.xml)).kind === 'ours') {
    const recorded = await holdAnswer(() => conclude(deps, pac, invoice, sealed, reply));
    return { kind: 'stamped', invoice: recorded };
  }
  // An account added after the document was sent knows nothing of it, so its "absent" proves nothing.
  if (await isOtherAccount(deps, pac, invoice)) return { kind: 'undecided', reason: 'sent by another account' };
  if (isNo(pac, reply) && (await lagIsOver(deps, pac, invoice, invoice.fence + 1))) return { kind: 'absent' };
  return { kind: 'undecided', reason: 'reason' in reply ? reply.reason : reply.kind };
}

/** Looks it up, or, without a look-up, sends the same bytes again if a repeat can only return the existing stamp. */
async function ask(pac: Pac, request: { readonly xml: string; readonly clientRef: string }): Promise<LookupReply> {
  const deadline = AbortSignal.timeout(PAC_DEADLINE_MS);
  try {
    if (pac.lookup) return await pac.lookup(request, deadline);
    if (pac.capabilities.sameBytes !== 'new-uuid') return await pac.stamp(request, deadline);
    return { kind: 'unknown', reason: 'this PAC cannot be asked' };
  } catch (error) {
    return { kind: 'unknown', reason: `the adapter failed: ${error instanceof Error ? error.name : 'unknown'}` };
  }
}

function isNo({ capabilities }: Pac, { kind }: LookupReply): boolean {
  return (
    kind === 'absent' || (kind === 'rejected' && capabilities.lookup === 'none' && capabilities.rejectsAfter307Check)
  );
}
