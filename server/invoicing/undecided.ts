/**
 * How a merchant resolves an invoice in `reconcile`: look it up again, supply the stamp, or release the sales because there is none, which is
 * possible as long as nothing was sent, too. Each is recorded in the history of the invoice's calls.
 */
import { Problem } from '../problems/problem.ts';
import { eventOf, recordTimbre } from './conclude.ts';
import { acceptTimbreAside } from './document-aside.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { type LookedUp, type LookUpDeps, lookUp } from './look-up.ts';
import { noteSettled } from './notices.ts';
import { isUnsent } from './phases.ts';

const HOUR_MS = 3_600_000;
/** A PAC stamps up to 72 h after Fecha (Anexo 20, error 401 of the PACs): before that, the bytes could still become a CFDI. */
const STAMPABLE_MS = 72 * HOUR_MS;

/** What deciding an undecided invoice may touch. */
export type UndecidedDeps = LookUpDeps & {
  readonly store: { readonly invoices: InvoiceStore };
  readonly now: () => number;
};

/** Asks the PAC once more. Throws `not-undecided` for an invoice in another state. */
export async function lookUpUndecided(deps: UndecidedDeps, invoice: Invoice): Promise<LookedUp> {
  assertUndecided(invoice);
  return lookUp(deps, invoice);
}

/** Takes the stamped XML that the merchant got from the PAC. Throws `foreign-timbre` unless it is the stamp of this very document. */
export async function adoptTimbre(deps: UndecidedDeps, invoice: Invoice, stampedXml: string): Promise<Invoice> {
  assertUndecided(invoice);
  const timbre = invoice.sealed && (await acceptTimbreAside(invoice.sealed, stampedXml));
  if (timbre?.kind !== 'ours') throw new Problem('foreign-timbre');
  return recordTimbre(deps, invoice, timbre);
}

/**
 * Frees the sales of an invoice that was never stamped, so its customer can ask again. `evidence` is in the merchant's own words (what the
 * PAC wrote, a case number, why it is not going to be sent). Throws `not-undecided` if it was sent and is not in `reconcile`, also if that
 * happens meanwhile, and what `findingOf` throws.
 */
export async function releaseUndecided(deps: UndecidedDeps, invoice: Invoice, evidence: string): Promise<Invoice> {
  const finding = isUnsent(invoice) ? 'it was never sent' : await findingOf(deps, invoice);
  const now = deps.now();
  await noteSettled(deps, invoice);
  const release = { evidence: `${finding}; ${evidence}`, now };
  const released = await deps.store.invoices.release(invoice.id, release, [eventOf('invoice.rejected', invoice, now)]);
  if (released.state !== 'rejected') throw new Problem('not-undecided');
  return released;
}

/**
 * What the PAC says of an invoice in `reconcile`, which is asked whatever the evidence. Throws `release-too-early` within 72 h of the seal, and
 * `already-invoiced` if the PAC has the stamp, which is then recorded.
 */
async function findingOf(deps: UndecidedDeps, invoice: Invoice): Promise<string> {
  assertUndecided(invoice);
  if (deps.now() - (invoice.sealed?.sealedAt ?? 0) < STAMPABLE_MS) throw new Problem('release-too-early');
  const found = await lookUp(deps, invoice);
  if (found.kind === 'stamped') throw new Problem('already-invoiced');
  return found.kind === 'absent' ? 'the PAC knows of no stamp' : `the PAC was asked: ${found.reason}`;
}

function assertUndecided({ state }: Invoice): void {
  if (state !== 'reconcile') throw new Problem('not-undecided');
}
