/** Mail as a channel: what a delivery says becomes a mail in its merchant's name, and whoever carries for them takes it. */
import type { AddressStore } from '../../../db/delivery-store.ts';
import type { Store } from '../../../db/store.ts';
import { readCfdi } from '../../cfdi/comprobante-reader.ts';
import { formatTrimmed, toMicro } from '../../cfdi/money.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import type { Portal } from '../../portals/portal.ts';
import type { Tenant } from '../../sales/sale.ts';
import type { AlertMail } from '../alert-channel.ts';
import type { Channel, DeliveryEnd } from '../channel.ts';
import type { Delivery } from '../delivery.ts';
import { type MailAddress, parseMailAddress } from './address.ts';
import type { AddressHash } from './address-hash.ts';
import { alertMail } from './alert-mail.ts';
import type { Carrier, Carriers } from './carriers.ts';
import { invoiceMail } from './invoice-mail.ts';
import type { Mail, MailReply } from './mailer.ts';

export type MailChannelOptions = {
  readonly store: Pick<Store, 'invoices' | 'merchants' | 'attempts'> & { readonly addresses: AddressStore };
  readonly carriers: Carriers;
  readonly hashOf: AddressHash;
  /** Where the invoice's files are opened without a password. */
  readonly linksOf: (invoice: Invoice) => { readonly pdf: string; readonly xml: string };
  /** `undefined` when it cannot be printed: the mail goes without it. */
  readonly print: (xml: string, portal: Portal) => Promise<Uint8Array | undefined>;
  readonly now: () => number;
};

/** Of one address and day, from one merchant: more is a mistake, or somebody else's. */
const MAILS_AN_ADDRESS_AND_DAY = 20;
const NOBODY_AGAIN_MS = 600_000;
const TOO_LATE_MS = 7 * 86_400_000;

/** Sends one mail at a time; its delivery's id is what a carrier knows a repeat by. */
export function createMailChannel(options: MailChannelOptions): Channel {
  return {
    async deliver([delivery], signal) {
      if (!delivery) return { kind: 'dropped', reason: 'nothing to send' };
      const to = parseMailAddress(delivery.target);
      if (!to) return { kind: 'failed', reason: 'no address' };
      // An outage of days, an upgrade: by now whoever wanted it has it.
      if (options.now() - delivery.createdAt > TOO_LATE_MS) return { kind: 'dropped', reason: 'too late' };
      const refusal = await refusalOf(options, delivery.tenant, to, delivery.attempts);
      if (refusal) return refusal;
      const carrier = await options.carriers(delivery.tenant);
      if (!carrier) return nobodyCarries(options);
      const mail = await mailOf(options, carrier, delivery, to);
      if (!mail) return { kind: 'dropped', reason: 'what it is about is not there' };
      return endOf(await carrier.mailer.send(mail, delivery.id, signal), options.now());
    },
  };
}

/** A team's alert to a mailbox, for the alert channel. */
export function createAlertMailer(options: MailChannelOptions) {
  return async ({ id, tenant, to, language, alert }: AlertMail, signal: AbortSignal): Promise<DeliveryEnd> => {
    const address = parseMailAddress(to);
    if (!address) return { kind: 'failed', reason: 'no address' };
    const carrier = await options.carriers(tenant);
    const merchant = await options.store.merchants.getMerchant(tenant.merchantId);
    if (!carrier || !merchant) return nobodyCarries(options);
    const mail = alertMail({
      ...{ to: address, sender: carrier.sender, merchant, world: tenant.world, language },
      portal: { theme: PLAIN, contact: {} },
      lines: alert.more === undefined ? alert.lines : [...alert.lines, { text: alert.more }],
    });
    return endOf(await carrier.mailer.send(mail, id, signal), options.now());
  };
}

const PLAIN = { primary: '#1f2937', accent: '#1f2937' };

function nobodyCarries({ now }: MailChannelOptions): DeliveryEnd {
  return { kind: 'retry', reason: 'no carrier', notBefore: now() + NOBODY_AGAIN_MS };
}

/** Whether this address is to get nothing: it bounced, complained, or got too much today. Tries again are one mail. */
async function refusalOf(
  { store, hashOf, now }: MailChannelOptions,
  tenant: Tenant,
  to: MailAddress,
  attempts: number,
): Promise<DeliveryEnd | undefined> {
  const hash = hashOf(to);
  const suppressed = await store.addresses.suppressed(tenant, hash);
  if (suppressed !== undefined) return { kind: 'dropped', reason: suppressed };
  if (attempts > 0) return undefined;
  const day = new Date(now()).toISOString().slice(0, 10);
  const sent = await store.attempts.add(`mail:${tenant.merchantId}:${hash}`, day);
  return sent > MAILS_AN_ADDRESS_AND_DAY ? { kind: 'failed', reason: 'too many to this address today' } : undefined;
}

async function mailOf(
  options: MailChannelOptions,
  carrier: Carrier,
  { payload, tenant }: Delivery,
  to: MailAddress,
): Promise<Mail | undefined> {
  const { invoices, merchants } = options.store;
  const invoice = await invoices.get(payload.invoice ?? '');
  if (!invoice?.stamped) return undefined;
  const { xml, uuid } = invoice.stamped;
  const portal = await merchants.getPortal(invoice.portalSlug);
  const merchant = await merchants.getMerchant(invoice.merchantId);
  if (!portal || !merchant) return undefined;
  const pdf = await options.print(xml, portal);
  return invoiceMail({
    ...{ to, sender: carrier.sender, merchant, portal: portal.settings, world: tenant.world, language: 'es-MX' },
    invoice: {
      ...{ serieFolio: `${invoice.serie}-${invoice.folio}`, uuid, total: totalIn(xml) },
      ...{ nombre: invoice.snapshot.receptor.nombre, links: options.linksOf(invoice) },
    },
    xml: new TextEncoder().encode(xml),
    ...(pdf && { pdf }),
    ...(portal.settings.mail && { texts: portal.settings.mail }),
  });
}

/** `$348.00 MXN`. */
function totalIn(xml: string): string {
  const read = readCfdi(xml);
  if (read.kind !== 'cfdi') return '';
  const { total, moneda } = read.file.comprobante;
  const [whole = '', cents = ''] = formatTrimmed(toMicro(total), 2).split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents} ${moneda}`;
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
