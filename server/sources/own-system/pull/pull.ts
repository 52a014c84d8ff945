/** A merchant's own URL as a source: it is asked for a sale when a customer looks for one, with a signature like our webhooks'. */
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { mayBeAsked } from '../../../outbound/address-rules.ts';
import { createGuardedClient, type GuardedAnswer } from '../../../outbound/guarded.ts';
import { parseJson } from '../../../outbound/json-answer.ts';
import type { SaleFact } from '../../intake/fact.ts';
import { whereWrong } from '../../intake/order-values.ts';
import { submittedFact } from '../../intake/submitted-fact.ts';
import type { FactsReading, KnownSource } from '../../source.ts';

const CREDENTIALS = z.strictObject({
  url: z.string().max(500),
  /** Standard Webhooks: 24 to 64 bytes in base64. */
  secret: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/),
});

/** A customer sees a handful of sales; more means that the answer does not match the query. */
const MOST_SALES = 20;
const ANSWER = z.object({ sales: z.array(z.record(z.string(), z.unknown())).max(MOST_SALES) });

/** A customer is waiting for it. */
const TIMEOUT_MS = 4_000;
/** One question serves everybody who asks the same, so it is not aborted when one of them leaves. */
const NEVER = new AbortController().signal;

/** The adapter. It only contacts public addresses over https, checked before each request; loopback only if there are stand-ins. */
export const PULL: KnownSource = {
  name: 'tu sistema',
  credentials: CREDENTIALS,
  create(credentials, { baseUrl }) {
    const { url, secret } = CREDENTIALS.parse(credentials);
    const allowLoopback = baseUrl !== undefined;
    if (!mayBeAsked(url, allowLoopback)) {
      throw new z.ZodError([{ code: 'custom', message: 'malformed', path: ['url'], input: undefined }]);
    }
    const client = createGuardedClient({ allowLoopback });
    return {
      async find(question, now) {
        const body = JSON.stringify({ type: 'sale.lookup', data: question });
        const request = { headers: signed(secret, body, now), body, timeoutMs: TIMEOUT_MS };
        return reading(await client.post(url, { ...request, signal: NEVER }), now);
      },
    };
  },
};

function signed(secret: string, body: string, now: number): Readonly<Record<string, string>> {
  const id = `msg_${randomUUID()}`;
  return {
    'Content-Type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(now), body),
  };
}

/** Reads the answer. 404 means that there is no such sale. */
function reading(answer: GuardedAnswer, now: number): FactsReading {
  if (answer.kind === 'refused') return { kind: 'unavailable', reason: `may not be asked: ${answer.why}` };
  if (answer.kind === 'failed') return { kind: 'unavailable', reason: answer.reason };
  if (answer.status === 404) return { kind: 'facts', facts: [] };
  // It was reached but did not understand the question, because a customer typed something odd.
  if (answer.status === 400 || answer.status === 422) return { kind: 'unreadable', reason: `HTTP ${answer.status}` };
  if (answer.status !== 200) return { kind: 'unavailable', reason: `HTTP ${answer.status}` };
  const read = ANSWER.safeParse(parseJson(answer.text));
  if (!read.success)
    return { kind: 'unreadable', reason: `HTTP 200, other than expected at ${whereWrong(read.error)}` };
  const facts = read.data.sales
    .map((sale) => submittedFact(sale, now))
    .filter((fact): fact is SaleFact => fact !== undefined);
  return { kind: 'facts', facts };
}
