/** The port to each kind of mail: what stops it, and how its delivery becomes a mail. */

import type { Delivery } from '../../outbox/delivery.ts';
import type { SuppressionReason } from '../../outbox/outbox-store.ts';
import type { DeliveryEnd } from '../channel.ts';
import type { MailAddress } from './address.ts';
import type { Mail } from './mailer.ts';

/** A mail, or why there is none now: not wanted any more, or not yet. */
export type MadeMail =
  | { readonly kind: 'mail'; readonly mail: Mail }
  | Extract<DeliveryEnd, { readonly kind: 'dropped' | 'retry' }>;

/** Makes one kind of mail when its delivery is due, from the data as they are then. */
export type MailMaker = {
  /** Why an address gets none of these. */
  readonly stoppedBy: readonly SuppressionReason[];
  /** Of one address and day, from one merchant, counted under that name: more is a mistake, or too much for anybody. */
  readonly daily: { readonly name: string; readonly most: number };
  make(delivery: Delivery, ends: { readonly to: MailAddress; readonly sender: MailAddress }): Promise<MadeMail>;
};

/** Of an invoice, a sale, a portal or a merchant that is not there any more. */
export const NOT_THERE = { kind: 'dropped', reason: 'what it is about is not there' } as const satisfies MadeMail;
