/** The mail channel: composes the mail of a delivery in its merchant's name and hands it to their carrier. */

import type { AttemptStore } from '../../limits/attempt-store.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import type { Delivery } from '../../outbox/delivery.ts';
import type { AddressStore } from '../../outbox/outbox-store.ts';
import type { AlertMail } from '../alert-channel.ts';
import type { Channel, DeliveryEnd } from '../channel.ts';
import { type MailAddress, parseMailAddress } from './address.ts';
import type { AddressHash } from './address-hash.ts';
import { alertMail } from './alert-mail.ts';
import type { Carriers } from './carriers.ts';
import type { MailMaker } from './mail-maker.ts';
import type { MailReply } from './mailer.ts';

/** What the mail channel needs: a maker for each template, the suppressed addresses and the daily limits. */
export type MailChannelOptions = AlertMailerOptions & {
  readonly store: { readonly attempts: AttemptStore; readonly addresses: Pick<AddressStore, 'suppressed'> };
  readonly hashOf: AddressHash;
  /** By the template that a delivery's payload names; an unknown one counts as an invoice's. */
  readonly makers: {
    readonly reminder: MailMaker;
    readonly canceled: MailMaker;
    readonly 'request-answer': MailMaker;
    readonly invoice: MailMaker;
  };
};

/** What mailing an alert to a merchant's team needs. `now` answers epoch milliseconds. */
export type AlertMailerOptions = {
  readonly store: { readonly merchants: Pick<MerchantStore, 'getMerchant'> };
  readonly carriers: Carriers;
  readonly now: () => number;
};

const NOBODY_AGAIN_MS = 600_000;
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
      if (!carrier) return nobodyCarries(options);
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

/** Creates the function by which the alert channel mails an alert. */
export function createAlertMailer(options: AlertMailerOptions) {
  return async ({ id, tenant, to, language, alert }: AlertMail, signal: AbortSignal): Promise<DeliveryEnd> => {
    const address = parseMailAddress(to);
    if (!address) return { kind: 'failed', reason: 'no address' };
    const carrier = await options.carriers(tenant);
    const merchant = await options.store.merchants.getMerchant(tenant.merchantId);
    if (!carrier || !merchant) return nobodyCarries(options);
    const mail = alertMail({
      ...{ to: address, sender: carrier.sender, merchant, world: tenant.world, language },
      portal: { theme: PLAIN, contact: {} },
      isTrial: alert.isTrial,
      title: alert.title,
      ...(alert.panel !== undefined && { url: alert.panel }),
      lines: alert.more === undefined ? alert.lines : [...alert.lines, { text: alert.more }],
    });
    return endOf(await carrier.mailer.send(mail, id, signal), options.now());
  };
}

const PLAIN = { primary: '#1f2937', accent: '#1f2937' };

function nobodyCarries({ now }: AlertMailerOptions): DeliveryEnd {
  return { kind: 'retry', reason: 'no carrier', notBefore: now() + NOBODY_AGAIN_MS };
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
  const sent = await store.attempts.add(`${daily.name}:${tenant.merchantId}:${hash}`, day);
  return sent > daily.most ? { kind: 'failed', reason: 'too many to this address today' } : undefined;
}

function endOf(reply: MailReply, now: number): DeliveryEnd {
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
