/** Proofs of work as a client computes them. */
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { expect } from 'vitest';
import { PROOF_HEADER } from '../../server/limits/proof-of-work.ts';
import { readProblem } from './api.ts';

/** The challenge of a 429. */
export async function challengeOf(answer: Response): Promise<Challenge> {
  const problem = (await readProblem(answer, 429)) as unknown as { code: string; challenge: Challenge };
  expect(problem).toMatchObject({ code: 'proof-of-work', fixedAt: 'later' });
  return problem.challenge;
}

/** The header with its solution. */
export async function solved(challenge: Challenge): Promise<Readonly<Record<string, string>>> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return { [PROOF_HEADER]: Buffer.from(JSON.stringify({ challenge, solution })).toString('base64url') };
}
