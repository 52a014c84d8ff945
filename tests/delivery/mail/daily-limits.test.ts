/** How many mails a day one address gets of a merchant's, by the real store. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MailAddress } from '../../../server/delivery/mail/address.ts';
import { createAlertMailer } from '../../../server/delivery/mail/alert-mailer.ts';
import { invoiceMail } from '../../../server/delivery/mail/invoice-mail.ts';
import { createMailChannel } from '../../../server/delivery/mail/mail-channel.ts';
import type { MailMaker } from '../../../server/delivery/mail/mail-maker.ts';
import { createMailbox, type Mailbox } from '../../../server/delivery/mail/mailbox.ts';
import type { Tenant } from '../../../server/merchants/tenant.ts';
import type { Delivery } from '../../../server/outbox/delivery.ts';
import { DAY_MS, startApi, type TestApi } from '../../support/api.ts';
import { CAFE_INVOICE } from './mails.ts';

const TEST: Tenant = { merchantId: 'mer_jacaranda', world: 'test' };
const LIVE: Tenant = { merchantId: 'mer_jacaranda', world: 'live' };
const OWNER = 'lupita@cafejacaranda.mx';
const ALERT = { title: 'Factura timbrada', open: 'Abrir', lines: [{ text: 'Se timbró A-1042.' }], isTrial: false };
const never = new AbortController().signal;

let api: TestApi;
let mailbox: Mailbox;
let nth = 0;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
  mailbox = createMailbox(api.now);
});
afterAll(() => api.stop());

const shared = () => ({
  ...{ store: api.services.invoicing.store, hashOf: api.services.addressHash, now: api.now },
  carriers: async () => ({ mailer: mailbox, sender: 'facturas@example.mx' as MailAddress }),
});

function alert(to: string, tenant = TEST) {
  const isOfMember = async (_: Tenant, address: MailAddress) => address === OWNER;
  nth += 1;
  return createAlertMailer({ ...shared(), isOfMember })(
    { id: `msg_alert_${nth}`, tenant, to, language: 'es-MX', alert: ALERT },
    never,
  );
}

function invoiceTo(to: string, tenant: Tenant) {
  const invoice: MailMaker = {
    ...{ stoppedBy: [], daily: { name: 'mail', most: 20 } },
    make: async () => ({ kind: 'mail', mail: invoiceMail(CAFE_INVOICE) }),
  };
  const makers = { invoice, reminder: invoice, canceled: invoice, 'request-answer': invoice };
  nth += 1;
  const delivery: Delivery = {
    ...{ id: `msg_invoice_${nth}`, once: `mail:${nth}`, tenant, target: to, subject: 'inv_1', payload: {} },
    ...{ attempts: 0, claim: 0, createdAt: api.now(), nextAt: api.now() },
    kind: 'mail',
    state: 'pending',
  };
  return createMailChannel({ ...shared(), makers }).deliver([delivery], never);
}

const times = async <T>(count: number, work: () => Promise<T>): Promise<T[]> => {
  const done: T[] = [];
  for (let i = 0; i < count; i += 1) done.push(await work());
  return done;
};

it('an address that nobody proved to be a member’s gets fifty mails with alerts a day, and the rest the next day', async () => {
  const today = await times(51, () => alert('extrana@example.com'));
  expect(today.map(({ kind }) => kind)).toEqual([...Array(50).fill('sent'), 'retry']);
  const midnight = api.now() - (api.now() % DAY_MS) + DAY_MS;
  expect(today.at(-1)).toMatchObject({ reason: 'too many to this address today', notBefore: midnight });
  expect((await times(51, () => alert(OWNER))).map(({ kind }) => kind)).toEqual(Array(51).fill('sent'));
  await api.move(1);
  expect((await alert('extrana@example.com')).kind).toBe('sent');
});

it('an address that bounced, complained or unsubscribed gets no alerts; a member who unsubscribed from a shop’s mails gets them', async () => {
  const suppress = (to: string, reason: 'bounced' | 'complained' | 'unsubscribed') =>
    api.services.invoicing.store.addresses.suppress(TEST, api.services.addressHash(to), reason, api.now());
  for (const reason of ['bounced', 'complained', 'unsubscribed'] as const) {
    await suppress(`${reason}@example.com`, reason);
    expect(await alert(`${reason}@example.com`)).toEqual({ kind: 'dropped', reason });
  }
  await suppress(OWNER, 'unsubscribed');
  expect((await alert(OWNER)).kind).toBe('sent');
  await suppress(OWNER, 'bounced');
  expect(await alert(OWNER)).toEqual({ kind: 'dropped', reason: 'bounced' });
});

it('the mails of the test world use up none of the live one’s', async () => {
  const tests = await times(21, () => invoiceTo('ana@example.com', TEST));
  expect(tests.map(({ kind }) => kind)).toEqual([...Array(20).fill('sent'), 'failed']);
  expect((await invoiceTo('ana@example.com', LIVE)).kind).toBe('sent');
  await times(50, () => alert('conta@example.com', TEST));
  expect([(await alert('conta@example.com', TEST)).kind, (await alert('conta@example.com', LIVE)).kind]).toEqual([
    'retry',
    'sent',
  ]);
});
