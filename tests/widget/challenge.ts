/** Proofs of work as the server asks for them, far easier, and as it verifies them. */
import { createChallenge, type Challenge as MadeChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import type { Challenge } from '../../widget/portal/wire.ts';
import { problem } from './stand-in.ts';

const SECRETS = { hmacSignatureSecret: 'one', hmacKeySignatureSecret: 'other' };

/** A challenge whose counter is `counter`, and which says that none is above `most`. */
export async function makeChallenge(counter = 90, most = 1_000): Promise<Challenge> {
  const how = { algorithm: 'PBKDF2/SHA-256', cost: 100, counter, data: { most }, deriveKey, ...SECRETS };
  return (await createChallenge(how)) as unknown as Challenge;
}

/** The answer of a server that asks for it. */
export function asks(challenge: Challenge) {
  return problem('proof-of-work', 'later', { status: 429, challenge });
}

/** Whether the header holds the solution of one of these challenges. */
export async function isProof(sent: string | null | undefined): Promise<boolean> {
  const { challenge, solution } = JSON.parse(atob((sent ?? '').replaceAll('-', '+').replaceAll('_', '/')));
  return (await verifySolution({ challenge: challenge as MadeChallenge, solution, deriveKey, ...SECRETS })).verified;
}
