/** The links of a merchant's views: they show an invoice for hours and change nothing, unlike the customer's own, which are only handed on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { firstOwner, memberOf, type Person } from '../support/person.ts';

const JACARANDA = 'mer_jacaranda';
const GASTOS = { ...UNIVERSIDAD, usoCfdi: 'I04' };
const HALF_A_DAY = 0.5;
type Links = Readonly<Record<'self' | 'xml' | 'pdf' | 'zip', string>>;

let api: TestApi;
let reader: Person;
beforeAll(async () => {
  api = await startApi();
  await firstOwner(api, { merchant: JACARANDA });
  reader = await memberOf(api, { role: 'read-only', merchant: JACARANDA, address: '198.51.100.1' });
});
afterAll(() => api.stop());

async function invoiced(): Promise<InvoiceView> {
  const body = { sales: [await api.buy()], receptor: UNIVERSIDAD };
  return readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
}

/** What a member reads of it. */
async function shown(id: string): Promise<InvoiceView & { readonly links: Links }> {
  return read(await reader.call('GET', `/invoices/${id}`));
}

const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';
const correct = (id: string, token: string): Promise<Response> =>
  api.post(`/v1/portals/${DEMO_PORTAL}/invoices/correct`, { invoice: id, token, receptor: GASTOS });
const withKey = (path: string, body?: object): Promise<Response> =>
  api.request(`/v1${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
  });

describe('what a member may only read', () => {
  test('200: has links to the invoice, its XML, PDF and ZIP, which open in a browser without a key', async () => {
    const { id } = await invoiced();
    const { links } = await shown(id);
    for (const link of [links.self, links.xml, links.pdf, links.zip])
      expect([link, (await api.request(link)).status]).toEqual([link, 200]);
  });

  test('404: corrects nothing with such a link, nor mails it to a stranger; the customer still can', async () => {
    const { id, accessToken = '' } = await invoiced();
    const { links } = await shown(id);
    const token = tokenOf(links.self);
    expect((await readProblem(await correct(id, token), 404)).code).toBe('unknown-token');
    const mail = await api.post(`/v1/invoices/${id}/email?token=${token}`, { email: 'otro@example.com' });
    expect((await readProblem(mail, 404)).code).toBe('unknown-token');
    expect((await api.services.invoicing.store.invoices.get(id))?.state).toBe('stamped');
    expect((await correct(id, accessToken)).status).toBe(201);
  });

  test('200: contains nowhere the customer’s own token: not in lists, an invoice, a sale, requests or refunds, nor behind its links', async () => {
    const { id } = await invoiced();
    const asked = await api.post(`/v1/portals/${DEMO_PORTAL}/requests`, {
      ...{ reason: 'needs-merchant', receptor: UNIVERSIDAD, email: 'ana@example.com' },
      sales: [await api.buy()],
    });
    const request = await read<{ id: string }>(asked);
    const accepted = await read<{ invoice: { id: string } }>(await withKey(`/requests/${request.id}/accept`, {}));
    const sale = (await api.services.invoicing.store.invoices.get(id))?.saleIds[0] ?? '';
    await withKey(`/sales/${sale}/refunds`, {
      total: '116.00',
      date: new Date(api.now()).toISOString(),
      formaPago: '04',
    });
    const egresos = await api.services.invoicing.store.invoices.find(
      { merchantId: JACARANDA, world: 'test' },
      { kind: 'egreso', limit: 10 },
    );
    expect(egresos.length).toBeGreaterThan(0);
    const tokens = [id, request.id, accepted.invoice.id, ...egresos.map((egreso) => egreso.id)].map((each) =>
      api.services.tokens.accessToken(each),
    );
    const paths = [
      '/invoices',
      `/invoices/${id}`,
      '/requests',
      `/requests/${request.id}`,
      '/refunds',
      `/sales/${sale}`,
    ];
    const texts = await Promise.all(paths.map(async (path) => (await reader.call('GET', path)).text()));
    const links = texts.flatMap((text) => text.match(/https:[^"]*\?token=[^"]*/g) ?? []);
    expect(links.length).toBeGreaterThan(20);
    const behind = await Promise.all(
      links.filter((link) => !/\/(pdf|zip)\?/.test(link)).map(async (link) => (await api.request(link)).text()),
    );
    for (const text of [...texts, ...behind]) {
      expect(text).not.toContain('accessToken');
      for (const token of tokens) expect(text).not.toContain(token);
    }
  });

  test('404: opens nothing a day later, however often it was opened in between', async () => {
    const { id } = await invoiced();
    const first = (await shown(id)).links;
    await api.move(HALF_A_DAY);
    const { links } = await read<{ links: Links }>(await api.request(first.self));
    expect(links).toMatchObject({ self: first.self, xml: first.xml });
    await api.move(HALF_A_DAY);
    for (const link of [links.self, links.xml, links.pdf, links.zip])
      expect((await readProblem(await api.request(link), 404)).code).toBe('unknown-token');
  });
});

describe('who may issue', () => {
  test('201: gets the customer’s own link with the invoice, to hand it on; 200: reads it with links that expire', async () => {
    await api.buy({ folio: 'MOSTRADOR-1' });
    const { sales } = await read<{ sales: { id: string }[] }>(await withKey('/sales?folio=MOSTRADOR-1'));
    const made = await readInvoice(await withKey(`/sales/${sales[0]?.id}/invoice`, { receptor: UNIVERSIDAD }), 201);
    expect(made.accessToken).toBe(api.services.tokens.accessToken(made.id));
    expect(tokenOf(made.links.self)).toBe(made.accessToken);
    const listed = await read<InvoiceView>(await withKey(`/invoices/${made.id}`));
    expect(listed.accessToken).toBeUndefined();
    expect(tokenOf(listed.links.self)).not.toBe(made.accessToken);
  });
});

test('201: a correction by a customer’s link is in the merchant’s audit log, with its network, and in the story of the sale; 200: a repetition is not', async () => {
  const { id, accessToken = '' } = await invoiced();
  const logged = async () => {
    const { entries } = await read<{ entries: { action: string; target?: string }[] }>(
      await withKey('/audit-log?action=corrected-by-link'),
    );
    return entries.filter(({ target }) => target === id);
  };
  for (const status of [201, 200]) expect((await correct(id, accessToken)).status).toBe(status);
  expect(await logged()).toMatchObject([
    { actor: 'customer', status: 201, world: 'test', address: expect.stringMatching(/\d/) },
  ]);
  const sale = (await api.services.invoicing.store.invoices.get(id))?.saleIds[0] ?? '';
  const { story } = await read<{ story: { what: string; by?: object }[] }>(await withKey(`/sales/${sale}`));
  const canceled = story.find(({ what }) => what === 'cancellation-asked');
  // Nobody of the merchant's did it.
  expect(canceled).toMatchObject({ motivo: '01', invoice: id });
  expect(canceled).not.toHaveProperty('by');
});
