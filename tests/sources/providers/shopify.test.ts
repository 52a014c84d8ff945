import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SaleFact } from '../../../server/sources/intake/fact.ts';
import { KNOWN_SOURCES } from '../../../server/sources/known-sources.ts';
import type { SaleSource, WebhookReading } from '../../../server/sources/source.ts';
import { SOURCE_ACCOUNTS } from '../../stand-ins/source-accounts.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../../stand-ins/spawn.ts';
import { fixture, type Json } from '../fixtures/fixture.ts';
import { saleOf } from '../intake/folding.ts';

const ACCOUNT = SOURCE_ACCOUNTS.shopify;
const PAID = fixture('shopify-order-paid');
const PENDING = fixture('shopify-order-pending');
const REFUND = fixture('shopify-refund');
const TRANSACTION = fixture('shopify-transaction');
const inTime = (): AbortSignal => AbortSignal.timeout(10_000);

function source(
  world: 'test' | 'live' = 'test',
  baseUrl = 'http://127.0.0.1:9',
  credentials: object = ACCOUNT,
): SaleSource {
  const known = KNOWN_SOURCES.shopify;
  if (!known) throw new Error('no Shopify');
  return known.create(credentials, { world, baseUrl, timeoutMs: 10_000 });
}

const sign = (body: string, secret: string = ACCOUNT.webhookSecret): string =>
  createHmac('sha256', secret).update(body).digest('base64');

async function read(
  topic: string,
  body: string,
  changes: Record<string, string> = {},
  of = source(),
): Promise<WebhookReading> {
  const headers = {
    'x-shopify-topic': topic,
    'x-shopify-hmac-sha256': sign(body),
    'x-shopify-shop-domain': ACCOUNT.shopDomain,
    'x-shopify-webhook-id': 'b54557e4',
    'x-shopify-event-id': '98880550',
    ...changes,
  };
  const url = new URL('http://127.0.0.1/webhooks');
  const now = Date.UTC(2026, 10, 20, 18, 5);
  return (await of.readWebhook?.({ headers, url, body, now })) ?? expect.fail('no webhooks');
}

/** The facts of a signed webhook. */
async function factsOf(topic: string, body: Json): Promise<readonly SaleFact[]> {
  const reading = await read(topic, JSON.stringify(body));
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading));
  // As a queue would keep it.
  const facts = await source().factsOf?.(JSON.parse(JSON.stringify(reading.event)), inTime());
  if (facts?.kind !== 'facts') throw new Error(JSON.stringify(facts));
  return facts.facts;
}

