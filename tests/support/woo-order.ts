/** Orders as WooCommerce tells them (REST v3), of a coffee shop that does not exist, and the webhook that tells them. */
import { createHmac } from 'node:crypto';
import { read, type TestApi } from './api.ts';

export const SECRET = 'secreto-de-la-tienda-4711';

export const COFFEE = {
  claveProdServ: '50201706',
  claveUnidad: 'H87',
  pricesIncludeTax: true,
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
};

type Json = Readonly<Record<string, unknown>>;

/** A line of `pieces` bags at 58.00 with 16 % inside, as WooCommerce keeps it: net, its tax beside it. */
export function bags(pieces: number, change: Json = {}): Json {
  const tax = (pieces * 8).toFixed(2);
  const net = (pieces * 50).toFixed(2);
  const amounts = { quantity: pieces, subtotal: net, subtotal_tax: tax, total: net, total_tax: tax };
  const taxes = [{ id: 1, total: tax, subtotal: tax }];
  return { id: 11, sku: 'CAFE-250', name: 'Café de Chiapas 250 g', ...amounts, taxes, meta_data: [], ...change };
}

/** An order of two bags, 116.00, paid by card. */
export function wooOrder(number: string, change: Json = {}): Json {
  return {
    id: 9_000 + Number(number),
    number,
    status: 'processing',
    currency: 'MXN',
    prices_include_tax: true,
    total: '116.00',
    total_tax: '16.00',
    date_created_gmt: '2026-11-19T18:00:00',
    date_modified_gmt: '2026-11-19T18:05:00',
    date_paid_gmt: '2026-11-19T18:05:00',
    payment_method: 'woo-mercado-pago-custom',
    billing: { email: 'lucia.mendez@example.com' },
    line_items: [bags(2)],
    tax_lines: [{ id: 7, rate_id: 1, rate_code: 'MX-IVA-1', rate_percent: 16, label: 'IVA', tax_total: '16.00' }],
    shipping_lines: [],
    fee_lines: [],
    coupon_lines: [],
    refunds: [],
    meta_data: [],
    ...change,
  };
}

/** A WooCommerce source of the demo's merchant, and what is done with it. */
export async function wooShop(api: TestApi, change: object = {}) {
  // A key of its own: the shops of one test file together ask more often than one key may in a second.
  const key = await api.createKey({});
  const call = (method: string, path: string, body?: object | string, type = 'application/json') =>
    api.request(`/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': type },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const upload = {
    type: 'woocommerce',
    name: 'Café Jacaranda',
    credentials: { webhookSecret: SECRET },
    defaults: COFFEE,
  };
  const { id, webhookUrl } = await read<{ id: string; webhookUrl: string }>(
    await call('POST', '/sources', { ...upload, ...change }),
  );
  let sentCount = 0;
  return {
    id,
    call,
    async notify(order: Json): Promise<void> {
      const text = JSON.stringify(order);
      sentCount += 1;
      await api.request(webhookUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-wc-webhook-topic': 'order.updated',
          'x-wc-webhook-delivery-id': `${id}-${sentCount}`,
          'x-wc-webhook-signature': createHmac('sha256', SECRET).update(text).digest('base64'),
        },
        body: text,
      });
    },
    /** `code detail` of each fault of each sale that waits. */
    async queue(): Promise<readonly string[]> {
      type Queue = { problems: { errors: { code: string; detail: string }[] }[] };
      const { problems } = await read<Queue>(await call('GET', `/sources/${id}/queue`));
      return problems.flatMap(({ errors }) => errors.map(({ code, detail }) => `${code} ${detail}`));
    },
    /** The details of the notices of a kind. */
    async notices(kind: string): Promise<readonly string[]> {
      type Notices = { notices: { kind: string; detail: string }[] };
      const { notices } = await read<Notices>(await call('GET', '/notices'));
      return notices.filter((notice) => notice.kind === kind).map(({ detail }) => detail);
    },
    /** `status total` of the sales that a customer finds by folio and total. */
    async found(folio: string, total: string): Promise<readonly string[]> {
      return (await api.search({ folio, total })).map((sale) => `${sale.status} ${sale.total}`);
    },
  };
}
