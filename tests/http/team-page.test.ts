import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { teamPageUrl } from '../../server/http/pages/team-page.ts';
import type { Scope } from '../../server/merchants/merchant.ts';
import { NOTICE_KINDS } from '../../server/notices/notice-store.ts';
import { ALBA, read, readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
const BROWSER = { headers: { accept: 'text/html', 'accept-language': 'es-MX' } };
const DAY_MS = 86_400_000;

let api: TestApi;
let invoiceId: string;
let link: string;

beforeAll(async () => {
  api = await startApi();
  const body = { sales: [await api.buy()], receptor: UNIVERSIDAD };
  invoiceId = (await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201)).id;
  link = pageOf(invoiceId);
});
afterAll(() => api.stop());

function pageOf(subject: string, at = api.now()): string {
  return teamPageUrl(api.services, { tenant: TENANT, subject }, at);
}

describe('the page that an alert leads to', () => {
  it('200: opens in a browser without a key and says who, what and how much, with PDF and XML', async () => {
    const page = await api.request(link, BROWSER);
    const html = await page.text();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    for (const words of ['UNIVERSIDAD ROBOTICA', 'URE180429TM6', 'MXN', 'Factura tu compra', 'Timbrada'])
      expect(html).toContain(words);
    for (const [kind, type] of [
      ['pdf', 'application/pdf'],
      ['xml', 'application/xml; charset=utf-8'],
    ] as const) {
      const file = await api.request(`${link}/${kind}`, BROWSER);
      expect([file.status, file.headers.get('content-type')]).toEqual([200, type]);
    }
    // The customer's own link never expires: it is not given away here.
    expect(html).not.toContain(api.services.tokens.accessToken(invoiceId));
  });

  it('200: shows a request’s data to make the invoice with, none of it as markup', async () => {
    const asked = await api.post(`/v1/portals/${DEMO_PORTAL}/requests`, {
      ...{ reason: 'late', lookup: { folio: '<b>X</b>' }, email: 'ana@example.com' },
      receptor: { ...UNIVERSIDAD, nombre: '<script>alert(1)</script>' },
    });
    const { id } = await read<{ id: string }>(asked);
    const html = await (await api.request(pageOf(id), BROWSER)).text();
    expect(html).toMatch(/Por responder[\s\S]*Tu cliente llegó después del plazo[\s\S]*ana@example\.com/);
    expect(html).not.toMatch(/<script|<b>X/);
    // Where it is answered, for whoever has an account.
    expect(html).toContain(`/panel/solicitudes/${id}?negocio=mer_jacaranda&amp;modo=test`);
  });

  it('200: is not cached, indexed or framed, and does not leak its address to other sites', async () => {
    const { headers } = await api.request(link, BROWSER);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('404: is a page without data after 30 days, with a changed token, or for another merchant’s invoice', async () => {
    const changed = link.replace(/.(?=.{20}$)/, (one) => (one === 'A' ? 'B' : 'A'));
    const others = teamPageUrl(
      api.services,
      { tenant: { ...TENANT, merchantId: 'mer_yunque' }, subject: invoiceId },
      api.now(),
    );
    const live = teamPageUrl(api.services, { tenant: { ...TENANT, world: 'live' }, subject: invoiceId }, api.now());
    const old = pageOf(invoiceId, api.now() - 31 * DAY_MS);
    for (const closed of [changed, others, live, old].flatMap((one) => [one, `${one}/pdf`])) {
      const answer = await api.request(closed, BROWSER);
      expect([closed, answer.status]).toEqual([closed, 404]);
      expect(await answer.text()).toMatch(/^<!doctype html>(?![\s\S]*URE180429TM6)/);
    }
  });

  it('200, then 404: leads to another request for the same purchase, no longer than it opens itself', async () => {
    const left = await Promise.all(
      [UNIVERSIDAD, ALBA].map(async (receptor, n) =>
        read<{ id: string }>(
          await api.post(`/v1/portals/${DEMO_PORTAL}/requests`, {
            ...{ reason: 'not-here-yet', lookup: { folio: 'NO-1', total: '348.00' }, receptor },
            email: `cliente${n}@example.com`,
          }),
        ),
      ),
    );
    const page = await (await api.request(pageOf(left[0]?.id ?? '', api.now() - 29 * DAY_MS), BROWSER)).text();
    const [, other = ''] = /href="([^"]*\/panel\/aviso\/[^"]*)"/.exec(page) ?? [];
    const opened = await api.request(other, BROWSER);
    expect([opened.status, await opened.text()]).toEqual([200, expect.stringContaining(ALBA.rfc)]);
    await api.move(2);
    expect((await api.request(other, BROWSER)).status).toBe(404);
  });

  it('404: cannot change anything, because no other method is served', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await api.request(link, { method })).status).toBe(404);
  });
});

it('200: a notice names the purchase, its total, its customer and its portal, and links to a page for people', async () => {
  await api.services.invoicing.store.notices.raise({
    ...{ tenant: TENANT, kind: 'receptor-69b', subject: invoiceId, now: api.now() },
    params: { rfc: UNIVERSIDAD.rfc, situacion: 'Presunto' },
  });
  const headers = { authorization: `Bearer ${api.key}` };
  const { notices } = await read<{ notices: { kind: string; detail: string; link?: string }[] }>(
    await api.request('/v1/notices', { headers }),
  );
  const notice = notices.find(({ kind }) => kind === 'receptor-69b');
  expect(notice?.detail).toMatch(/Es la factura de la compra B-\d+ por \$[\d,.]+ MXN, para UNIVERSIDAD ROBOTICA/);
  expect((await api.request(notice?.link ?? '', BROWSER)).status).toBe(200);
});

it('200: a key that reads settings alone gets no notice of any kind about an invoice, a request or a sale; one that also reads sales gets those', async () => {
  const { notices } = api.services.invoicing.store;
  const subjects = [invoiceId, 'req_0123456789abcdef01234567', 'sale_0123456789abcdef01234567', 'sw'];
  for (const kind of NOTICE_KINDS)
    for (const subject of subjects) await notices.raise({ tenant: TENANT, kind, subject, params: {}, now: api.now() });
  const seen = async (...scopes: Scope[]) => {
    const headers = { authorization: `Bearer ${await api.createKey({ scopes })}` };
    const text = await (await api.request('/v1/notices', { headers })).text();
    return subjects.map((subject) => text.includes(`"subject":"${subject}"`));
  };
  expect(await seen('settings:read')).toEqual([false, false, false, true]);
  expect(await seen('settings:read', 'sales:read')).toEqual([false, false, true, true]);
  expect((await seen('settings:read', 'invoices:read')).slice(0, 3)).toEqual([true, true, false]);
});
