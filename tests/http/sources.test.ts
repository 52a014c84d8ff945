import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const SECRET = 'secreto-de-la-tienda-4711';
const COFFEE = {
  claveProdServ: '50201706',
  claveUnidad: 'H87',
  pricesIncludeTax: true,
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
};

function call(method: string, path: string, body?: object | string, type = 'application/json'): Promise<Response> {
  return api.request(`/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${api.key}`, 'content-type': type },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

type Source = { readonly id: string; readonly webhookUrl: string };
async function shop(change: object = {}): Promise<Source> {
  const upload = { type: 'woocommerce', name: 'Tienda', credentials: { webhookSecret: SECRET }, defaults: COFFEE };
  const answer = await call('POST', '/sources', { ...upload, ...change });
  expect(answer.status).toBe(201);
  return read<Source>(answer);
}

let sentCount = 0;
/** An order as WooCommerce tells it: lines without tax, two bags of coffee of 116.00 each with it. */
function order(number: string, change: object = {}): object {
  const taxes = [{ id: 1, total: '32.00', subtotal: '32.00' }];
  return {
    id: 9_000 + Number(number),
    number,
    status: 'processing',
    currency: 'MXN',
    prices_include_tax: true,
    total: '232.00',
    total_tax: '32.00',
    date_created_gmt: '2026-11-19T18:00:00',
    date_modified_gmt: '2026-11-19T18:05:00',
    date_paid_gmt: '2026-11-19T18:05:00',
    payment_method: 'bacs',
    billing: { email: 'ana@example.com' },
    line_items: [
      {
        id: 1,
        sku: 'CAFE-250',
        name: 'Café de Chiapas 250 g',
        quantity: 2,
        subtotal: '200.00',
        total: '200.00',
        total_tax: '32.00',
        subtotal_tax: '32.00',
        taxes,
      },
    ],
    tax_lines: [{ id: 7, rate_id: 1, rate_percent: 16, label: 'IVA', tax_total: '32.00' }],
    shipping_lines: [],
    fee_lines: [],
    refunds: [],
    ...change,
  };
}

async function notify({ webhookUrl }: Source, body: object | string, change: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  sentCount += 1;
  return api.request(webhookUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-wc-webhook-topic': 'order.updated',
      'x-wc-webhook-id': '3',
      'x-wc-webhook-delivery-id': `delivery-${sentCount}`,
      'x-wc-webhook-signature': createHmac('sha256', SECRET).update(text).digest('base64'),
      ...change,
    },
    body: text,
  });
}

const found = (folio: string, total: string) => api.search({ folio, total });

describe('an order that its shop sends by webhook (200)', () => {
  it('is found by what the customer knows; 201: it is invoiced with its lines, taxes and payment', async () => {
    const source = await shop();
    expect(await read(await notify(source, order('5001')))).toEqual({ status: 'taken' });
    const [sale] = await found('5001', '232.00');
    expect(sale).toMatchObject({ folio: '5001', total: '232.00' });
    const body = { sales: [sale?.token], receptor: UNIVERSIDAD };
    const invoice: InvoiceView = await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
    const xml = (await api.stamp(invoice.uuid ?? ''))?.xml ?? '';
    expect(xml).toContain(' Total="232.00"');
    expect(xml).toContain(' FormaPago="03"');
    expect(xml).toContain('Descripcion="Café de Chiapas 250 g"');
  });

  it('sent twice, late and out of order is one purchase', async () => {
    const source = await shop();
    const pending = order('5002', { status: 'pending', date_modified_gmt: '2026-11-19T17:00:00', date_paid_gmt: null });
    await notify(source, order('5002'));
    await notify(source, pending);
    await notify(source, order('5002'));
    expect((await found('5002', '232.00')).map(({ status }) => status)).toEqual(['open']);
  });

  it('shows what is left if partly refunded; fully refunded, it cannot be invoiced', async () => {
    const source = await shop();
    await notify(source, order('5003', { refunds: [{ id: 77, reason: '', total: '-116.00' }] }));
    expect(await found('5003', '116.00')).toHaveLength(1);
    await notify(
      source,
      order('5003', {
        status: 'refunded',
        date_modified_gmt: '2026-11-20T01:00:00',
        refunds: [{ id: 77, total: '-232.00' }],
      }),
    );
    expect((await found('5003', '232.00')).map(({ status }) => status)).toEqual(['closed']);
  });

  it('stays as it was invoiced if it is cancelled later without a refund, and the merchant gets a notice', async () => {
    const source = await shop();
    await notify(source, order('5004'));
    const [sale] = await found('5004', '232.00');
    const body = { sales: [sale?.token], receptor: UNIVERSIDAD };
    await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
    await notify(
      source,
      order('5004', {
        status: 'cancelled',
        date_modified_gmt: '2026-11-20T01:00:00',
      }),
    );
    const { notices } = await read<{ notices: { kind: string; detail: string }[] }>(await call('GET', '/notices'));
    const notice = notices.find(({ kind }) => kind === 'sale-changed-after-invoice');
    expect(notice?.detail).toMatch(/5004 .*232\.00/);
  });

  it('may have the same number as an order of another shop', async () => {
    const [one, other] = [await shop(), await shop({ name: 'Otra tienda' })];
    await notify(one, order('5005'));
    await notify(
      other,
      order('5005', {
        total: '116.00',
        total_tax: '16.00',
        line_items: [
          {
            id: 1,
            name: 'Taza',
            quantity: 1,
            subtotal: '100.00',
            total: '100.00',
            total_tax: '16.00',
            subtotal_tax: '16.00',
            taxes: [{ id: 1, total: '16.00', subtotal: '16.00' }],
          },
        ],
      }),
    );
    expect([(await found('5005', '232.00')).length, (await found('5005', '116.00')).length]).toEqual([1, 1]);
  });
});

