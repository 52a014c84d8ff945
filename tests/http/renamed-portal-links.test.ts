/** A portal gets another address: what its customers were given before leads where it led, and so does what is mailed afterwards. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { MailAddress } from '../../server/delivery/mail/address.ts';
import { createMailbox, type Mailbox } from '../../server/delivery/mail/mailbox.ts';
import { remind } from '../../server/delivery/reminders.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { FoundSaleView, InvoiceView } from '../../server/http/portal/public-views.ts';
import type { RequestView } from '../../server/http/portal/request-view.ts';
import { startDelivery } from '../../server/main/compose-delivery.ts';
import { readConfig } from '../../server/main/config.ts';
import { breakfast, PUBLIC_URL, read, readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { one, readIcal } from '../support/ical.ts';
import { createTicketLinks, linkOf, ticket } from '../support/ticket-links.ts';

const NEW = 'jacaranda-roma';
const PORTAL = `/v1/portals/${DEMO_PORTAL}`;
const email = 'marisol@example.com';
const GASTOS = { ...UNIVERSIDAD, usoCfdi: 'I04' };

let api: TestApi;
let mailbox: Mailbox;
/** What the customers have before the portal moves. */
let before: {
  readonly invoice: InvoiceView;
  readonly answered: RequestView;
  readonly waiting: RequestView;
  readonly calendar: string;
  /** By which a calendar knows that entry. */
  readonly entry: string;
  readonly ticket: string;
  readonly mails: readonly string[];
};

const merchant = (path: string, body: object, method = 'POST') =>
  api.request(`/v1${path}`, {
    ...{ method, body: JSON.stringify(body) },
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
  });

/** The customer's mails, newest first. */
const mails = () => mailbox.list().filter(({ mail }) => JSON.stringify(mail.to).includes(email));

/** Sends what is due; answers the texts of this many mails that the customer did not have. */
async function deliver(count: number): Promise<readonly string[]> {
  const seen = mails().length;
  const worker = startDelivery(readConfig({}), api.services);
  await vi.waitFor(() => expect(mails()).toHaveLength(seen + count), 20_000);
  await worker.stop();
  const fresh = mails().slice(0, count);
  return fresh.map(({ mail }) => mail.text);
}

/** The addresses in a mail, without the fragment that no server sees. */
const addressesIn = (text: string): readonly string[] => text.match(/https?:\/\/[^\s<>()]+/g) ?? [];