describe("Shopify's signature", () => {
  const body = JSON.stringify(PAID);

  it('admits what is signed with the client secret, under the id of the webhook, repeatedly', async () => {
    const first = await read('orders/paid', body);
    expect(first).toMatchObject({ kind: 'event', externalId: 'b54557e4', type: 'orders/paid' });
    expect(await read('orders/paid', body)).toStrictEqual(first);
  });

  it('uses the id of the event, or of the body, if a webhook has no id', async () => {
    const ofEvent = await read('orders/paid', body, { 'x-shopify-webhook-id': '' });
    expect(ofEvent).toMatchObject({ externalId: '98880550' });
    const none = { 'x-shopify-webhook-id': '', 'x-shopify-event-id': '' };
    const ofBody = await read('orders/paid', body, none);
    expect(await read('orders/paid', body, none)).toStrictEqual(ofBody);
    expect(await read('orders/paid', JSON.stringify(PENDING), none)).not.toMatchObject({ externalId: '' });
  });

  it.each([
    ['no signature', '', /there is no signature/],
    ['no base64', '¡¡¡', /not an HMAC-SHA256 in base64/],
    ['a signature in hex', createHmac('sha256', ACCOUNT.webhookSecret).update(body).digest('hex'), /not an HMAC/],
    ['half a signature', sign(body).slice(0, 20), /not an HMAC/],
    ['a signature by another secret', sign(body, 'shpss_otro'), /another body or by another secret/],
    ['a signature of another body', sign(`${body} `), /another body or by another secret/],
  ])('refuses %s, and names the failed check and no value', async (_, signature, why) => {
    const reading = await read('orders/paid', body, { 'x-shopify-hmac-sha256': signature });
    expect(reading).toMatchObject({ kind: 'bad-signature', why: expect.stringMatching(why) });
    expect(JSON.stringify(reading)).not.toMatch(/shpss_|otro|lucia/);
  });

  it('refuses another shop of the same app', async () => {
    const reading = await read('orders/paid', body, { 'x-shopify-shop-domain': 'otra.myshopify.com' });
    expect(reading).toMatchObject({ kind: 'bad-signature', why: 'x-shopify-shop-domain: another shop' });
  });

  it('ignores an unknown topic, and stores what it cannot read with the place of the fault', async () => {
    expect(await read('products/update', '{}')).toMatchObject({ kind: 'ignored', type: 'products/update' });
    expect(await read('orders/paid', '{"id":')).toMatchObject({ kind: 'unreadable', reason: 'not JSON' });
    const noPrice = JSON.stringify({ ...PAID, total_price: 'mucho' });
    const reading = await read('orders/paid', noPrice);
    expect(reading).toMatchObject({ kind: 'unreadable', reason: 'not as orders/paid are: total_price' });
    for (const odd of ['null', '[]', '"x"', '{}'])
      expect(await read('refunds/create', odd)).toMatchObject({ kind: 'unreadable' });
  });

  it('keeps an order of the test mode out of the live world, and accepts it in the test world', async () => {
    const test = JSON.stringify({ ...PAID, test: true });
    expect(await read('orders/paid', test, {}, source('live'))).toMatchObject({
      kind: 'unreadable',
      reason: 'other-world',
    });
    expect(await read('orders/paid', test)).toMatchObject({ kind: 'event' });
  });

  it('makes no facts from another provider’s event, and does not throw', async () => {
    for (const odd of [undefined, null, 7, {}, { topic: 'orders/paid' }, { topic: 'x', body: {} }])
      expect(await source().factsOf?.(odd, inTime())).toMatchObject({ kind: 'unreadable' });
  });
});