describe('a webhook of a source', () => {
  it.each([
    ['with another secret', { 'x-wc-webhook-signature': createHmac('sha256', 'otro').update('{}').digest('base64') }],
    ['with a signature that is none', { 'x-wc-webhook-signature': 'AAAA' }],
    ['without a signature', { 'x-wc-webhook-signature': '' }],
  ])('401: %s is refused and counted', async (_, headers) => {
    const source = await shop();
    const { code } = await readProblem(await notify(source, order('5010'), headers), 401);
    expect(code).toBe('bad-signature');
    expect(await found('5010', '232.00')).toEqual([]);
    const { sources } = await read<{ sources: { id: string; health: { badSignatures: number } }[] }>(
      await call('GET', '/sources'),
    );
    expect(sources.find(({ id }) => id === source.id)?.health.badSignatures).toBe(1);
  });

  it('404: goes nowhere if the source does not exist', async () => {
    await readProblem(await api.request('/v1/sources/src_nada/webhook', { method: 'POST', body: '{}' }), 404);
  });

  it('200: is answered if it is only a ping', async () => {
    const source = await shop();
    const answer = await api.request(source.webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'webhook_id=3',
    });
    expect(answer.status).toBe(200);
  });
});

describe('an order that cannot become a sale (200)', () => {
  it('waits in the queue with the reason, and becomes a sale once its product is mapped', async () => {
    const source = await shop({ defaults: { ...COFFEE, claveProdServ: '15101514' } });
    await notify(source, order('5020'));
    expect(await found('5020', '232.00')).toEqual([]);
    type Queue = { problems: { errors: { code: string; detail: string }[] }[] };
    const { problems } = await read<Queue>(await call('GET', `/sources/${source.id}/queue`));
    expect(problems[0]?.errors[0]?.code).toBe('needs-complement');
    const csv = 'sku,category,claveProdServ,claveUnidad,unidad,objetoImp,iva,ieps\nCAFE-250,,50201706,H87,,,0.16,\n';
    expect(await read(await call('PUT', '/products', csv, 'text/csv'))).toEqual({
      stored: 1,
      refused: [],
      refusedLines: 0,
    });
    expect(await read(await call('POST', `/sources/${source.id}/replay`))).toMatchObject({ events: 0 });
    expect(await found('5020', '232.00')).toHaveLength(1);
    expect(await (await call('GET', '/products')).text()).toContain('CAFE-250');
    await call('PUT', '/products', { 'sku:CAFE-250': null });
  });

  it('waits when its event cannot be read, and the reason is stored', async () => {
    const source = await shop();
    expect(await read(await notify(source, '{"id": "no es un pedido"}'))).toEqual({ status: 'kept' });
    type Queue = { unread: { type: string; reason: string }[] };
    const { unread } = await read<Queue>(await call('GET', `/sources/${source.id}/queue`));
    expect(unread).toHaveLength(1);
  });
});

describe('a source', () => {
  it('200: never returns its credentials', async () => {
    const source = await shop();
    const listed = await (await call('GET', '/sources')).text();
    expect(listed).toContain(source.id);
    expect(listed).not.toContain(SECRET);
  });

  it('200: accepts a new secret and another payment table', async () => {
    const source = await shop();
    const change = { credentials: { webhookSecret: 'otro-secreto-4711' }, payments: { 'woocommerce:bacs': '01' } };
    expect((await call('PUT', `/sources/${source.id}`, change)).status).toBe(200);
    await readProblem(await notify(source, order('5030')), 401);
    expect(await read(await call('GET', `/sources/${source.id}/payments`))).toMatchObject({ own: change.payments });
  });

  it('401, then 200: waits without a secret for the one that its provider gives with the webhook', async () => {
    const source = await shop({ type: 'shopify', credentials: {} });
    const ping = (secret: string) =>
      notify(source, '{}', {
        'x-shopify-topic': 'app/uninstalled',
        'x-shopify-hmac-sha256': createHmac('sha256', secret).update('{}').digest('base64'),
      });
    for (const secret of [SECRET, '']) await readProblem(await ping(secret), 401);
    const change = { credentials: { webhookSecret: SECRET } };
    expect((await call('PUT', `/sources/${source.id}`, change)).status).toBe(200);
    expect((await ping(SECRET)).status).toBe(200);
  });

  it('204: once deleted, takes no more webhooks; its sales stay', async () => {
    const source = await shop();
    await notify(source, order('5031'));
    expect((await call('DELETE', `/sources/${source.id}`)).status).toBe(204);
    await readProblem(await notify(source, order('5032')), 404);
    expect(await found('5031', '232.00')).toHaveLength(1);
  });

  it('400: is refused with credentials of the wrong shape, naming the field and never repeating its value', async () => {
    const body = { type: 'stripe', name: 'Stripe', credentials: { secreto: 'xyz-4711' }, defaults: COFFEE };
    const answer = await call('POST', '/sources', body);
    const text = await answer.clone().text();
    await readProblem(answer, 400);
    expect(text).not.toContain('xyz-4711');
  });

  it('404: cannot be seen by another merchant or in the other world', async () => {
    const source = await shop();
    for (const other of [{ merchantId: 'mer_yunque' }, { world: 'live' }] as const) {
      const key = await api.createKey(other);
      const headers = { authorization: `Bearer ${key}` };
      await readProblem(await api.request(`/v1/sources/${source.id}/queue`, { headers }), 404);
    }
  });
});
