import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { multiply, toMicro } from '../../../server/cfdi/money.ts';
import type { SaleFact } from '../../../server/sources/intake/fact.ts';
import { KNOWN_SOURCES } from '../../../server/sources/known-sources.ts';
import type { SaleSource, WebhookReading } from '../../../server/sources/source.ts';
import { SOURCE_ACCOUNTS } from '../../stand-ins/source-accounts.ts';
import { clear, setQuirk, spawnStandIns } from '../../stand-ins/spawn.ts';
import { fixture, type Json } from '../fixtures/fixture.ts';
import { saleOf } from '../intake/folding.ts';

const ACCOUNT = SOURCE_ACCOUNTS.woocommerce;
const WITH_TAX = fixture('woo-order-with-tax');
const WITHOUT = fixture('woo-order-without-tax');
const PROCESSING = { status: 'processing', date_paid_gmt: '2026-11-20T18:30:00' };
const NOON = Date.UTC(2026, 10, 20, 18, 30);
const inTime = (): AbortSignal => AbortSignal.timeout(10_000);

function source(baseUrl = 'http://127.0.0.1:9', credentials: object = ACCOUNT): SaleSource {
  const known = KNOWN_SOURCES.woocommerce;
  if (!known) throw new Error('no WooCommerce');
  return known.create(credentials, { world: 'test', baseUrl, timeoutMs: 10_000 });
}

const sign = (body: string, secret: string = ACCOUNT.webhookSecret): string =>
  createHmac('sha256', secret).update(body).digest('base64');

async function readAs(headers: Readonly<Record<string, string>>, body: string, now = NOON): Promise<WebhookReading> {
  const reading = await source().readWebhook?.({ headers, url: new URL('http://127.0.0.1/webhooks'), body, now });
  if (!reading) throw new Error('no webhooks');
  return reading;
}

function read(topic: string, body: string, headers: Readonly<Record<string, string>> = {}, now = NOON) {
  const standard = {
    'x-wc-webhook-topic': topic,
    'x-wc-webhook-signature': sign(body),
    'x-wc-webhook-delivery-id': 'd-1',
  };
  return readAs({ ...standard, ...headers }, body, now);
}

/** The facts of a signed webhook. */
async function factsOf(topic: string, body: Json, now = NOON): Promise<readonly SaleFact[]> {
  const reading = await read(topic, JSON.stringify(body), {}, now);
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading));
  // As a queue would keep it.
  const facts = await source().factsOf?.(JSON.parse(JSON.stringify(reading.event)), inTime());
  if (facts?.kind !== 'facts') throw new Error(JSON.stringify(facts));
  return facts.facts;
}