describe("Shopify's order", () => {
  it('is a sale of what was paid, without the tip, at the shop’s own rates, under the number that customers see', async () => {
    const sale = saleOf('shopify', await factsOf('orders/paid', PAID));
    expect(sale).toMatchObject({ folio: '1042', total: '1007.10', propina: '50.00', estado: 'pagada', moneda: 'MXN' });
    expect(sale).toMatchObject({ date: '2026-11-20T12:04:30-06:00', email: 'lucia.mendez@example.com' });
    expect(
      sale.conceptos.map(({ descripcion, cantidad, descuento, impuestos }) => [
        descripcion,
        cantidad,
        descuento,
        impuestos[0]?.tasaOCuota,
      ]),
    ).toEqual([
      ['Café Chiapas - 250 g / Grano', '2', '36.00', '0.000000'],
      ['Prensa francesa', '1', '64.90', '0.160000'],
      ['Estafeta terrestre', '1', undefined, '0.160000'],
    ]);
    expect(sale.conceptos.map(({ noIdentificacion }) => noIdentificacion)).toEqual([
      'CAFE-CHI-250',
      'PRENSA-350',
      undefined,
    ]);
  });

  it('has the card once its transaction arrives, before or after the order, and however often', async () => {
    const order = await factsOf('orders/paid', PAID);
    const transaction = await factsOf('order_transactions/create', TRANSACTION);
    expect(saleOf('shopify', order).cardLast4).toBeUndefined();
    const sale = saleOf('shopify', [...order, ...transaction]);
    expect(sale.cardLast4).toBe('4242');
    expect(saleOf('shopify', [...transaction, ...order, ...order, ...transaction])).toStrictEqual(sale);
  });

  it('does not count a transaction that failed, refunded money, or only holds it as a payment', async () => {
    for (const changes of [{ status: 'failure' }, { kind: 'refund' }, { kind: 'authorization' }, { order_id: null }])
      expect(await factsOf('order_transactions/create', { ...TRANSACTION, ...changes })).toEqual([]);
  });

  it('without e-mail, with prices without tax, is a sale all the same, pending until it is paid', async () => {
    const before = await factsOf('orders/create', PENDING);
    const pending = saleOf('shopify', before);
    expect(pending).toMatchObject({
      folio: '1043',
      estado: 'pendiente',
      total: '348.00',
      pricesIncludeTax: false,
      formaPago: '03',
    });
    expect(pending.email).toBeUndefined();
    // Shopify's instants are of whole seconds: the same one is no tie.
    const after = await factsOf('orders/paid', { ...PENDING, financial_status: 'paid' });
    expect(saleOf('shopify', [...before, ...after]).estado).toBe('pagada');
    expect(saleOf('shopify', [...after, ...before]).estado).toBe('pagada');
  });

  it.each([
    ['paid', 'pagada'],
    ['partially_refunded', 'pagada'],
    ['authorized', 'pendiente'],
    ['partially_paid', 'pendiente'],
    ['a word of next year', 'pendiente'],
    ['voided', 'cancelada'],
    ['refunded', 'cancelada'],
  ])('that is %s is %s', async (financial_status, estado) => {
    expect(saleOf('shopify', await factsOf('orders/updated', { ...PENDING, financial_status })).estado).toBe(estado);
  });

  it('is cancelled by its cancellation, whatever was paid', async () => {
    const cancelled = { ...PAID, cancelled_at: '2026-11-20T15:00:00-06:00', updated_at: '2026-11-20T15:00:00-06:00' };
    const facts = [...(await factsOf('orders/cancelled', cancelled)), ...(await factsOf('orders/paid', PAID))];
    expect(saleOf('shopify', facts).estado).toBe('cancelada');
  });

  it('of a shop that charges no tax is sold at prices that include whatever IVA its merchant says', async () => {
    const lines = (PENDING.line_items as readonly Json[]).map((line) => ({ ...line, tax_lines: [] }));
    const untaxed = { ...PENDING, total_tax: '0.00', total_price: '300.00', line_items: lines };
    expect(saleOf('shopify', await factsOf('orders/create', untaxed))).toMatchObject({
      total: '300.00',
      pricesIncludeTax: true,
    });
  });

  it('with a gift card next to goods is a sale of the goods, and of what is left of them', async () => {
    const [coffee, press, tip] = PAID.line_items as readonly Json[];
    const card = { ...coffee, id: 1499, title: 'Tarjeta de regalo', sku: '', gift_card: true, quantity: 1 };
    const gift = { ...card, price: '500.00', discount_allocations: [], variant_title: '$500' };
    const order = { ...PAID, total_price: '1557.10', line_items: [coffee, press, tip, gift] };
    const facts = await factsOf('orders/paid', order);
    const sale = saleOf('shopify', facts);
    expect(sale.total).toBe('1007.10');
    expect(JSON.stringify(sale.conceptos)).not.toContain('Tarjeta de regalo');
    const [moved] = REFUND.transactions as readonly Json[];
    const [item] = REFUND.refund_line_items as readonly Json[];
    const back = {
      ...REFUND,
      transactions: [{ ...moved, amount: '500.00' }],
      refund_line_items: [{ ...item, line_item_id: 1499, quantity: 1, subtotal: '500.00', total_tax: '0.00' }],
    };
    expect(saleOf('shopify', [...facts, ...(await factsOf('refunds/create', back))]).total).toBe('1007.10');
  });

  it('paid with a gift card and a card has the form of payment of the larger amount', async () => {
    const pay = (id: number, gateway: string, amount: string) =>
      factsOf('order_transactions/create', {
        ...fixture('shopify-transaction'),
        id,
        gateway,
        amount,
        payment_details: null,
      });
    const order = await factsOf('orders/paid', { ...PAID, payment_gateway_names: ['gift_card', 'shopify_payments'] });
    const mostly = (card: string, rest: string) =>
      Promise.all([pay(1, 'gift_card', card), pay(2, 'paypal', rest)]).then((paid) => [...order, ...paid.flat()]);
    expect(saleOf('shopify', await mostly('900.00', '157.10'))).toMatchObject({ formaPago: '01', total: '1007.10' });
    expect(saleOf('shopify', await mostly('157.10', '900.00'))).toMatchObject({ formaPago: '31', total: '1007.10' });
  });

  it('keeps IVA and IEPS of one line apart by their names, and takes two unnamed rates for neither', async () => {
    const [line] = PENDING.line_items as readonly Json[];
    const taxed = async (titles: readonly string[]) => {
      const tax_lines = titles.map((title, at) => ({ title, rate: at === 0 ? 0.16 : 0.08, price: '24.00' }));
      const [order] = await factsOf('orders/create', { ...PENDING, line_items: [{ ...line, tax_lines }] });
      return order?.fact.kind === 'order' ? order.fact.lines?.[0]?.taxes : undefined;
    };
    expect(await taxed(['IVA', 'IEPS'])).toEqual([
      { name: 'IVA', rate: '0.16' },
      { name: 'IEPS', rate: '0.08' },
    ]);
  });

  it('in dispute waits, and is paid again if its merchant won, in any order', async () => {
    const dispute = (status: string, at: string, type = 'chargeback') =>
      read('disputes/update', JSON.stringify({ id: 598735659, order_id: PAID.id, type, status, amount: '1057.10' }), {
        'x-shopify-triggered-at': at,
      }).then(async (reading) => {
        const facts = reading.kind === 'event' ? await source().factsOf?.(reading.event, inTime()) : undefined;
        return facts?.kind === 'facts' ? facts.facts : [];
      });
    const order = await factsOf('orders/paid', PAID);
    const open = await dispute('needs_response', '2026-11-25T12:00:00Z');
    const won = await dispute('won', '2026-12-09T12:00:00Z');
    const lost = await dispute('lost', '2026-12-09T12:00:00Z');
    const asked = await dispute('needs_response', '2026-11-25T12:00:00Z', 'inquiry');
    expect(saleOf('shopify', [...order, ...open]).estado).toBe('pendiente');
    expect(saleOf('shopify', [...won, ...open, ...order]).estado).toBe('pagada');
    expect(saleOf('shopify', [...lost, ...order, ...open]).estado).toBe('cancelada');
    expect(saleOf('shopify', [...order, ...asked]).estado).toBe('pagada');
  });

  it('with several tax lines on a line leaves the rates to the merchant', async () => {
    const [line] = PENDING.line_items as readonly Json[];
    const both = [
      { rate: 0.16, price: '48.00' },
      { rate: 0.08, price: '24.00' },
    ];
    const [order] = await factsOf('orders/create', { ...PENDING, line_items: [{ ...line, tax_lines: both }] });
    expect(() => saleOf('shopify', order ? [order] : [])).toThrow('line-taxes-unclear');
  });
});

