/** What the answer of somebody's endpoint means for a delivery; the same for webhooks, Slack and Teams. */
import type { GuardedAnswer } from '../outbound/guarded.ts';
import type { DeliveryEnd } from './channel.ts';

/** Longer than this nobody makes us wait. */
const MAX_WAIT_MS = 24 * 3_600_000;

/**
 * Any 2xx is taken, `gone` is the end of the endpoint, and everything else is tried again: receivers are misconfigured and put
 * right, and a URL that may not be reached now may be so only as long as its name points there.
 */
export function endOfAnswer(answer: GuardedAnswer, gone: readonly number[], now: number): DeliveryEnd {
  if (answer.kind === 'refused') return { kind: 'retry', reason: `refused: ${answer.why}` };
  if (answer.kind === 'failed') return { kind: 'retry', reason: answer.reason };
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { kind: 'sent', status };
  const reason = `HTTP ${status}`;
  if (gone.includes(status)) return { kind: 'gone', reason, status };
  const notBefore = retryAfter(headers['retry-after'], now);
  return { kind: 'retry', reason, status, ...(notBefore !== undefined && { notBefore }) };
}

/** The time that a Retry-After names, in seconds or as a date (RFC 9110 10.2.3); at most a day away. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const at = /^\d+$/.test(header) ? now + Number(header) * 1_000 : Date.parse(header);
  return Number.isNaN(at) || at <= now ? undefined : Math.min(at, now + MAX_WAIT_MS);
}
