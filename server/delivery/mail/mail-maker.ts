/** The port to each kind of mail: what suppresses it, and how its delivery becomes a mail. */

import type { Delivery } from '../../outbox/delivery.ts';
import type { SuppressionReason } from '../../outbox/outbox-store.ts';
import type { DeliveryEnd } from '../channel.ts';
import type { MailAddress } from './address.ts';
import type { Mail } from './mailer.ts';

/** A mail, or the reason why there is none: it is no longer wanted, or not due yet. */
export type MadeMail =
  | { readonly kind: 'mail'; readonly mail: Mail }
  | Extract<DeliveryEnd, { readonly kind: 'dropped' | 'retry' }>;

/** Makes one kind of mail when its delivery is due, from the data as they are then. */
export type MailMaker = {
  /** The reasons that suppress this kind of mail. */
  readonly stoppedBy: readonly SuppressionReason[];
  /** The daily limit for one address from one merchant, and the name under which it is counted. More is a mistake, or too much for anybody. */
  readonly daily: { readonly name: string; readonly most: number };
  make(delivery: Delivery, ends: { readonly to: MailAddress; readonly sender: MailAddress }): Promise<MadeMail>;
};

/** The result for an invoice, sale, portal or merchant that no longer exists. */
export const NOT_THERE = { kind: 'dropped', reason: 'what it is about is not there' } as const satisfies MadeMail;
