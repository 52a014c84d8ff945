/** Decides whether found sales are shown, or guarded until one more detail proves that they are the customer's. */
import type { LookUpLimits } from '../limits/look-up-limits.ts';
import { needsSecondProof, strengthOf } from '../portals/lookup-strength.ts';
import type { LookupField, Portal } from '../portals/portal.ts';
import { keysOf } from '../sales/lookup.ts';
import type { LookupFacts } from '../sales/lookup-facts.ts';
import type { FoundSale } from './found-sale.ts';
import { PROOF_FIELDS, type ProofField } from './open-guarded.ts';

/** What the decision reads. */
export type GuardFoundDeps = { readonly limits: LookUpLimits; readonly lookupFacts: LookupFacts };

/** What was found, by which fields, and from which address. */
export type FoundBy = {
  readonly sales: readonly FoundSale[];
  readonly given: readonly LookupField[];
  readonly address: string;
};

/** Whether these sales may have been found by guessing, judging by the strength of the fields and today's failures. */
export async function isGuarded(
  { limits, lookupFacts }: GuardFoundDeps,
  portal: Portal,
  { sales, given, address }: FoundBy,
): Promise<boolean> {
  const email = given.includes('email') ? sales[0]?.sale.body.email?.toLowerCase() : undefined;
  const failures = await limits.failuresOf({ slug: portal.slug, address, email });
  const strength = strengthOf(given, await lookupFacts.of(portal));
  const isWholeTicket = given.includes('folio') && proofFieldOf(sales, given) === undefined;
  return needsSecondProof(strength, failures, isWholeTicket);
}

/** The detail that would open the sales; none if the shop has nothing on file beyond what was given. */
export function proofFieldOf(sales: readonly FoundSale[], given: readonly LookupField[]): ProofField | undefined {
  return PROOF_FIELDS.find((field) => !given.includes(field) && sales.every((found) => isOnFile(field, found)));
}

function isOnFile(field: ProofField, { sale }: FoundSale): boolean {
  const { totalCentavos, cardLast4, emailKey } = keysOf(sale.body);
  return { total: totalCentavos, cardLast4, email: emailKey }[field] !== undefined;
}
