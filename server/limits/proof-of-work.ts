/**
 * A proof of work (ALTCHA, self-hosted), required at a portal that is under attack, and of whoever does more than is free (`paid-uses.ts`). It
 * sets no cookie and identifies nobody, but each guess costs processor time: about 750,000 rounds of PBKDF2, which is 0.4 s of one server core,
 * or two seconds on a phone and four at most. It does not stop an attacker who pays for the time. At 0.4 core-seconds, a thousand guesses cost
 * about half a US cent in a rented data centre (2026-11), so it is the second proof that limits what a paying attacker finds.
 */
import { hkdfSync, type KeyObject, randomInt } from 'node:crypto';
import { type Challenge, createChallenge, type Solution, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import type { AttemptStore } from './attempt-store.ts';
import { dayOf } from './day.ts';

/** Issues and verifies proof-of-work challenges. Both methods take the use that a challenge is bound to. */
export type ProofOfWork = {
  /** Creates a challenge whose solution allows one use within five minutes, at `times` the usual work. */
  challenge(use: string, times?: number): Promise<Challenge>;
  /**
   * Returns how many times the usual work the header proves; 0 unless it holds the solution of a challenge of ours, for this use, in time, and
   * not used before, at whichever of our servers. Throws `StoreUnavailable`.
   */
  take(use: string, sent: string): Promise<number>;
};

/** The request header with the solution: base64url of `{"challenge", "solution"}`, or `none` from a browser that cannot compute one. */
export const PROOF_HEADER = 'x-autofactura-proof';
/** The header's value from a browser that cannot compute a solution. A few such look-ups are allowed. */
export const NO_PROOF = 'none';

const GOOD_FOR_MS = 5 * 60_000;
/** Many short derivations rather than a few long ones: creating a challenge costs the server only one of them, half a millisecond. */
const ROUNDS = 1_000;
/** Any counter from zero on, so that nobody saves work by starting in the middle; half of these are computed on average. */
const TRIES = 1_500;

const sentProof = z.object({
  challenge: z.object({ parameters: z.looseObject({ nonce: z.string() }), signature: z.string() }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});
// The library's `expiresAt` uses the system clock. This one uses ours, and it is signed like the rest.
const boundTo = z.object({ use: z.string(), times: z.number(), until: z.number() });

/** Creates the issuer. Challenges are signed with keys derived from the master key, so every server that shares it can verify them; used ones are counted in `attempts`. */
export function createProofOfWork(masterKey: KeyObject, attempts: AttemptStore, now: () => number): ProofOfWork {
  const derive = (purpose: string): string =>
    Buffer.from(hkdfSync('sha256', masterKey, '', `autofactura ${purpose}`, 32)).toString('hex');
  const secrets = {
    hmacSignatureSecret: derive('proof-of-work'),
    hmacKeySignatureSecret: derive('proof-of-work-key'),
  };
  return {
    challenge: (use, times = 1) =>
      createChallenge({
        ...secrets,
        algorithm: 'PBKDF2/SHA-256',
        cost: ROUNDS,
        counter: randomInt(TRIES * times),
        data: { use, times, until: now() + GOOD_FOR_MS, most: TRIES * times },
        deriveKey,
      }),
    async take(use, sent) {
      const proof = readProof(sent);
      if (!proof) return 0;
      const bound = boundTo.safeParse(proof.challenge.parameters.data).data;
      if (bound?.use !== use || bound.until < now()) return 0;
      const { verified } = await verifySolution({ ...secrets, ...proof, deriveKey });
      const isFirst =
        verified && (await attempts.take(`proof:${proof.challenge.parameters.nonce}`, dayOf(bound.until), 1));
      return isFirst ? bound.times : 0;
    },
  };
}

function readProof(sent: string): { readonly challenge: Challenge; readonly solution: Solution } | undefined {
  try {
    const read = sentProof.safeParse(JSON.parse(Buffer.from(sent, 'base64url').toString('utf8')));
    // The signature proves that the other parameters are as we created them.
    return read.success ? (read.data as unknown as { challenge: Challenge; solution: Solution }) : undefined;
  } catch {
    return undefined;
  }
}
