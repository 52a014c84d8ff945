/** Mails alerts to a merchant's team. Its channels name any address, so one that nobody proved to be a member's gets a bounded number a day. */
import type { AttemptStore } from '../../limits/attempt-store.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import type { AddressStore } from '../../outbox/outbox-store.ts';
import type { AlertMail } from '../alert-channel.ts';
import type { DeliveryEnd } from '../channel.ts';
import { type MailAddress, parseMailAddress } from './address.ts';
import type { AddressHash } from './address-hash.ts';
import { alertMail } from './alert-mail.ts';
import { endOf, nobodyCarries } from './carrier-end.ts';
import type { Carriers } from './carriers.ts';

/** What mailing an alert needs. `now` answers epoch milliseconds. */
export type AlertMailerOptions = {
  readonly store: {
    readonly merchants: Pick<MerchantStore, 'getMerchant'>;
    readonly attempts: AttemptStore;
    readonly addresses: Pick<AddressStore, 'suppressed'>;
  };
  readonly hashOf: AddressHash;
  readonly carriers: Carriers;
  /** Whether the address is that of a member who proved that it is theirs. */
  readonly isOfMember: (tenant: Tenant, address: MailAddress) => Promise<boolean>;
  readonly now: () => number;
};

const DAY_MS = 86_400_000;
const TO_STRANGER_A_DAY = 50;

/** Creates the function by which the alert channel mails an alert. */
export function createAlertMailer(options: AlertMailerOptions) {
  return async (alert: AlertMail, signal: AbortSignal): Promise<DeliveryEnd> => {
    const to = parseMailAddress(alert.to);
    if (!to) return { kind: 'failed', reason: 'no address' };
    const isMember = await options.isOfMember(alert.tenant, to);
    const suppressed = await options.store.addresses.suppressed(alert.tenant, options.hashOf(to));
    // A member may have unsubscribed from a shop's reminders as its customer.
    const isStopped = suppressed !== undefined && !(isMember && suppressed === 'unsubscribed');
    if (isStopped) return { kind: 'dropped', reason: suppressed };
    const send = () => handOver(options, alert, to, signal);
    return isMember ? send() : withinTheDay(options, alert.tenant, to, send);
  };
}

/** Past the day's mails, alerts wait for the next day and are sent as one. Only a mail that was sent counts. */
async function withinTheDay(
  { store, hashOf, now }: AlertMailerOptions,
  { world }: Tenant,
  to: MailAddress,
  send: () => Promise<DeliveryEnd>,
): Promise<DeliveryEnd> {
  const at = now();
  const [key, day] = [`alert-mail:${world}:${hashOf(to)}`, new Date(at).toISOString().slice(0, 10)];
  if (!(await store.attempts.take(key, day, TO_STRANGER_A_DAY))) {
    return { kind: 'retry', reason: 'too many to this address today', notBefore: at - (at % DAY_MS) + DAY_MS };
  }
  const end = await send();
  if (end.kind !== 'sent') await store.attempts.giveBack(key, day);
  return end;
}

async function handOver(
  { carriers, store, now }: AlertMailerOptions,
  { id, tenant, language, alert }: AlertMail,
  to: MailAddress,
  signal: AbortSignal,
): Promise<DeliveryEnd> {
  const carrier = await carriers(tenant);
  const merchant = await store.merchants.getMerchant(tenant.merchantId);
  if (!carrier || !merchant) return nobodyCarries(now());
  const mail = alertMail({
    ...{ to, sender: carrier.sender, merchant, world: tenant.world, language },
    portal: { theme: PLAIN, contact: {} },
    isTrial: alert.isTrial,
    title: alert.title,
    ...(alert.panel !== undefined && { url: alert.panel }),
    lines: alert.more === undefined ? alert.lines : [...alert.lines, { text: alert.more }],
  });
  return endOf(await carrier.mailer.send(mail, id, signal), now());
}

const PLAIN = { primary: '#1f2937', accent: '#1f2937' };