describe("Shopify's refund", () => {
  it('removes its units from the sale, whether it arrives before the order or after it, twice, or in the order itself', async () => {
    const order = await factsOf('orders/paid', PAID);
    const refund = await factsOf('refunds/create', REFUND);
    const within = await factsOf('orders/updated', {
      ...PAID,
      financial_status: 'partially_refunded',
      updated_at: '2026-11-21T09:10:01-06:00',
      refunds: [REFUND],
    });
    const sale = saleOf('shopify', [...order, ...refund]);
    expect(sale).toMatchObject({ total: '845.10', estado: 'pagada' });
    expect(sale.conceptos[0]).toMatchObject({ cantidad: '1' });
    expect(saleOf('shopify', [...refund, ...refund, ...order])).toStrictEqual(sale);
    expect(saleOf('shopify', within)).toStrictEqual(sale);
    expect(saleOf('shopify', [...within, ...refund, ...order])).toStrictEqual(sale);
  });

  it('that was voided no longer counts, in any order, and one that arrived after the order still counts', async () => {
    const order = await factsOf('orders/paid', PAID);
    const refund = await factsOf('refunds/create', REFUND);
    const at = (minute: string) => ({ ...PAID, updated_at: `2026-11-21T09:${minute}:01-06:00` });
    const held = await factsOf('orders/updated', { ...at('10'), refunds: [REFUND] });
    const gone = await factsOf('orders/updated', { ...at('30'), refunds: [] });
    const voided = await factsOf('orders/updated', { ...at('30'), refunds: [{ ...REFUND, transactions: [] }] });
    for (const facts of [
      [...order, ...refund, ...held, ...gone],
      [...gone, ...held, ...refund, ...order],
      [...refund, ...voided, ...held],
    ])
      expect(saleOf('shopify', facts).total).toBe('1007.10');
    expect(saleOf('shopify', [...order, ...refund]).total).toBe('845.10');
  });

  it('counts what its transactions moved, including shipping or an adjustment', async () => {
    const [transaction] = REFUND.transactions as readonly Json[];
    const more = { ...REFUND, transactions: [{ ...transaction, amount: '261.00' }] };
    const facts = [...(await factsOf('orders/paid', PAID)), ...(await factsOf('refunds/create', more))];
    expect(saleOf('shopify', facts).total).toBe('746.10');
  });

  it('does not count while no money has moved, and is undone if its transaction failed', async () => {
    const [transaction] = REFUND.transactions as readonly Json[];
    const as = (status: string) => factsOf('refunds/create', { ...REFUND, transactions: [{ ...transaction, status }] });
    expect(await factsOf('refunds/create', { ...REFUND, transactions: [] })).toEqual([]);
    expect(await as('pending')).toEqual([]);
    const facts = [...(await factsOf('orders/paid', PAID)), ...(await as('failure'))];
    expect(saleOf('shopify', facts).total).toBe('1007.10');
  });
});

