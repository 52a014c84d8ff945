/** The mail channel: composes the mail of a delivery in its merchant's name and hands it to their carrier. */

import type { AttemptStore } from '../../limits/attempt-store.ts';
import type { Delivery } from '../../outbox/delivery.ts';
import type { AddressStore } from '../../outbox/outbox-store.ts';
import type { Channel, DeliveryEnd } from '../channel.ts';
import { type MailAddress, parseMailAddress } from './address.ts';
import type { AddressHash } from './address-hash.ts';
import { endOf, nobodyCarries } from './carrier-end.ts';
import type { Carriers } from './carriers.ts';
import type { MailMaker } from './mail-maker.ts';

/** What the mail channel needs: a maker for each template, the suppressed addresses and the daily limits. */
export type MailChannelOptions = {
  readonly store: { readonly attempts: AttemptStore; readonly addresses: Pick<AddressStore, 'suppressed'> };
  readonly hashOf: AddressHash;
  readonly carriers: Carriers;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** By the template that a delivery's payload names; an unknown one counts as an invoice's. */
  readonly makers: {
    readonly reminder: MailMaker;
    readonly canceled: MailMaker;
    readonly 'request-answer': MailMaker;
    readonly invoice: MailMaker;
  };
};

const TOO_LATE_MS = 7 * 86_400_000;

/** Creates the channel. It sends one mail at a time, with the delivery's id as the idempotency key. */
export function createMailChannel(options: MailChannelOptions): Channel {
  return {
    async deliver([delivery], signal) {
      if (!delivery) return { kind: 'dropped', reason: 'nothing to send' };
      const to = parseMailAddress(delivery.target);
      if (!to) return { kind: 'failed', reason: 'no address' };
      // After an outage of days or an upgrade, the people who wanted this mail have its content already.
      if (options.now() - delivery.createdAt > TOO_LATE_MS) return { kind: 'dropped', reason: 'too late' };
      const maker = makerOf(options, delivery);
      const refusal = await refusalOf(options, maker, delivery, to);
      if (refusal) return refusal;
      const carrier = await options.carriers(delivery.tenant);
      if (!carrier) return nobodyCarries(options.now());
      const made = await maker.make(delivery, { to, sender: carrier.sender });
      if (made.kind !== 'mail') return made;
      return endOf(await carrier.mailer.send(made.mail, delivery.id, signal), options.now());
    },
  };
}

function makerOf({ makers }: MailChannelOptions, { payload: { template } }: Delivery): MailMaker {
  if (template === 'reminder' || template === 'request-answer') return makers[template];
  return template === 'invoice-canceled' ? makers.canceled : makers.invoice;
}

/** Returns why this address must not get such a mail: it bounced, unsubscribed, or reached today's limit. Retries count as one mail. */
async function refusalOf(
  { store, hashOf, now }: MailChannelOptions,
  { stoppedBy, daily }: MailMaker,
  { tenant, attempts }: Delivery,
  to: MailAddress,
): Promise<DeliveryEnd | undefined> {
  const hash = hashOf(to);
  const suppressed = await store.addresses.suppressed(tenant, hash);
  if (suppressed !== undefined && stoppedBy.includes(suppressed)) return { kind: 'dropped', reason: suppressed };
  if (attempts > 0) return undefined;
  const day = new Date(now()).toISOString().slice(0, 10);
  const sent = await store.attempts.add(`${daily.name}:${tenant.merchantId}:${tenant.world}:${hash}`, day);
  return sent > daily.most ? { kind: 'failed', reason: 'too many to this address today' } : undefined;
}
