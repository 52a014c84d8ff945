import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { bags, wooOrder, wooShop } from '../support/woo-order.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

type Rate = readonly [label: string, percent: number, tax: string];

/** A line whose price of `total` holds these taxes, in an order of that line and `others`. */
function taxed(folio: string, name: string, net: string, rates: readonly Rate[], others: readonly object[] = []) {
  const cents = (text: string) => Math.round(Number(text) * 100);
  const tax = rates.reduce((sum, [, , each]) => sum + cents(each), 0);
  const line = {
    ...{ id: 21, sku: name.slice(0, 6).toUpperCase(), name, quantity: 1, subtotal: net, total: net },
    ...{ total_tax: (tax / 100).toFixed(2), subtotal_tax: (tax / 100).toFixed(2) },
    taxes: rates.map(([, , total], index) => ({ id: index + 1, total })),
    meta_data: [],
  };
  return wooOrder(folio, {
    total: ((cents(net) + tax + others.length * 11_600) / 100).toFixed(2),
    total_tax: ((tax + others.length * 1_600) / 100).toFixed(2),
    line_items: [line, ...others],
    tax_lines: [
      ...rates.map(([label, percent], index) => ({ id: 30 + index, rate_id: index + 1, rate_percent: percent, label })),
      ...(others.length > 0 ? [{ id: 40, rate_id: 9, rate_percent: 16, label: 'IVA' }] : []),
    ],
  });
}

async function xmlOf(folio: string, total: string): Promise<string> {
  const [sale] = await api.search({ folio, total });
  const body = { sales: [sale?.token], receptor: UNIVERSIDAD };
  const invoice = await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
  return (await api.stamp(invoice.uuid ?? ''))?.xml ?? '';
}

const SIXTEEN = bags(2, { taxes: [{ id: 9, total: '16.00' }] });
const SNACK = 'sku,category,claveProdServ,claveUnidad,unidad,objetoImp,iva,ieps\n';

