/** Admits a look-up to a portal: freely, or for a proof of work while somebody is guessing there. */
import { Problem } from '../problems/problem.ts';
import type { LookUpLimits } from './look-up-limits.ts';
import { NO_PROOF, type ProofOfWork } from './proof-of-work.ts';

/** What admitting a look-up may touch. */
export type AdmitLookUpDeps = { readonly limits: LookUpLimits; readonly proofOfWork: ProofOfWork };

/**
 * Admits a look-up. Throws `too-many-attempts`, or `proof-of-work` with a challenge. The returned function refunds the part of the attempt
 * that a success does not cost.
 */
export async function admitLookUp(
  { limits, proofOfWork }: AdmitLookUpDeps,
  slug: string,
  { address, proof }: { readonly address: string; readonly proof: string | undefined },
): Promise<() => void> {
  limits.assertMayLookUp(address);
  if (!(await limits.isUnderAttack(slug))) return () => {};
  if (proof === NO_PROOF) return limits.takeSlowLookUp(address, slug);
  const use = `sales/search ${slug}`;
  if (proof !== undefined && (await proofOfWork.take(use, proof)) > 0) return () => {};
  throw new Problem('proof-of-work', { challenge: await proofOfWork.challenge(use) });
}