describe("Shopify's list", () => {
  let directory: string;
  let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
  let url: string;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'shopify-'));
    standIns = await spawnStandIns(directory);
    url = `${standIns.url}/shopify`;
  });
  afterEach(() => clear(url));
  afterAll(async () => {
    await standIns.stop();
    rmSync(directory, { recursive: true });
  });

  it('is read page by page, all from the same host, and says what the webhooks say', async () => {
    const first = await source('test', url).list?.(0, undefined, inTime());
    expect(first).toMatchObject({ kind: 'page', count: 1, cursor: 'dos+2' });
    expect(first?.kind === 'page' && first.facts).toStrictEqual(await factsOf('orders/paid', PAID));
    const second = await source('test', url).list?.(0, 'dos+2', inTime());
    expect(second).toStrictEqual({ kind: 'page', count: 1, facts: await factsOf('orders/create', PENDING) });
    expect((await seenRequests(url)).length).toBe(2);
  });

  it('has what changed since an instant', async () => {
    const later = await source('test', url).list?.(Date.parse('2026-11-21T00:00:00Z'), undefined, inTime());
    expect(later).toStrictEqual({ kind: 'page', count: 0, facts: [] });
  });

  it('skips an order of an unknown shape', async () => {
    await setQuirk(url, 'shopify-other-shape');
    expect(await source('test', url).list?.(0, undefined, inTime())).toMatchObject({ kind: 'page', count: 2 });
  });

  it('is unavailable if Shopify is, and says so without the token', async () => {
    await setQuirk(url, 'shopify-rate-limited', 1);
    expect(await source('test', url).list?.(0, undefined, inTime())).toEqual({
      kind: 'unavailable',
      reason: 'HTTP 429',
    });
    const wrong = source('test', url, { ...ACCOUNT, accessToken: 'shpat_otra' });
    expect(await wrong.list?.(0, undefined, inTime())).toEqual({ kind: 'unavailable', reason: 'HTTP 401' });
    expect(await source().list?.(0, undefined, inTime())).toEqual({ kind: 'unavailable', reason: 'ECONNREFUSED' });
    await setQuirk(url, 'shopify-silent');
    const silent = await source('test', url).list?.(0, undefined, AbortSignal.timeout(200));
    expect(silent).toMatchObject({ kind: 'unavailable' });
  });

  it('is absent without a token', () => {
    const { webhookSecret } = ACCOUNT;
    expect(source('test', url, { webhookSecret }).list).toBeUndefined();
  });

  it.each([
    [{ webhookSecret: '' }],
    [{ ...ACCOUNT, shopDomain: 'evil.example' }],
    [{ ...ACCOUNT, shopDomain: 'x.myshopify.com/@evil.example' }],
    [{ webhookSecret: 'x', accessToken: 'shpat_sin-tienda' }],
    [{ ...ACCOUNT, accessToken: 'con\r\nsalto' }],
    [{ ...ACCOUNT, other: 'x' }],
  ])('comes with credentials that are refused if they have another shape: %j', (credentials) => {
    expect(() => source('test', url, credentials)).toThrow();
  });
});