describe('more than one tax on a line with its taxes inside (200)', () => {
  it('IVA and the tax on lodging wait with the reason, and are never taken for 16 %', async () => {
    const shop = await wooShop(api);
    await shop.notify(
      taxed('8001', 'Habitación doble', '1000.00', [
        ['IVA', 16, '160.00'],
        ['ISH', 3, '30.00'],
      ]),
    );
    expect(await shop.found('8001', '1190.00')).toEqual([]);
    expect((await shop.queue())[0]).toMatch(/^lodging-tax .*Habitación doble.*IVA 16 % \+ ISH 3 %.*implocal/);
  });

  it('the tax on lodging alone waits too', async () => {
    const shop = await wooShop(api);
    await shop.notify(taxed('8002', 'Cabaña', '1000.00', [['Impuesto sobre hospedaje', 3, '30.00']], [SIXTEEN]));
    expect((await shop.queue())[0]).toContain('lodging-tax');
  });

  it('0 % of IVA and 8 % of IEPS, each by its name, are both invoiced', async () => {
    const shop = await wooShop(api);
    await shop.notify(
      taxed('8003', 'Papas fritas', '100.00', [
        ['IVA 0%', 0, '0'],
        ['IEPS', 8, '8.00'],
      ]),
    );
    expect(await shop.queue()).toEqual([]);
    const xml = await xmlOf('8003', '108.00');
    expect(xml).toContain(' Total="108.00"');
    expect(xml).toMatch(/Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000"/);
    expect(xml).not.toContain('TasaOCuota="0.160000"');
  });

  it('without names wait until the merchant says which they are', async () => {
    const shop = await wooShop(api);
    await shop.notify(
      taxed('8004', 'Gomitas', '100.00', [
        ['Impuesto', 0, '0'],
        ['Impuesto 2', 8, '8.00'],
      ]),
    );
    expect(await shop.found('8004', '108.00')).toEqual([]);
    expect((await shop.queue())[0]).toMatch(/^line-taxes-unclear .*Gomitas/);
    await shop.call('PUT', '/products', `${SNACK}GOMITA,,50192100,H87,,,0,0.08\n`, 'text/csv');
    await shop.call('POST', `/sources/${shop.id}/replay`);
    expect(await shop.queue()).toEqual([]);
    expect(await shop.found('8004', '108.00')).toEqual(['open 108.00']);
  });

  it('that are two rates of IVA wait', async () => {
    const shop = await wooShop(api);
    await shop.notify(
      taxed('8005', 'Lámpara', '100.00', [
        ['IVA', 16, '16.00'],
        ['IVA frontera', 8, '8.00'],
      ]),
    );
    expect((await shop.queue())[0]).toContain('line-taxes-unclear');
  });

  it('do not wait if the order is unpaid or cancelled', async () => {
    const shop = await wooShop(api);
    const room = taxed('8006', 'Habitación', '1000.00', [
      ['IVA', 16, '160.00'],
      ['ISH', 3, '30.00'],
    ]);
    await shop.notify({ ...room, status: 'cancelled' });
    expect(await shop.found('8006', '1190.00')).toEqual(['closed 1190.00']);
    expect(await shop.queue()).toEqual([]);
  });
});

describe('a line without tax on an order that has some (200)', () => {
  it('is not 0 % just because nobody charged it: it waits until its product says so', async () => {
    const shop = await wooShop(api);
    await shop.notify(taxed('8101', 'Miel de abeja', '80.00', [], [SIXTEEN]));
    expect(await shop.found('8101', '196.00')).toEqual([]);
    expect((await shop.queue())[0]).toMatch(/^line-without-tax .*Miel de abeja.*tasa 0 %/);
    await shop.call('PUT', '/products', `${SNACK}MIEL D,,50161509,H87,,,0,\n`, 'text/csv');
    await shop.call('POST', `/sources/${shop.id}/replay`);
    const xml = await xmlOf('8101', '196.00');
    expect(xml).toMatch(/TasaOCuota="0.000000"/);
    expect(xml).toMatch(/TasaOCuota="0.160000"/);
  });

  it('also waits if its product says 16 %, because the shop charged none', async () => {
    const shop = await wooShop(api);
    await shop.call('PUT', '/products', `${SNACK}JARABE,,50192404,H87,,,0.16,\n`, 'text/csv');
    await shop.notify(taxed('8102', 'Jarabe de agave', '80.00', [], [SIXTEEN]));
    expect((await shop.queue())[0]).toContain('line-without-tax');
  });

  it('is what its product says, if that is exempt or not subject to tax', async () => {
    const shop = await wooShop(api);
    await shop.call(
      'PUT',
      '/products',
      `${SNACK}LIBRO,,55101500,H87,,,exento,\nDONATI,,84101600,E48,,01,,\n`,
      'text/csv',
    );
    await shop.notify(taxed('8103', 'Libro', '80.00', [], [SIXTEEN]));
    await shop.notify(taxed('8104', 'Donativo', '80.00', [], [SIXTEEN]));
    expect(await shop.queue()).toEqual([]);
    expect(await shop.found('8103', '196.00')).toEqual(['open 196.00']);
    expect(await shop.found('8104', '196.00')).toEqual(['open 196.00']);
  });

  it('that is a fee is mapped by its name, as a category', async () => {
    const shop = await wooShop(api);
    const fee = { id: 51, name: 'Empaque', total: '20.00', total_tax: '0.00', taxes: [] };
    await shop.notify(wooOrder('8105', { total: '136.00', fee_lines: [fee] }));
    expect((await shop.queue())[0]).toMatch(/^line-without-tax .*Empaque/);
    await shop.call('PUT', '/products', `${SNACK},Empaque,24121500,H87,,,0,\n`, 'text/csv');
    await shop.call('POST', `/sources/${shop.id}/replay`);
    expect(await shop.found('8105', '136.00')).toEqual(['open 136.00']);
  });

  it('and without a price asks nothing', async () => {
    const shop = await wooShop(api);
    const free = bags(1, {
      id: 60,
      sku: 'MUESTRA',
      total: '0.00',
      total_tax: '0.00',
      subtotal: '0.00',
      subtotal_tax: '0.00',
      taxes: [],
    });
    await shop.notify(wooOrder('8106', { line_items: [bags(2), free] }));
    expect(await shop.found('8106', '116.00')).toEqual(['open 116.00']);
  });
});