describe("WooCommerce's signature", () => {
  const body = JSON.stringify(WITH_TAX);

  it('admits what is signed with the secret, under the id of the delivery, repeatedly', async () => {
    const first = await read('order.created', body);
    expect(first).toMatchObject({ kind: 'event', externalId: 'd-1', type: 'order.created' });
    expect(await read('order.created', body)).toStrictEqual(first);
  });

  it('distinguishes deliveries without an id by topic and body', async () => {
    const id = async (topic: string) => {
      const reading = await read(topic, body, { 'x-wc-webhook-delivery-id': '' });
      return reading.kind === 'event' ? reading.externalId : '';
    };
    expect(await id('order.created')).toBe(await id('order.created'));
    expect(await id('order.created')).not.toBe(await id('order.updated'));
  });

  it('is not required of the ping of a saved webhook, which is answered and not trusted', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await readAs(form, 'webhook_id=12')).toStrictEqual({ kind: 'ignored', externalId: 'ping:12', type: 'ping' });
    for (const odd of ['webhook_id=12&id=727', 'webhook_id=', 'webhook_id=x', body])
      expect(await readAs(form, odd)).toMatchObject({ kind: 'bad-signature' });
    const signed = { ...form, 'x-wc-webhook-signature': sign('otro') };
    expect(await readAs(signed, 'webhook_id=12')).toMatchObject({ kind: 'bad-signature' });
  });

  it.each([
    ['an empty signature', '', /there is no signature/],
    ['no base64', '¡¡¡', /not an HMAC-SHA256 in base64/],
    ['a signature by another secret', sign(body, 'secreto ajeno'), /another body or by another secret/],
    ['a signature of another body', sign(`${body}\n`), /another body or by another secret/],
  ])('refuses %s, and names the failed check and no value', async (_, signature, why) => {
    const reading = await read('order.created', body, { 'x-wc-webhook-signature': signature });
    expect(reading).toMatchObject({ kind: 'bad-signature', why: expect.stringMatching(why) });
    expect(JSON.stringify(reading)).not.toMatch(/secreto|lucia/);
  });

  it('ignores an unknown topic, and stores what it cannot read with the place of the fault', async () => {
    expect(await read('product.updated', '{}')).toMatchObject({ kind: 'ignored', type: 'product.updated' });
    expect(await read('order.updated', '<html>')).toMatchObject({ kind: 'unreadable', reason: 'not JSON' });
    const noTotal = JSON.stringify({ ...WITH_TAX, total: '1,007.10' });
    const reason = 'not as order.updated are: total';
    expect(await read('order.updated', noTotal)).toMatchObject({ kind: 'unreadable', reason });
    for (const odd of ['null', '[]', '"x"', '{}'])
      expect(await read('order.deleted', odd)).toMatchObject({ kind: 'unreadable' });
  });

  it('makes no facts from another provider’s event, and does not throw', async () => {
    for (const odd of [undefined, null, 7, {}, { topic: 'order.updated', body: {} }])
      expect(await source().factsOf?.(odd, inTime())).toMatchObject({ kind: 'unreadable' });
  });
});

