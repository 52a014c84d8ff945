import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { bags, wooOrder, wooShop } from '../support/woo-order.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** A gift card of 500.00, as PW Gift Cards sells it. */
const CARD = {
  ...{ id: 12, sku: '', name: 'Tarjeta de regalo', quantity: 1, subtotal: '500.00', subtotal_tax: '0.00' },
  ...{ total: '500.00', total_tax: '0.00', taxes: [{ id: 1, total: '', subtotal: '' }] },
  meta_data: [
    { id: 1, key: 'pw_gift_card_amount', value: '500' },
    { id: 2, key: 'pw_gift_card_to', value: 'ana@example.com' },
  ],
};

async function xmlOf(folio: string, total: string): Promise<string> {
  const [sale] = await api.search({ folio, total });
  const body = { sales: [sale?.token], receptor: UNIVERSIDAD };
  const invoice = await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
  return (await api.stamp(invoice.uuid ?? ''))?.xml ?? '';
}

describe('a gift card that is sold (200)', () => {
  it('together with goods is left out of the invoice, which has only the goods, and a notice says why', async () => {
    const shop = await wooShop(api);
    await shop.notify(wooOrder('7001', { total: '616.00', line_items: [bags(2), CARD] }));
    const xml = await xmlOf('7001', '116.00');
    expect(xml).toContain(' Total="116.00"');
    expect(xml).not.toContain('Tarjeta de regalo');
    const [notice] = await shop.notices('gift-cards-left-out');
    expect(notice).toMatch(/Café Jacaranda.*tarjetas de regalo.*anticipo/);
  });

  it('together with goods does not keep the customer from finding the sale by the ticket’s total', async () => {
    const shop = await wooShop(api);
    const order = wooOrder('7005', { total: '616.00', line_items: [bags(2), CARD] });
    await shop.notify(order);
    expect(await shop.found('7005', '616.00')).toEqual(['open 116.00']);
    expect(await shop.found('7005', '116.00')).toEqual(['open 116.00']);
    expect(await shop.found('7005', '500.00')).toEqual([]);
    await shop.notify({ ...order, status: 'enviado', date_modified_gmt: '2026-11-20T09:00:00' });
    expect(await shop.found('7005', '616.00')).toEqual(['unpaid 116.00']);
  });

  it('alone makes no sale, and waits in the queue with the explanation', async () => {
    const shop = await wooShop(api);
    await shop.notify(wooOrder('7002', { total: '500.00', total_tax: '0.00', line_items: [CARD] }));
    expect(await shop.found('7002', '500.00')).toEqual([]);
    expect((await shop.queue())[0]).toMatch(/^gift-cards-only .*se factura completo cuando se use/);
  });

  it('alone and unpaid does not wait in the queue', async () => {
    const shop = await wooShop(api);
    await shop.notify(wooOrder('7003', { status: 'pending', total: '500.00', total_tax: '0.00', line_items: [CARD] }));
    expect([await shop.found('7003', '500.00'), await shop.queue()]).toEqual([[], []]);
  });

  it.each([
    ['WooCommerce Gift Cards', 'wc_gc_giftcard_amount'],
    ['YITH Gift Cards', '_ywgc_amount'],
  ])('by %s is recognised as one too', async (_, key) => {
    const shop = await wooShop(api);
    const card = { ...CARD, meta_data: [{ id: 9, key, value: '500' }] };
    await shop.notify(wooOrder('7004', { total: '500.00', total_tax: '0.00', line_items: [card] }));
    expect((await shop.queue())[0]).toContain('gift-cards-only');
  });
});

describe('a gift card that pays (200)', () => {
  // Two bags of 116.00, of which the card paid 100.00.
  it.each([
    ['as WooCommerce Gift Cards lists it', { gift_cards: [{ id: 4, code: 'REGALO-1', amount: '100.00' }] }],
    ['as YITH keeps it', { meta_data: [{ id: 5, key: '_ywgc_applied_gift_cards', value: { 'REGALO-1': 100 } }] }],
    ['as TeraWallet writes it', { fee_lines: [{ id: 6, name: 'Via wallet', total: '-100.00', total_tax: '0.00' }] }],
  ])('%s leaves the goods invoiced in full, once, under the form of the largest payment', async (_, change) => {
    const shop = await wooShop(api);
    const folio = `71${Object.keys(change).join('').length}`;
    await shop.notify(wooOrder(folio, { total: '16.00', ...change }));
    const xml = await xmlOf(folio, '116.00');
    expect(xml).toContain(' Total="116.00"');
    expect(xml).toContain(' FormaPago="01"');
    expect(xml).not.toContain('Descuento=');
  });

  it('lets the sale be found by the price of the goods, and by the ticket’s remaining total', async () => {
    const shop = await wooShop(api);
    await shop.notify(
      wooOrder('7112', { total: '16.00', gift_cards: [{ id: 4, code: 'REGALO-1', amount: '100.00' }] }),
    );
    expect(await shop.found('7112', '116.00')).toEqual(['open 116.00']);
    expect(await shop.found('7112', '16.00')).toEqual(['open 116.00']);
  });

  it('for everything is invoiced in full, as cash', async () => {
    const shop = await wooShop(api);
    await shop.notify(
      wooOrder('7110', { total: '0.00', payment_method: '', gift_cards: [{ id: 4, amount: '116.00' }] }),
    );
    expect(await xmlOf('7110', '116.00')).toContain(' FormaPago="01"');
  });

  it('in a way that its plugin does not report waits, and no part is invoiced as the whole', async () => {
    const shop = await wooShop(api);
    await shop.notify(wooOrder('7120', { total: '16.00' }));
    expect(await shop.found('7120', '16.00')).toEqual([]);
    expect((await shop.queue())[0]).toContain('sale-inconsistent');
  });

  it('as a coupon of Smart Coupons waits, because the order does not say how much of it is income', async () => {
    const shop = await wooShop(api);
    const coupon = { id: 8, code: 'saldo-ana', discount: '50.00', discount_tax: '8.00', discount_type: 'smart_coupon' };
    const line = bags(2, { total: '50.00', total_tax: '8.00', taxes: [{ id: 1, total: '8.00' }] });
    await shop.notify(
      wooOrder('7121', { total: '58.00', total_tax: '8.00', line_items: [line], coupon_lines: [coupon] }),
    );
    expect(await shop.found('7121', '58.00')).toEqual([]);
    expect((await shop.queue())[0]).toMatch(/^store-credit-unclear .*saldo-ana/);
  });
});

describe('a part that went back (200)', () => {
  it('lets the sale be found by the ticket’s original total, and by what is left', async () => {
    const shop = await wooShop(api);
    await shop.notify(wooOrder('7201', { refunds: [{ id: 71, reason: '', total: '-58.00' }] }));
    expect(await shop.found('7201', '116.00')).toEqual(['open 58.00']);
    expect(await shop.found('7201', '58.00')).toEqual(['open 58.00']);
  });
});
