/** Whoever left an address with a request, a correction or an invoice gets its end by mail, as its page says it: each end, once. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { MailAddress } from '../../server/delivery/mail/address.ts';
import { createMailbox, type Mailbox } from '../../server/delivery/mail/mailbox.ts';
import type { DeliveryWorker } from '../../server/delivery/worker.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { RequestView } from '../../server/http/portal/request-view.ts';
import { settleCancellationsDue } from '../../server/invoicing/cancellation-worker.ts';
import { lookAfterDue } from '../../server/invoicing/request-worker.ts';
import { startDelivery } from '../../server/main/compose-delivery.ts';
import { readConfig } from '../../server/main/config.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import type { SaleWire } from '../../server/sales/sale-wire.ts';
import { breakfast, read, readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
const PORTAL = `/v1/portals/${DEMO_PORTAL}`;
const REASON = 'El ticket es de otra sucursal.';

let api: TestApi;
let mailbox: Mailbox;
let worker: DeliveryWorker;
beforeAll(async () => {
  mailbox = createMailbox(() => api.now());
  api = await startApi({ carrier: { mailer: mailbox, sender: 'facturas@example.mx' as MailAddress } });
  worker = startDelivery(readConfig({}), api.services);
});
afterAll(async () => {
  await worker.stop();
  await api.stop();
});

let guest = 0;
let email = '';
beforeEach(() => {
  guest += 1;
  email = `clienta-${guest}@example.com`;
});

type Left = { readonly id: string; readonly links: { readonly self: string } };

const merchant = (path: string, body: object) => api.post(`/v1${path}`, body, { authorization: `Bearer ${api.key}` });
const send = async (folio: string, more: Partial<SaleWire> = {}) =>
  (await read<{ id: string }>(await merchant('/sales', { ...breakfast(folio, api.now()), ...more }))).id;
const work = () => lookAfterDue({ ...api.services.invoicing, lookupFacts: api.services.lookupFacts });
const page = async ({ links }: Left) => read<RequestView>(await api.request(links.self));
const leave = async (folio: string, more: object = {}): Promise<Left> => {
  const lookup = { folio, total: '348.00' };
  const body = { reason: 'not-here-yet', lookup, receptor: UNIVERSIDAD, email, ...more };
  return read<Left>(await api.post(`${PORTAL}/requests`, body));
};
async function late(folio: string): Promise<Left> {
  await send(folio, { date: new Date(api.now() - 90 * 86_400_000).toISOString() });
  const [found] = await api.search({ folio, total: '348.00' });
  return leave(folio, { reason: 'late', sales: [found?.token] });
}

const mails = () => mailbox.list().filter(({ mail }) => JSON.stringify(mail.to).includes(email));

/** The only mail to this customer, as text with the names of its files. */
async function mailed(count = 1): Promise<string> {
  await vi.waitFor(() => expect(mails()).toHaveLength(count), 20_000);
  const { mail } = mails()[0] ?? {};
  const files = mail?.attachments?.map(({ filename }) => filename) ?? [];
  return [mail?.subject, mail?.text, ...files].join('\n');
}

/** The address of what the mail links to: the page that shows the same end. */
const expectInvoice = (text: string) => {
  expect(text).toMatch(/\.pdf/);
  expect(text).toMatch(/\.xml/);
};

test('200: a request whose sale arrives is answered with the invoice and its files', async () => {
  const left = await leave('AV-1');
  await send('AV-1');
  await work();
  expect(await page(left)).toMatchObject({ status: 'accepted', invoice: { status: 'stamped' } });
  expectInvoice(await mailed());
});

test('200: a request that two sales match is answered with the invoice, once the merchant has said which sale it is', async () => {
  const left = await leave('AV-2');
  const id = await send('AV-2');
  const { sales } = api.services.invoicing.store;
  const sale = await sales.get(TENANT, id);
  if (!sale) throw new Error('no sale');
  const twin = { id: `${id}_2`, source: 'till-2', body: sale.body, keys: keysOf(sale.body), at: api.now() };
  await sales.put(TENANT, [twin]);
  await work();
  expect(await page(left)).toMatchObject({ status: 'open' });
  expect(mails()).toEqual([]);
  expect((await merchant(`/requests/${left.id}/accept`, { sale: id })).status).toBe(200);
  expectInvoice(await mailed());
});

