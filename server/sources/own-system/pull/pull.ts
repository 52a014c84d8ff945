/** A merchant's own URL as a source: asked for a sale when a customer looks for one, signed as our webhooks are. */
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

/** A customer sees a handful; more is an answer to another question. */
const MOST_SALES = 20;
const ANSWER = z.object({ sales: z.array(z.record(z.string(), z.unknown())).max(MOST_SALES) });

/** Somebody is waiting for it. */
const TIMEOUT_MS = 4_000;
/** Whoever goes away meanwhile has asked for everybody who asks the same. */
const NEVER = new AbortController().signal;

/** Public addresses by https, looked at before each question; on this machine only where stand-ins are. */
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

/** 404 is an answer too: there is no such sale. */
function reading(answer: GuardedAnswer, now: number): FactsReading {
  if (answer.kind === 'refused') return { kind: 'unavailable', reason: `may not be asked: ${answer.why}` };
  if (answer.kind === 'failed') return { kind: 'unavailable', reason: answer.reason };
  if (answer.status === 404) return { kind: 'facts', facts: [] };
  // It understood that it was asked, and not what: somebody typed something odd.
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
