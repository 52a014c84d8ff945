/** Decides what an endpoint's HTTP answer means for a delivery; the same for webhooks, Slack and Teams. */
import type { GuardedAnswer } from '../outbound/guarded.ts';
import type { DeliveryEnd } from './channel.ts';

/** The longest Retry-After that is honoured. */
const MAX_WAIT_MS = 24 * 3_600_000;

/**
 * Any 2xx means sent, a status in `gone` disables the listener, and everything else is retried: receivers are misconfigured and then repaired,
 * and a URL that is blocked now may be blocked only as long as its name resolves to that address.
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

/** Parses a Retry-After header, in seconds or as a date (RFC 9110 10.2.3). The result is at most a day away. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const at = /^\d+$/.test(header) ? now + Number(header) * 1_000 : Date.parse(header);
  return Number.isNaN(at) || at <= now ? undefined : Math.min(at, now + MAX_WAIT_MS);
}