test('200: a request accepted after the deadline is answered with the invoice', async () => {
  const left = await late('AV-3');
  expect((await merchant(`/requests/${left.id}/accept`, {})).status).toBe(200);
  expectInvoice(await mailed());
});

test('200: a declined request is answered with the reason in the merchant’s words and a link to its page', async () => {
  const left = await late('AV-4');
  for (let times = 0; times < 2; times++)
    expect((await merchant(`/requests/${left.id}/decline`, { reason: REASON })).status).toBe(200);
  expect(await page(left)).toMatchObject({ status: 'declined', answer: REASON });
  const text = await mailed();
  for (const words of [REASON, 'Café Jacaranda no pudo hacer la factura que pediste', encodeURIComponent(left.id)])
    expect(text).toContain(words);
});

test('200: a request that is declined after it expired gets both ends by mail', async () => {
  const left = await leave('AV-7');
  await work();
  await api.move(31);
  await work();
  expect(await mailed()).toContain('no llegó a tiempo');
  expect((await merchant(`/requests/${left.id}/decline`, { reason: REASON })).status).toBe(200);
  expect(await mailed(2)).toContain(REASON);
});

test('200: a requested correction is answered with the substitute; if declined, with the fact that the invoice stays in force', async () => {
  const order = { sales: [await api.buy()], receptor: UNIVERSIDAD, email };
  const invoice = await readInvoice(await api.post(`${PORTAL}/invoices`, order), 201);
  expectInvoice(await mailed());
  await api.move(31);
  const asked = async (usoCfdi: string) => {
    const held = { invoice: invoice.id, token: invoice.accessToken, receptor: { ...UNIVERSIDAD, usoCfdi } };
    const answer = await api.post(`${PORTAL}/invoices/correct`, held);
    return (await read<{ request: Left }>(answer)).request;
  };
  const declined = await asked('I08');
  await merchant(`/requests/${declined.id}/decline`, { reason: 'Ese mes ya está declarado.' });
  const text = await mailed(2);
  for (const words of ['no pudo corregir tu factura, que sigue vigente', 'Ese mes ya está declarado.'])
    expect(text).toContain(words);
  expect((await page(declined)).detail).toContain('sigue vigente');

  const accepted = await asked('I04');
  expect((await merchant(`/requests/${accepted.id}/accept`, {})).status).toBe(200);
  await settleCancellationsDue(api.services.invoicing);
  // Of the old one no mail of its own says that it is cancelled: the substitute's mail is about both.
  const substitute = await mailed(3);
  expect(substitute).toContain(`Sustituye a tu factura ${invoice.serie}-${invoice.folio}`);
  expectInvoice(substitute);
});

test('200: an invoice that the merchant cancels is announced as no longer valid', async () => {
  const order = { sales: [await api.buy()], receptor: UNIVERSIDAD, email };
  const invoice = await readInvoice(await api.post(`${PORTAL}/invoices`, order), 201);
  await mailed();
  await merchant(`/invoices/${invoice.id}/cancel`, { motivo: '02' });
  await settleCancellationsDue(api.services.invoicing);
  expect(await mailed(2)).toMatch(/cancel/i);
});

test('200: an expired request says whether its sale never came or the merchant never answered', async () => {
  const never = await leave('AV-5');
  await work();
  await api.move(31);
  await work();
  expect((await page(never)).detail).toContain('no llegó a tiempo');
  expect(await mailed()).toContain('no llegó a tiempo');

  email = `clienta-${guest}-b@example.com`;
  const unanswered = await late('AV-6');
  await api.move(31);
  await work();
  expect((await page(unanswered)).detail).toContain('no respondió a tiempo');
  expect(await mailed()).toContain('Café Jacaranda no respondió a tiempo');
});