/** Where a browser ends: the fragment goes along wherever it is sent (RFC 9110, 10.2.2). */
async function follow(url: string): Promise<{ readonly status: number; readonly at: string }> {
  const { hash } = new URL(url, PUBLIC_URL);
  let at = url.replace(/#.*/, '');
  for (let times = 0; times < 5; times += 1) {
    const answer = await api.request(at);
    const location = answer.headers.get('location');
    if (location === null) return { status: answer.status, at: `${at}${hash}` };
    at = location;
  }
  throw new Error(`${url} leads in circles`);
}

/** A purchase of long ago, whose invoice is asked of the merchant. */
async function ask(folio: string): Promise<RequestView> {
  await merchant('/sales', {
    ...breakfast(folio, api.now()),
    date: new Date(api.now() - 90 * 86_400_000).toISOString(),
  });
  const [found] = await api.search({ folio, total: '348.00' });
  const body = { reason: 'late', sales: [found?.token], receptor: UNIVERSIDAD, email };
  return read<RequestView>(await api.post(`${PORTAL}/requests`, body));
}
const decline = ({ id }: RequestView) => merchant(`/requests/${id}/decline`, { reason: 'Ese mes ya está declarado.' });

async function remindOf(folio: string): Promise<void> {
  await merchant('/sales', { ...breakfast(folio, api.now()), email });
  const { store, now } = api.services.invoicing;
  await remind({ store, now }, new AbortController().signal);
}

beforeAll(async () => {
  mailbox = createMailbox(() => api.now());
  api = await startApi({ carrier: { mailer: mailbox, sender: 'facturas@example.mx' as MailAddress } });
  await api.change(DEMO_PORTAL, { deadline: { kind: 'days', days: 3 }, reminder: { daysBefore: 5 } });
  const order = { sales: [await api.buy()], receptor: UNIVERSIDAD, email };
  const invoice = await readInvoice(await api.post(`${PORTAL}/invoices`, order), 201);
  const answered = await ask('RN-1');
  await decline(answered);
  await remindOf('RN-2');
  const [{ deadline } = {} as FoundSaleView] = await api.search({ folio: 'RN-2', total: '348.00' });
  const had = await deliver(3);
  const waiting = await ask('RN-3');
  const file = readIcal(await (await api.request(`${deadline.calendar}`)).text());
  const entry = one(file.components[0] ?? file, 'UID').value;
  before = { entry, invoice, answered, waiting, calendar: `${deadline.calendar}`, ticket: await api.buy(), mails: had };
  await remindOf('RN-4');
  expect((await merchant(`/portals/${DEMO_PORTAL}`, { slug: NEW }, 'PATCH')).status).toBe(200);
});
afterAll(() => api.stop());

test('200: every link of a mail sent before leads to a page, with the query and the fragment that it has', async () => {
  const addresses = before.mails.flatMap(addressesIn);
  expect(addresses.length).toBeGreaterThanOrEqual(4);
  for (const address of addresses) {
    const { status, at } = await follow(address);
    const [old, now] = [address, at].map((url) => new URL(url, PUBLIC_URL));
    expect([address, status, now?.search, now?.hash]).toEqual([address, 200, old?.search, old?.hash]);
    if (old?.pathname === `/${DEMO_PORTAL}`) expect(now?.pathname).toBe(`/${NEW}`);
  }
});

test('200: mails that waited for the move name the new address, and their links lead there at once', async () => {
  await decline(before.waiting);
  const texts = await deliver(2);
  expect(texts.join()).toContain(`${PUBLIC_URL}/${NEW}?t=`);
  expect(texts.join()).toContain(`${PUBLIC_URL}/${NEW}#autofactura=${NEW}/requests`);
  for (const address of texts.flatMap(addressesIn)) {
    expect(address).not.toContain(DEMO_PORTAL);
    expect([address, await follow(address)]).toEqual([address, { status: 200, at: address }]);
  }
});

test('200: a calendar entry’s file and the link in it open the purchase, and it stays one entry', async () => {
  const entry = async (address: string) => {
    const [event] = readIcal(await (await api.request(address)).text()).components;
    if (!event) throw new Error('no event');
    return { url: one(event, 'URL').value, uid: one(event, 'UID').value };
  };
  const now = await entry(before.calendar);
  const { status, at } = await follow(now.url);
  expect([status, at]).toEqual([200, now.url]);
  const token = new URL(at, PUBLIC_URL).searchParams.get('t');
  expect((await api.request(`/v1/portals/${NEW}/sales/${token}`)).status).toBe(200);
  // Taken once more, it replaces the entry of before instead of standing beside it.
  expect(now.uid).toBe(before.entry);
});

test('200: printed codes open their purchase or the portal, and are counted by the same channel', async () => {
  const links = createTicketLinks(api);
  const till = await links.till();
  expect((await links.open(linkOf(ticket(till)))).total).toBe('348.00');
  expect(await follow(`/${DEMO_PORTAL}?t=${before.ticket}&c=ticket`)).toEqual({
    status: 200,
    at: `/${NEW}?t=${before.ticket}&c=ticket`,
  });
  expect(await follow(`/${DEMO_PORTAL}?c=poster`)).toEqual({ status: 200, at: `/${NEW}?c=poster` });
  expect((await follow(`/${DEMO_PORTAL}/pantalla`)).status).toBe(200);
  const headers = { authorization: `Bearer ${api.key}` };
  const visits = await api.request(`/v1/portals/${NEW}/promotion/visits`, { headers });
  expect((await read<{ channels: object }>(visits)).channels).toMatchObject({ ticket: 1, poster: 1 });
});

test.each([DEMO_PORTAL, NEW])(
  '201: an invoice of before is corrected at /%s, and its page and files open',
  async (slug) => {
    const { id, accessToken: token, links } = before.invoice;
    for (const link of [links.self, links.pdf, links.xml]) expect((await api.request(`${link}`)).status).toBe(200);
    const body = { invoice: id, token, receptor: GASTOS };
    expect((await api.post(`/v1/portals/${slug}/invoices/correct/preview`, body)).status).toBe(200);
    expect((await api.post(`/v1/portals/el-yunque/invoices/correct/preview`, body)).status).toBe(404);
  },
);

test('200: a request’s page opens, and says what it said', async () => {
  expect(await read(await api.request(before.answered.links.self))).toMatchObject({ status: 'declined' });
});

test('201: a refund of an invoice of before waits for approval, if the portal asks for it', async () => {
  await api.change(NEW, { approveRefunds: true });
  const { saleIds = [] } = (await api.services.invoicing.store.invoices.get(before.invoice.id)) ?? {};
  const back = { total: '116.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
  const refund = await merchant(`/sales/${saleIds[0]}/refunds`, back);
  expect([refund.status, await read(refund)]).toMatchObject([201, { status: 'awaiting-approval' }]);
});
