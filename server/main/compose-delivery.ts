/** Composes the delivery of messages: mail carriers, webhooks, team channels, and the worker that sends them. */
import type { KeyObject } from 'node:crypto';
import type { Store } from '../../db/store.ts';
import { aboutOf } from '../delivery/about.ts';
import { createAlertChannel } from '../delivery/alert-channel.ts';
import { createListenerSafe } from '../delivery/listener-safe.ts';
import { createAddressHash } from '../delivery/mail/address-hash.ts';
import { createAlertMailer } from '../delivery/mail/alert-mailer.ts';
import { createAnswerMaker } from '../delivery/mail/answer-maker.ts';
import { createCanceledMaker } from '../delivery/mail/canceled-maker.ts';
import { type Carrier, carrierOf, createCarriers, KNOWN_CARRIERS } from '../delivery/mail/carriers.ts';
import { createInvoiceMaker } from '../delivery/mail/invoice-maker.ts';
import { createMailChannel, type MailChannelOptions } from '../delivery/mail/mail-channel.ts';
import { createReminderMaker } from '../delivery/mail/reminder-maker.ts';
import type { LinkOf } from '../delivery/news.ts';
import { createWebhookChannel } from '../delivery/webhook-channel.ts';
import { type DeliveryWorker, startDeliveryWorker } from '../delivery/worker.ts';
import type { Services } from '../http/api/services.ts';
import { teamPageUrl } from '../http/pages/team-page.ts';
import type { Invoice } from '../invoicing/invoice.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { createGuardedClient } from '../outbound/guarded.ts';
import { createProviderAccounts } from '../outbound/provider-accounts.ts';
import { isStamped } from '../print/prints.ts';
import { Problem } from '../problems/problem.ts';
import { StoreUnavailable } from '../problems/store-unavailable.ts';
import type { CredentialSafe } from '../vault/credentials.ts';
import type { Config } from './config.ts';

const MAIL_TIMEOUT_MS = 15_000;

type DeliveryServices = Pick<
  Services,
  'mailAccounts' | 'carriers' | 'serverCarrier' | 'listenerSafe' | 'allowsLoopback' | 'addressHash'
>;

type DeliveryParts = {
  readonly safe: CredentialSafe;
  readonly masterKey: KeyObject;
  /** Carries the mail of merchants without a carrier: the demo's mailbox. */
  readonly carrier?: Carrier | undefined;
};

/** Composes the parts of delivery that the routes need. */
export function composeDelivery(
  config: Config,
  store: Store,
  { safe, masterKey, carrier }: DeliveryParts,
): DeliveryServices {
  const mailAccounts = createProviderAccounts({
    ...{ store: store.providers, safe, role: 'mailer' as const, known: KNOWN_CARRIERS },
    ...{ timeoutMs: MAIL_TIMEOUT_MS, providersUrl: config.providersUrl },
  });
  const serverCarrier = carrier ?? ownCarrier(config);
  return {
    mailAccounts,
    serverCarrier,
    carriers: createCarriers(mailAccounts, serverCarrier),
    listenerSafe: createListenerSafe(safe),
    allowsLoopback: ({ world }) => world === 'test' && config.providersUrl !== undefined,
    addressHash: createAddressHash(masterKey),
  };
}

/** Starts the worker that sends what is due. */
export function startDelivery(config: Config, services: Services): DeliveryWorker {
  const { store, now, log } = services.invoicing;
  const { events, listeners, deliveries, notices } = store;
  const mailing = { store, now, hashOf: services.addressHash, carriers: services.carriers };
  // One for both worlds: only an address that was let in when it was set up is ever opened.
  const client = createGuardedClient({ allowLoopback: config.providersUrl !== undefined });
  const shared = { client, events, listeners, openListener: services.listenerSafe.open, now };
  return startDeliveryWorker({
    ...{ events, listeners, deliveries, notices, now, log },
    channels: {
      mail: createMailChannel({ ...mailing, makers: createMakers(services) }),
      webhook: createWebhookChannel({ ...shared, linkOf: apiLink(services) }),
      alert: createAlertChannel({
        ...{ ...shared, mail: createAlertMailer({ ...mailing, isOfMember: memberCheck(store) }) },
        aboutOf: ({ tenant, subject }) => aboutOf(store, tenant, subject),
        // The same on every try: a message that is sent again is the same message.
        pageOf: ({ type, tenant, subject, at }) =>
          type === 'test' ? undefined : teamPageUrl(services, { tenant, subject }, at),
        panelOf: (tenant, subject) => services.links.panel.about(tenant, subject),
      }),
    },
  });
}

/** An invited person's address counts as theirs once a link proved it: whoever invited them could read the invitation. */
function memberCheck({ accounts }: Pick<Store, 'accounts'>) {
  return async ({ merchantId }: Tenant, address: string): Promise<boolean> => {
    const person = await accounts.findPerson(address.toLowerCase());
    return person?.emailProvenAt !== undefined && (await accounts.postOf(person.id, merchantId)) !== undefined;
  };
}

function createMakers(services: Services): MailChannelOptions['makers'] {
  const { store, now } = services.invoicing;
  const { links, tokens, addressHash } = services;
  return {
    invoice: createInvoiceMaker({
      store,
      linksOf: ({ id }) => ({
        pdf: links.api.invoice(id, tokens.accessToken(id), 'pdf'),
        xml: links.api.invoice(id, tokens.accessToken(id), 'xml'),
      }),
      print: (invoice) => printForMail(services, invoice),
    }),
    canceled: createCanceledMaker({ store, pageOf: (portal) => links.page(portal) }),
    'request-answer': createAnswerMaker({
      store,
      linkOf: ({ id }, portal) => links.answer(portal, { id, token: tokens.accessToken(id) }),
    }),
    reminder: createReminderMaker({
      ...{ store, now },
      linksOf: (portal, { id: saleId }, to) => {
        const { slug, merchantId, world } = portal;
        const refuser = { tenant: { merchantId, world }, hash: addressHash(to) };
        return {
          sale: links.page(portal, {
            token: tokens.saleToken({ kind: 'ticket', slug, saleId }, now()),
            channel: 'recordatorio',
          }),
          refuse: links.unsubscribe(tokens.unsubscribeToken(refuser)),
        };
      },
    }),
  };
}

/** If the printer is busy, wait; a document that cannot be printed is mailed as XML only, which is the invoice. */
async function printForMail(
  { prints, invoicing }: Services,
  invoice: Invoice,
): Promise<Uint8Array | 'later' | undefined> {
  if (!isStamped(invoice)) return undefined;
  try {
    return await prints.of(invoice);
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    if (error instanceof Problem && error.code === 'unavailable') return 'later';
    invoicing.log('mail.not-printed', { invoice: invoice.id });
    return undefined;
  }
}

function ownCarrier({ mailUrl, mailFrom }: Config): Carrier | undefined {
  return mailUrl === undefined || mailFrom === undefined ? undefined : carrierOf(mailUrl, mailFrom, MAIL_TIMEOUT_MS);
}

/** Invoices and requests open by their token, a sale with the merchant's key. */
function apiLink({ links, publicUrl, tokens }: Services): LinkOf {
  return ({ type, subject }) => {
    if (type === 'test') return publicUrl;
    if (type.startsWith('sale.')) return links.api.sale(subject);
    const token = tokens.accessToken(subject);
    return type.startsWith('request.') ? links.api.request(subject, token) : links.api.invoice(subject, token);
  };
}
