/** What a source says was given back of a sale that is invoiced, or in a factura global: each peso of it gets its nota de crédito, once. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { advanceGlobal, beginGlobal } from '../../server/invoicing/globalize.ts';
import type { Invoice } from '../../server/invoicing/invoice.ts';
import { awaitSettled } from '../../server/invoicing/waiting.ts';
import type { Sale } from '../../server/sales/sale.ts';
import { fixture, type Json } from '../sources/fixtures/fixture.ts';
import { event, signed } from '../sources/providers/stripe-webhook.ts';
import { SOURCE_ACCOUNTS } from '../stand-ins/source-accounts.ts';
import { read, UNIVERSIDAD } from '../support/api.ts';
import { sourceScene, TENANT } from '../support/source-scene.ts';
import { bags, COFFEE, wooOrder, wooShop } from '../support/woo-order.ts';

const LATER = { date_modified_gmt: '2026-11-20T09:00:00' };
const IVA_16 = { impuestos: COFFEE.impuestos, claveProdServ: '43231500', claveUnidad: 'E48', pricesIncludeTax: true };

describe.each(['SQLite', 'PostgreSQL'] as const)('a refund that a source reports, on %s', (engine) => {
  const { api, store, call, saleOf } = sourceScene(engine);

  async function invoiceOf(source: string): Promise<Sale> {
    const sale = await saleOf(source);
    const answer = await call('POST', `/sales/${sale.id}/invoice`, { receptor: UNIVERSIDAD, email: null });
    expect([answer.status, await answer.text()]).toMatchObject([201, expect.anything()]);
    return sale;
  }

  /** `state total` of the sale's refunds, and `kind total relation` of the notas de crédito, once all is stamped. */
  async function creditedOf({ id }: Sale) {
    const claimed = await store().invoices.find(TENANT, { sale: id, kind: 'egreso', limit: 20 });
    for (const nota of claimed) await awaitSettled(api().services.invoicing, nota);
    const refunds = (await store().refunds.list(TENANT, { sale: id, limit: 20 })).toReversed();
    const notas = await store().invoices.find(TENANT, { sale: id, kind: 'egreso', limit: 20 });
    return {
      refunds: refunds.map(({ state, total }) => `${state} ${total}`),
      notas: notas.toReversed().map(notaWords),
      difference: await differenceOf(id),
    };
  }

  function notaWords({ stamped }: Invoice): string {
    const parsed = stamped && readCfdi(stamped.xml);
    if (parsed?.kind !== 'cfdi') return 'not stamped';
    const { total, cfdiRelacionados } = parsed.file.comprobante;
    return `${total} ${cfdiRelacionados.map(({ tipoRelacion }) => tipoRelacion).join()}`;
  }

  async function differenceOf(id: string): Promise<string | undefined> {
    const sale = await store().sales.get(TENANT, id);
    const day = new Date(Date.parse(sale?.body.date ?? '') - 6 * 3_600_000).toISOString().slice(0, 10);
    type Lines = { sales: readonly { id: string; difference: string }[] };
    const { sales } = await read<Lines>(await call('GET', `/cuadre/${day}`));
    return sales.find((line) => line.id === id)?.difference;
  }

  const changeNotices = async ({ id }: Sale) =>
    (await store().notices.list(TENANT, 200)).filter(
      ({ kind, subject }) => kind === 'sale-changed-after-invoice' && subject === id,
    );

  test('WooCommerce: is credited once, part by part, even if repeated and out of order', async () => {
    const shop = await wooShop(api());
    const one = { id: 801, reason: '', total: '-58.00' };
    const two = { id: 802, reason: '', total: '-20.00' };
    await shop.notify(wooOrder('8101'));
    const sale = await invoiceOf(shop.id);
    for (let times = 0; times < 2; times++) await shop.notify(wooOrder('8101', { refunds: [one], ...LATER }));
    const all = wooOrder('8101', { refunds: [two, one], date_modified_gmt: '2026-11-20T10:00:00' });
    for (let times = 0; times < 2; times++) await shop.notify(all);
    await shop.notify(wooOrder('8101', { refunds: [one], ...LATER }));
    expect(await creditedOf(sale)).toEqual({
      ...{ refunds: ['credited 58.00', 'credited 20.00'], notas: ['58.00 01', '20.00 01'], difference: '0.00' },
    });
    expect(await changeNotices(sale)).toEqual([]);
  });

  test('WooCommerce: is not credited if it was made before the invoice, which already accounts for it', async () => {
    const shop = await wooShop(api());
    const before = { id: 811, reason: '', total: '-58.00' };
    await shop.notify(wooOrder('8111', { refunds: [before] }));
    const sale = await invoiceOf(shop.id);
    const refunds = [{ id: 812, reason: '', total: '-10.00' }, before];
    await shop.notify(wooOrder('8111', { refunds, ...LATER }));
    expect(await creditedOf(sale)).toMatchObject({ refunds: ['credited 10.00'], notas: ['10.00 01'] });
  });

  test('WooCommerce: waits for a merchant who approves each one, and raises no further notice once declined', async () => {
    await api().change(DEMO_PORTAL, { approveRefunds: true });
    const shop = await wooShop(api());
    await shop.notify(wooOrder('8121'));
    const sale = await saleOf(shop.id);
    const [found] = await api().search({ folio: '8121', total: '116.00' });
    const body = { sales: [found?.token], receptor: UNIVERSIDAD };
    expect((await api().post(`/v1/portals/${DEMO_PORTAL}/invoices`, body)).status).toBe(201);
    const refunded = wooOrder('8121', { refunds: [{ id: 821, reason: '', total: '-58.00' }], ...LATER });
    await shop.notify(refunded);
    expect(await creditedOf(sale)).toMatchObject({ refunds: ['awaiting-approval 58.00'], notas: [] });
    const [refund] = await store().refunds.list(TENANT, { sale: sale.id, limit: 1 });
    await call('POST', `/refunds/${refund?.id}/decline`, { reason: 'Fue un error de la tienda' });
    await shop.notify(refunded);
    expect(await creditedOf(sale)).toMatchObject({ refunds: ['declined 58.00'], notas: [] });
  });

  test('WooCommerce: is not credited a second time if the merchant registered it by hand', async () => {
    const shop = await wooShop(api());
    await shop.notify(wooOrder('8131'));
    const sale = await invoiceOf(shop.id);
    const byHand = { total: '58.00', date: new Date(api().now()).toISOString(), formaPago: '04' };
    expect((await call('POST', `/sales/${sale.id}/refunds`, byHand)).status).toBe(201);
    await shop.notify(wooOrder('8131', { refunds: [{ id: 831, reason: '', total: '-58.00' }], ...LATER }));
    expect(await creditedOf(sale)).toMatchObject({ refunds: ['credited 58.00'], notas: ['58.00 01'] });
  });

  test('WooCommerce: is not assumed when an order was only edited, which is left to the merchant', async () => {
    const shop = await wooShop(api());
    await shop.notify(wooOrder('8141'));
    const sale = await invoiceOf(shop.id);
    await shop.notify(wooOrder('8141', { line_items: [bags(1)], total: '58.00', total_tax: '8.00', ...LATER }));
    expect(await creditedOf(sale)).toMatchObject({ refunds: [], notas: [] });
    expect(await changeNotices(sale)).toHaveLength(1);
  });

  test('WooCommerce: is an E against the factura global if the sale is in one', async () => {
    const shop = await wooShop(api());
    await shop.notify(wooOrder('8151', { refunds: [] }));
    const sale = await saleOf(shop.id);
    const branch = 'roma';
    const period = { periodicidad: '01', from: '2026-11-19', to: '2026-11-19' } as const;
    const request = { tenant: TENANT, branch, ...period, serie: 'G', origin: 'merchant' } as const;
    await advanceGlobal(api().services.invoicing, await beginGlobal(api().services.invoicing, request));
    const [global] = await store().invoices.find(TENANT, { kind: 'global', limit: 1 });
    await shop.notify(wooOrder('8151', { refunds: [{ id: 851, reason: '', total: '-116.00' }], ...LATER }));
    expect(await creditedOf(sale)).toMatchObject({ refunds: ['credited 116.00'], difference: '0.00' });
    const [nota] = await store().invoices.find(TENANT, { sale: sale.id, kind: 'egreso', limit: 1 });
    expect(nota?.snapshot).toMatchObject({ from: { kind: 'global', uuid: global?.stamped?.uuid } });
  });

  test('WooCommerce: waits for the accountant if it is dated in a locked month, whatever the merchant chose', async () => {
    const shop = await wooShop(api());
    await shop.notify(wooOrder('8161'));
    const sale = await invoiceOf(shop.id);
    await store().cuadre.lockMonth(TENANT, { month: '2026-11', by: 'usr_contadora', at: api().now() });
    await shop.notify(wooOrder('8161', { refunds: [{ id: 861, reason: '', total: '-58.00' }], ...LATER }));
    expect(await creditedOf(sale)).toMatchObject({ refunds: ['awaiting-approval 58.00'], notas: [] });
    const [refund] = await store().refunds.list(TENANT, { sale: sale.id, limit: 1 });
    expect((await call('POST', `/refunds/${refund?.id}/approve`)).status).toBe(409);
    await store().cuadre.unlockMonth(TENANT, '2026-11');
    expect((await call('POST', `/refunds/${refund?.id}/approve`)).status).toBe(200);
    expect(await creditedOf(sale)).toMatchObject({ notas: ['58.00 01'] });
  });

  async function connected(type: 'shopify' | 'stripe') {
    const credentials = { webhookSecret: SOURCE_ACCOUNTS[type].webhookSecret };
    const answer = await call('POST', '/sources', { type, name: type, credentials, defaults: IVA_16 });
    const { id, webhookUrl } = await read<{ id: string; webhookUrl: string }>(answer);
    let sentCount = 0;
    const notify = async (body: Json, headers: (text: string) => Record<string, string>): Promise<void> => {
      const text = JSON.stringify(body);
      const sent = { 'content-type': 'application/json', ...headers(text) };
      const answered = await api().request(webhookUrl, { method: 'POST', headers: sent, body: text });
      expect([answered.status, await answered.json()]).toEqual([200, { status: 'taken' }]);
    };
    const shopify = (topic: string, body: Json) =>
      notify(body, (text) => ({
        'x-shopify-topic': topic,
        'x-shopify-webhook-id': `${id}-${++sentCount}`,
        'x-shopify-hmac-sha256': createHmac('sha256', credentials.webhookSecret).update(text).digest('base64'),
      }));
    const stripe = (type: string, object: Json) =>
      notify(
        event(type, object, { id: `evt_${id}_${++sentCount}`, created: Math.floor(api().now() / 1000) + sentCount }),
        (text) => ({
          'stripe-signature': signed(text, Math.floor(api().now() / 1000)),
        }),
      );
    return { id, shopify, stripe };
  }

  test('Shopify: is credited by relation 03 with the returned line, or by 01 if its lines do not add up to it', async () => {
    const shop = await connected('shopify');
    const line = {
      ...{ id: 1491, title: 'Café Chiapas', name: 'Café Chiapas', sku: 'CAFE', quantity: 2, price: '116.00' },
      ...{ gift_card: false, taxable: true, discount_allocations: [], current_quantity: 2 },
      tax_lines: [{ title: 'IVA', rate: 0.16, price: '32.00' }],
    };
    const money = {
      total_price: '232.00',
      current_total_price: '232.00',
      subtotal_price: '232.00',
      total_tax: '32.00',
    };
    const order = fixture('shopify-order-paid', {
      ...{ id: 77001, name: '#7701', number: 7701, order_number: 7701, line_items: [line], shipping_lines: [] },
      ...{
        ...money,
        total_discounts: '0.00',
        total_tip_received: '0.00',
        discount_codes: [],
        discount_applications: [],
      },
      tax_lines: [{ title: 'IVA', rate: 0.16, price: '32.00' }],
      ...{ processed_at: '2026-11-20T08:00:00-06:00', created_at: '2026-11-20T08:00:00-06:00' },
      updated_at: '2026-11-20T08:00:00-06:00',
    });
    await shop.shopify('orders/paid', order);
    const sale = await invoiceOf(shop.id);
    const at = '2026-11-20T08:30:00-06:00';
    const usual = fixture('shopify-refund');
    const [moved] = usual.transactions as readonly Json[];
    const [item] = usual.refund_line_items as readonly Json[];
    const refund = (id: number, amount: string, items: readonly Json[]): Json => ({
      ...{ ...usual, id, order_id: 77001, created_at: at, processed_at: at, refund_line_items: items },
      transactions: [{ ...moved, id: id + 1, order_id: 77001, amount, created_at: at }],
    });
    const bag = { ...item, line_item_id: 1491, quantity: 1, subtotal: '116.00', total_tax: '16.00' };
    const back = refund(9001, '116.00', [bag]);
    for (let times = 0; times < 2; times++) await shop.shopify('refunds/create', back);
    await shop.shopify('refunds/create', refund(9003, '50.00', []));
    expect(await creditedOf(sale)).toEqual({
      ...{ refunds: ['credited 116.00', 'credited 50.00'], notas: ['116.00 03', '50.00 01'], difference: '0.00' },
    });
    expect(await changeNotices(sale)).toEqual([]);
  });

  test('Stripe: is credited by the difference if a charge reports only the total refunded', async () => {
    const shop = await connected('stripe');
    const created = Math.floor(api().now() / 1000) - 3_600;
    const charge = (more: Json = {}) => fixture('stripe-charge', { created, ...more });
    await shop.stripe('payment_intent.succeeded', fixture('stripe-intent', { created }));
    await shop.stripe('charge.succeeded', charge());
    const sale = await invoiceOf(shop.id);
    await shop.stripe('charge.refunded', charge({ amount_refunded: 60_000 }));
    await shop.stripe('charge.refunded', charge({ amount_refunded: 160_000 }));
    await shop.stripe('charge.refunded', charge({ amount_refunded: 160_000 }));
    expect(await creditedOf(sale)).toEqual({
      ...{ refunds: ['credited 600.00', 'credited 1000.00'], notas: ['600.00 01', '1000.00 01'], difference: '0.00' },
    });
  });
});
