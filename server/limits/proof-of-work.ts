/**
 * A proof of work (ALTCHA, self-hosted), asked for at a portal that is being guessed at. It keeps no cookie and knows nobody; it makes each
 * guess cost the guesser a processor's time. About 750,000 rounds of PBKDF2: 0.4 s of one server core, one to three seconds of a phone.
 *
 * What it does not do: stop somebody who pays for the time. At 0.4 core-seconds a thousand guesses cost about half a US cent in a rented
 * data centre (2026-11), so what bounds the hits of a paying attacker is the second proof, not this.
 */
import { hkdfSync, type KeyObject, randomInt } from 'node:crypto';
import { type Challenge, createChallenge, type Solution, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import { createCounter } from './counter.ts';

/** Issues and verifies proof-of-work challenges. Both methods take the slug of the portal that a challenge is bound to. */
export type ProofOfWork = {
  /** Something to solve, good for one look-up at this portal within five minutes. */
  challenge(slug: string): Promise<Challenge>;
  /** Whether this is the solution of one of ours, for this portal, in time, and used for the first time by this server. */
  take(slug: string, sent: string): Promise<boolean>;
};

/** Carries the solution: base64url of `{"challenge", "solution"}`, or `none` where none can be made. */
export const PROOF_HEADER = 'x-autofactura-proof';
/** In its place by a browser that cannot solve it: a few of these are let in. */
export const NO_PROOF = 'none';

const GOOD_FOR_MS = 5 * 60_000;
/** Many short derivations, not a few long ones: making a challenge takes the server one of them, half a millisecond. */
const ROUNDS = 1_000;
const TRIES = { from: 500, to: 1_000 } as const;
const ROUTE = 'sales/search';

const sentProof = z.object({
  challenge: z.object({ parameters: z.looseObject({ nonce: z.string() }), signature: z.string() }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});
// `expiresAt` of the library goes by the system's clock; this one goes by ours, and is signed like the rest.
const boundTo = z.object({ slug: z.string(), route: z.string(), until: z.number() });

/** Creates the issuer. Challenges are signed with keys derived from the master key, so every server that shares it can verify them. */
export function createProofOfWork(masterKey: KeyObject, now: () => number): ProofOfWork {
  const derive = (purpose: string): string =>
    Buffer.from(hkdfSync('sha256', masterKey, '', `autofactura ${purpose}`, 32)).toString('hex');
  const secrets = {
    hmacSignatureSecret: derive('proof-of-work'),
    hmacKeySignatureSecret: derive('proof-of-work-key'),
  };
  const used = createCounter(GOOD_FOR_MS, now);
  return {
    challenge: (slug) =>
      createChallenge({
        ...secrets,
        algorithm: 'PBKDF2/SHA-256',
        cost: ROUNDS,
        counter: randomInt(TRIES.from, TRIES.to),
        data: { slug, route: ROUTE, until: now() + GOOD_FOR_MS, most: TRIES.to },
        deriveKey,
      }),
    async take(slug, sent) {
      const proof = readProof(sent);
      if (!proof) return false;
      const bound = boundTo.safeParse(proof.challenge.parameters.data).data;
      if (bound?.slug !== slug || bound.route !== ROUTE || bound.until < now()) return false;
      const { verified } = await verifySolution({ ...secrets, ...proof, deriveKey });
      // After what takes time, and before anything else can happen: of two at once one is first.
      return verified && used.add(proof.challenge.parameters.nonce).count === 1;
    },
  };
}

function readProof(sent: string): { readonly challenge: Challenge; readonly solution: Solution } | undefined {
  try {
    const read = sentProof.safeParse(JSON.parse(Buffer.from(sent, 'base64url').toString('utf8')));
    // The signature says that the rest of its parameters are as we made them.
    return read.success ? (read.data as unknown as { challenge: Challenge; solution: Solution }) : undefined;
  } catch {
    return undefined;
  }
}
