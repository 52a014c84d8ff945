/** How a delivery by mail ends, by what its carrier answered. */
import type { DeliveryEnd } from '../channel.ts';
import type { MailReply } from './mailer.ts';

const NOBODY_AGAIN_MS = 600_000;

/** The end of a delivery whose merchant has no carrier now; it is retried. `now` is in epoch milliseconds. */
export function nobodyCarries(now: number): DeliveryEnd {
  return { kind: 'retry', reason: 'no carrier', notBefore: now + NOBODY_AGAIN_MS };
}

/** The end of a delivery to which the carrier gave this reply. */
export function endOf(reply: MailReply, now: number): DeliveryEnd {
  switch (reply.kind) {
    case 'taken':
      return { kind: 'sent', ...(reply.receipt !== undefined && { receipt: reply.receipt }) };
    case 'refused':
      return { kind: 'failed', reason: reply.reason };
    case 'later':
      return {
        ...{ kind: 'retry', reason: reply.reason },
        ...(reply.retryAfterMs !== undefined && { notBefore: now + reply.retryAfterMs }),
      };
  }
}
