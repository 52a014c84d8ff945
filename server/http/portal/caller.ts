/** Who calls a portal's route: from which network, and with which proof of work. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { paidUse } from '../../limits/paid-uses.ts';
import { NO_PROOF, PROOF_HEADER } from '../../limits/proof-of-work.ts';
import type { Caller } from '../../limits/prover.ts';
import { addressOf } from '../api/address.ts';
import type { Services } from '../api/services.ts';

/** The schema of the header with a proof of work. */
export const proofHeader = z.object({
  [PROOF_HEADER]: z
    .string()
    .max(4_000)
    .optional()
    .openapi({
      description: `The solution of the \`challenge\` of a 429 \`proof-of-work\`, which works once: base64url of {"challenge", "solution": {"counter", "derivedKey"}}; or \`${NO_PROOF}\` from a client that cannot compute one.`,
    }),
});

/** For the description of routes that count tries about a sale. */
export const TRIES_ARE_PAID =
  'Once the free tries of the day are spent, a try gets 429 `proof-of-work` with an ALTCHA `challenge`; repeat it with the solution. Each network has two such failures a day for a sale, and then gets 429 `sale-tries-spent`.';

/** Reads the caller of a request of which only so many are free. */
export function callerOf({ trustProxy, proofOfWork }: Services, c: Context): Caller {
  const address = addressOf(c, trustProxy);
  const sent = c.req.header(PROOF_HEADER);
  if (sent === NO_PROOF) return { address };
  let proven: Promise<number> | undefined;
  const paid = (): Promise<number> => {
    proven ??= sent === undefined ? Promise.resolve(0) : proofOfWork.take(paidUse(address), sent);
    return proven;
  };
  return { address, paid };
}