describe("WooCommerce's order", () => {
  it('with prices including tax is a sale of the order’s total to the cent, at the rates that it charged', async () => {
    const sale = saleOf('woocommerce', await factsOf('order.created', WITH_TAX));
    expect(sale).toMatchObject({ folio: '0727', total: '749.00', estado: 'pagada', pricesIncludeTax: true });
    expect(sale).toMatchObject({ date: '2026-11-20T18:00:04Z', email: 'lucia.mendez@example.com' });
    expect(
      sale.conceptos.map((line) => [line.cantidad, line.valorUnitario, line.descuento, line.impuestos[0]?.tasaOCuota]),
    ).toEqual([
      ['3', '99.00', undefined, '0.160000'],
      ['2', '180.00', '36.00', '0.000000'],
      ['1', '99.00', undefined, '0.160000'],
      ['1', '29.00', undefined, '0.160000'],
    ]);
  });

  it('with prices including tax adds up however many lines there are', async () => {
    const [, coffee] = WITH_TAX.line_items as readonly Json[];
    const mug = {
      total: '85.34',
      total_tax: '13.66',
      subtotal: '85.34',
      subtotal_tax: '13.66',
      taxes: [{ id: 1, total: '13.655172' }],
    };
    const mugs = Array.from({ length: 40 }, (_, index) => ({ ...coffee, id: 900 + index, quantity: 1, ...mug }));
    const changes = { line_items: mugs, shipping_lines: [], fee_lines: [], total: '3960.00', total_tax: '546.40' };
    expect(saleOf('woocommerce', await factsOf('order.created', { ...WITH_TAX, ...changes })).total).toBe('3960.00');
  });

  it('with prices excluding tax adds up with a fee, a fee that is a discount, and three for 100.00', async () => {
    const facts = await factsOf('order.updated', { ...WITHOUT, ...PROCESSING });
    const sale = saleOf('woocommerce', facts);
    expect(sale).toMatchObject({
      folio: '728',
      total: '243.60',
      pricesIncludeTax: false,
      descuento: '10.00',
      formaPago: '03',
    });
    const [filters] = sale.conceptos;
    const price = multiply(toMicro(filters?.cantidad ?? ''), toMicro(filters?.valorUnitario ?? ''));
    expect(price - toMicro(filters?.descuento ?? '')).toBe(toMicro('90.00'));
  });

  it('invents no discount if a price does not divide evenly', async () => {
    const [line] = WITHOUT.line_items as readonly Json[];
    const undiscounted = { ...line, total: '100.00', total_tax: '16.00' };
    const changes = {
      line_items: [undiscounted],
      shipping_lines: [],
      fee_lines: [],
      total: '116.00',
      total_tax: '16.00',
    };
    const sale = saleOf('woocommerce', await factsOf('order.updated', { ...WITHOUT, ...changes }));
    expect(sale.conceptos[0]).toMatchObject({ cantidad: '3', valorUnitario: '33.333333' });
    expect(sale.conceptos[0]).not.toHaveProperty('descuento');
  });

  it('without e-mail or tax is a sale all the same, including whatever IVA its merchant says', async () => {
    const lines = (WITHOUT.line_items as readonly Json[]).map((line) => ({
      ...line,
      total_tax: '0',
      subtotal_tax: '0',
      taxes: [],
    }));
    const changes = {
      line_items: lines,
      shipping_lines: [],
      fee_lines: [],
      tax_lines: [],
      total: '90.00',
      total_tax: '0.00',
    };
    const sale = saleOf(
      'woocommerce',
      await factsOf('order.created', { ...WITHOUT, ...changes, billing: { email: '' } }),
    );
    expect(sale).toMatchObject({ total: '90.00', pricesIncludeTax: true });
    expect(sale.email).toBeUndefined();
  });

  it.each([
    ['processing', 'pagada'],
    ['completed', 'pagada'],
    ['pending', 'pendiente'],
    ['on-hold', 'pendiente'],
    ['cancelled', 'cancelada'],
    ['failed', 'cancelada'],
    ['refunded', 'cancelada'],
    ['trash', 'cancelada'],
  ])('that is %s is %s', async (status, estado) => {
    expect(saleOf('woocommerce', await factsOf('order.updated', { ...WITH_TAX, status })).estado).toBe(estado);
  });

  it('with a plugin’s status is not paid, whatever date it has, and a cart is not an order', async () => {
    expect(saleOf('woocommerce', await factsOf('order.updated', { ...WITH_TAX, status: 'enviado' })).estado).toBe(
      'pendiente',
    );
    expect(await factsOf('order.updated', { ...WITH_TAX, status: 'checkout-draft' })).toEqual([]);
  });

  it('is the same sale whatever arrives first, even within one second', async () => {
    const before = await factsOf('order.created', WITHOUT);
    const after = await factsOf('order.updated', { ...WITHOUT, ...PROCESSING });
    expect(saleOf('woocommerce', [...before, ...after]).estado).toBe('pagada');
    expect(saleOf('woocommerce', [...after, ...before, ...after])).toStrictEqual(saleOf('woocommerce', after));
  });

  it('loses what was refunded, once, however often it is reported', async () => {
    const before = await factsOf('order.created', WITH_TAX);
    const refunds = [{ id: 801, reason: 'Taza rota', total: '-99.00' }];
    const after = await factsOf('order.updated', { ...WITH_TAX, refunds, date_modified_gmt: '2026-11-21T18:00:00' });
    expect(saleOf('woocommerce', [...after, ...before, ...after])).toMatchObject({ total: '650.00', estado: 'pagada' });
  });

  it('that was deleted is cancelled under its own number, in any order, until it is restored', async () => {
    const order = await factsOf('order.created', WITH_TAX);
    const deleted = await factsOf('order.deleted', { id: 727 });
    const cancelled = saleOf('woocommerce', [...order, ...deleted]);
    expect(cancelled).toMatchObject({ estado: 'cancelada', folio: '0727', total: '749.00' });
    expect(saleOf('woocommerce', [...deleted, ...order])).toStrictEqual(cancelled);
    const restored = await factsOf('order.restored', WITH_TAX, NOON + 60_000);
    expect(saleOf('woocommerce', [...restored, ...deleted])).toMatchObject({ estado: 'pagada', total: '749.00' });
  });
});

