/** Where copies go is shown to whoever requested the invoice, masked, and never promised where no mail is set up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView, PortalView } from '../../server/http/portal/public-views.ts';
import { read, readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const PORTAL = `/v1/portals/${DEMO_PORTAL}`;
const SOLD = { email: 'Ana@Example.com' };

const issue = async (sale: string, more: object = {}, status = 201): Promise<InvoiceView> =>
  readInvoice(await api.post(`${PORTAL}/invoices`, { sales: [sale], receptor: UNIVERSIDAD, ...more }), status);

const sendsMail = async (): Promise<boolean> => (await read<PortalView>(await api.request(PORTAL))).sendsMail;

test('200, 201: a portal without a mail carrier says so, and promises no copy', async () => {
  expect(await sendsMail()).toBe(false);
  expect(await issue(await api.buy(SOLD), { email: 'conta@empresa.example' })).not.toHaveProperty('mailedTo');
});

describe('where the merchant has a carrier', () => {
  beforeAll(async () => {
    const answer = await api.request('/v1/mail-accounts/smtp', {
      method: 'PUT',
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ credentials: { url: 'smtps://ana:x@smtp.example.com', from: 'facturas@example.com' } }),
    });
    expect(answer.status).toBe(200);
  });

  test('200: the portal says that it sends mail', async () => {
    expect(await sendsMail()).toBe(true);
  });

  test.each([
    ['the address of the purchase', SOLD, {}, ['a•••@example.com']],
    ['it and another', SOLD, { email: 'Conta@Empresa.example' }, ['a•••@example.com', 'c•••@empresa.example']],
    ['two that hint the same, once', SOLD, { email: 'alba@example.com' }, ['a•••@example.com']],
    ['nobody, when none is wanted', SOLD, { email: null }, undefined],
    ['nobody, when none is known', {}, {}, undefined],
  ])('201: an invoice says where its copies go: %s', async (_, sold, body, expected) => {
    expect((await issue(await api.buy(sold), body)).mailedTo).toEqual(expected);
  });

  test('200: an address that is given afterwards gets nothing automatically, and is promised nothing', async () => {
    const sale = await api.buy();
    await issue(sale);
    expect(await issue(sale, { email: 'tarde@example.com' }, 200)).not.toHaveProperty('mailedTo');
  });

  test('201: an address that bounced is promised nothing', async () => {
    const tenant = { merchantId: 'mer_jacaranda', world: 'test' } as const;
    const { store } = api.services.invoicing;
    await store.addresses.suppress(tenant, api.services.addressHash('rebota@example.com'), 'bounced', api.now());
    await store.addresses.suppress(tenant, api.services.addressHash('calla@example.com'), 'unsubscribed', api.now());
    expect(await issue(await api.buy({ email: 'rebota@example.com' }))).not.toHaveProperty('mailedTo');
    expect((await issue(await api.buy({ email: 'calla@example.com' }))).mailedTo).toEqual(['c•••@example.com']);
  });

  test('200, 201: nobody who has only the ticket, the invoice’s link or the RFC gets a hint of the purchase’s address', async () => {
    const sale = await api.buy(SOLD);
    const outcome = api.services.tokens.readSaleToken(sale, api.now());
    if (outcome.kind !== 'token') throw new Error('a token');
    const printed = api.services.tokens.saleToken({ ...outcome.token, kind: 'ticket' }, 0);
    const invoice = await issue(printed, { email: 'conta@empresa.example' });
    const { rfc, codigoPostal } = UNIVERSIDAD;
    const recovered = await api.post(`${PORTAL}/invoices/recover`, { sale: printed, rfc, codigoPostal });

    expect(invoice.mailedTo).toEqual(['c•••@empresa.example']);
    const again = await api.post(`${PORTAL}/invoices`, { sales: [printed], receptor: UNIVERSIDAD });
    expect(await again.text()).not.toContain('mailedTo');
    expect(await read(await api.request(invoice.links.self))).not.toHaveProperty('mailedTo');
    expect(await readInvoice(recovered, 200)).not.toHaveProperty('mailedTo');
  });
});