describe("WooCommerce's list", () => {
  let directory: string;
  let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
  let url: string;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'woocommerce-'));
    standIns = await spawnStandIns(directory);
    url = `${standIns.url}/woocommerce`;
  });
  afterEach(() => clear(url));
  afterAll(async () => {
    await standIns.stop();
    rmSync(directory, { recursive: true });
  });

  it('says what the webhooks say, about what changed in that second or later', async () => {
    const both = [...(await factsOf('order.created', WITH_TAX)), ...(await factsOf('order.created', WITHOUT))];
    expect(await source(url).list?.(0, undefined, inTime())).toStrictEqual({ kind: 'page', count: 2, facts: both });
    const since = Date.parse('2026-11-20T18:10:00Z');
    expect(await source(url).list?.(since, undefined, inTime())).toMatchObject({ count: 1, facts: both.slice(2) });
    expect(await source(url).list?.(since + 2_000, undefined, inTime())).toMatchObject({ count: 0 });
  });

  it('loses no order between pages, even with more than a page of one second', async () => {
    await setQuirk(url, 'woo-many');
    const seen = new Set<string>();
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await source(url).list?.(0, cursor, inTime());
      if (page?.kind !== 'page') throw new Error(JSON.stringify(page));
      for (const { saleKey } of page.facts) seen.add(saleKey);
      cursor = page.cursor;
      pages += 1;
    } while (cursor !== undefined && pages < 20);
    expect(seen.size).toBe(250);
  });

  it('is unavailable if the shop is, and says so without the key', async () => {
    await setQuirk(url, 'woo-down', 1);
    expect(await source(url).list?.(0, undefined, inTime())).toEqual({ kind: 'unavailable', reason: 'HTTP 503' });
    const wrong = source(url, { ...ACCOUNT, consumerSecret: 'cs_otro' });
    expect(await wrong.list?.(0, undefined, inTime())).toEqual({ kind: 'unavailable', reason: 'HTTP 401' });
    const elsewhere = source(`${standIns.url}/nobody`);
    expect(await elsewhere.list?.(0, undefined, inTime())).toEqual({ kind: 'unavailable', reason: 'HTTP 404' });
    expect(await source().list?.(0, undefined, inTime())).toEqual({ kind: 'unavailable', reason: 'ECONNREFUSED' });
    await setQuirk(url, 'woo-silent');
    expect(await source(url).list?.(0, undefined, AbortSignal.timeout(200))).toMatchObject({ kind: 'unavailable' });
  });

  it('is absent without a key', () => {
    expect(source(url, { webhookSecret: 'x' }).list).toBeUndefined();
  });

  it.each([
    'http://tienda.cafejacaranda.mx',
    'https://127.0.0.1',
    'https://[::1]',
    'https://0x7f000001',
    'https://localhost',
    'https://impresora.local',
    'https://metadata.google.internal',
    'https://usuario:clave@tienda.cafejacaranda.mx',
    'https://tienda.cafejacaranda.mx?x=',
    'tienda.cafejacaranda.mx',
    'ftp://tienda.cafejacaranda.mx',
  ])('is never requested from %s', (storeUrl) => {
    expect(() => source(url, { ...ACCOUNT, storeUrl })).toThrow();
  });

  it.each([
    [{}],
    [{ webhookSecret: 'x', consumerKey: 'ck_x', consumerSecret: 'cs_x' }],
    [{ ...ACCOUNT, consumerSecret: undefined }],
    [{ ...ACCOUNT, consumerKey: 'ck_con:puntos' }],
  ])('comes with credentials that are refused if they have another shape: %j', (credentials) => {
    expect(() => source(url, credentials)).toThrow();
  });
});
