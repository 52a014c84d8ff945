import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { bags, wooOrder, wooShop } from '../support/woo-order.ts';
import { WOO_STANDINGS } from '../support/woo-states.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Of an order that no other test has. */
let last = 600_000;
const nextFolio = (): string => String(++last);
const LATER = { date_modified_gmt: '2026-11-20T09:00:00' };

/** The total of the invoice that a customer makes of it. */
async function invoiced(folio: string): Promise<string | undefined> {
  const [sale] = await api.search({ folio, total: '116.00' });
  const body = { sales: [sale?.token], receptor: UNIVERSIDAD };
  return (await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201)).total;
}

describe('only an order that is known to be paid in full can be invoiced (200)', () => {
  it.each([
    ['partial-payment', 'order-partly-paid', 'a deposit of a plugin'],
    ['partially-paid', 'order-partly-paid', 'a deposit of another plugin'],
    ['pre-ordered', 'order-state-unknown', 'a pre-order'],
    ['chargeback', 'order-disputed', 'a chargeback'],
    ['fraud', 'order-disputed', 'a fraud'],
    ['enviado', 'order-state-unknown', 'a status of the shop’s own'],
    ['constructor', 'order-state-unknown', 'a status called as something of JavaScript'],
  ])('%s, although it says when it was paid, waits in the queue with %s, naming it: %s', async (status, code) => {
    const shop = await wooShop(api);
    const folio = nextFolio();
    await shop.notify(wooOrder(folio, { status }));
    const [why, ...others] = await shop.queue();
    expect(others).toEqual([]);
    expect(why).toContain(code);
    expect(why).toContain(`«${status}»`);
    expect(await shop.found(folio, '116.00')).toEqual(['unpaid 116.00']);
  });

  it.each([
    ['scheduled-payment', {}],
    ['pending-deposit', {}],
    ['on-hold', {}],
    ['processing', { payment_method: 'cod', date_paid_gmt: null }],
    ['processing', { payment_method: 'bacs', date_paid_gmt: null }],
    ['processing', { payment_method: 'cheque', date_paid_gmt: null }],
  ])('%s of %j is simply unpaid, and asks nothing of the merchant', async (status, change) => {
    const shop = await wooShop(api);
    const folio = nextFolio();
    await shop.notify(wooOrder(folio, { status, ...change }));
    expect(await shop.queue()).toEqual([]);
    expect(await shop.found(folio, '116.00')).toEqual(['unpaid 116.00']);
  });

  it.each([
    ['processing', { payment_method: 'bacs' }],
    ['processing', { payment_method: 'cod' }],
    ['completed', { payment_method: 'cod', date_paid_gmt: null }],
  ])('%s of %j is paid', async (status, change) => {
    const shop = await wooShop(api);
    const folio = nextFolio();
    await shop.notify(wooOrder(folio, { status, ...change }));
    expect(await shop.found(folio, '116.00')).toEqual(['open 116.00']);
  });

  it.each(WOO_STANDINGS)(
    '$status by $method, dated: $isDated → $isPaid',
    async ({ status, method, isDated, isPaid }) => {
      const shop = await wooShop(api);
      const folio = nextFolio();
      await shop.notify(wooOrder(folio, { status, payment_method: method, ...(!isDated && { date_paid_gmt: null }) }));
      const found = await shop.found(folio, '116.00');
      expect(found.includes('open 116.00')).toBe(isPaid);
    },
  );

  // WooCommerce Deposits: the first order is of the deposit alone, the balance is an order of its own.
  it.each([
    ['the deposit', { line_items: [bags(2, { meta_data: [{ key: 'is_deposit', value: 'yes' }] })] }],
    [
      'the deposit, with the newer key',
      { line_items: [bags(2, { meta_data: [{ key: '_deposit_full_amount', value: 348 }] })] },
    ],
    ['its balance', { created_via: 'wc_deposits', line_items: [bags(2, { name: 'Pago #2 de Café' })] }],
  ])(
    '%s of an order paid in two parts waits with the reason, completed or not, and is never invoiced as the whole',
    async (_, change) => {
      for (const status of ['processing', 'completed']) {
        const shop = await wooShop(api);
        const folio = nextFolio();
        await shop.notify(wooOrder(folio, { status, ...change }));
        expect(await shop.queue()).toEqual([expect.stringMatching(/^order-paid-in-parts .*anticipo/)]);
        expect(await shop.found(folio, '116.00')).toEqual([]);
      }
    },
  );

  it('processing without a paid date at an unknown gateway waits, under the name that maps it', async () => {
    const shop = await wooShop(api);
    await shop.notify(wooOrder('6300', { payment_method: 'pago-en-tienda', date_paid_gmt: null }));
    expect((await shop.queue())[0]).toContain('«processing:pago-en-tienda»');
    await shop.call('PUT', `/sources/${shop.id}`, { states: { 'processing:pago-en-tienda': 'paid' } });
    expect(await shop.found('6300', '116.00')).toEqual(['open 116.00']);
  });
});

describe('a state that its merchant maps (200)', () => {
  it('is what the merchant says, so the sales that waited are made and the queue is empty', async () => {
    const shop = await wooShop(api);
    await shop.notify(wooOrder('6400', { status: 'enviado' }));
    const changed = await shop.call('PUT', `/sources/${shop.id}`, { states: { enviado: 'paid' } });
    expect(await read(changed)).toMatchObject({ states: { enviado: 'paid' } });
    expect(await shop.queue()).toEqual([]);
    expect(await shop.found('6400', '116.00')).toEqual(['open 116.00']);
    expect(await invoiced('6400')).toBe('116.00');
  });

  it('overrides the source’s own table, and closes what it calls closed', async () => {
    const states = { 'on-hold': 'paid', completed: 'closed', 'partial-payment': 'unpaid' };
    const shop = await wooShop(api, { states });
    for (const [folio, status] of [
      ['6410', 'on-hold'],
      ['6411', 'completed'],
      ['6412', 'partial-payment'],
    ] as const)
      await shop.notify(wooOrder(folio, { status }));
    expect(await shop.found('6410', '116.00')).toEqual(['open 116.00']);
    expect(await shop.found('6411', '116.00')).toEqual(['closed 116.00']);
    expect(await shop.found('6412', '116.00')).toEqual(['unpaid 116.00']);
    expect(await shop.queue()).toEqual([]);
  });

  it('stays when something else of the source changes', async () => {
    const shop = await wooShop(api, { states: { enviado: 'paid' } });
    const changed = await shop.call('PUT', `/sources/${shop.id}`, { name: 'Otra' });
    expect(await read(changed)).toMatchObject({ name: 'Otra', states: { enviado: 'paid' } });
  });

  it.each([[{ enviado: 'pagado' }], [{ Enviado: 'paid' }], [{ '': 'paid' }], ['enviado']])(
    '400: %j is not a mapping',
    async (states) => {
      const shop = await wooShop(api);
      const problem = await readProblem(await shop.call('PUT', `/sources/${shop.id}`, { states }), 400);
      expect(problem.errors?.[0]?.pointer).toMatch(/^\/states/);
    },
  );
});

describe('an order that was paid and is no longer (200)', () => {
  it.each(['chargeback', 'partial-payment', 'enviado', 'on-hold'])(
    'by %s after completed is no longer open, whichever arrived first',
    async (status) => {
      const shop = await wooShop(api);
      const [one, other] = [nextFolio(), nextFolio()];
      const paid = (folio: string) => wooOrder(folio, { status: 'completed' });
      const back = (folio: string) => wooOrder(folio, { status, ...LATER });
      for (const order of [paid(one), back(one), back(other), paid(other)]) await shop.notify(order);
      expect(await shop.found(one, '116.00')).toEqual(['unpaid 116.00']);
      expect(await shop.found(other, '116.00')).toEqual(['unpaid 116.00']);
    },
  );

  it('is closed for its customers even if its lines no longer make a sale', async () => {
    const shop = await wooShop(api);
    await shop.notify(wooOrder('6601'));
    await shop.notify(wooOrder('6601', { status: 'chargeback', currency: 'pesos', ...LATER }));
    expect(await shop.found('6601', '116.00')).toEqual(['unpaid 116.00']);
  });

  it('after it was invoiced stays as it was invoiced, and a notice says which and where', async () => {
    const shop = await wooShop(api);
    await shop.notify(wooOrder('6610'));
    await invoiced('6610');
    await shop.notify(wooOrder('6610', { status: 'chargeback', ...LATER }));
    const [notice] = await shop.notices('sale-unpaid-after-invoice');
    expect(notice).toMatch(/6610 .*116\.00.*Café Jacaranda/);
    expect(await shop.notices('sale-changed-after-invoice')).toEqual([]);
    await shop.notify(wooOrder('6610', { status: 'completed', date_modified_gmt: '2026-11-21T09:00:00' }));
    expect(await shop.notices('sale-unpaid-after-invoice')).toEqual([]);
  });

  it('and was merely shipped, under an unknown status, raises no alarm after its invoice', async () => {
    const shop = await wooShop(api);
    await shop.notify(wooOrder('6620'));
    await invoiced('6620');
    await shop.notify(wooOrder('6620', { status: 'enviado', ...LATER }));
    expect(await shop.notices('sale-unpaid-after-invoice')).toEqual([]);
    expect((await shop.queue())[0]).toContain('«enviado»');
  });
});

describe('a refund that its shop deletes (200)', () => {
  const refunds = [{ id: 801, reason: 'Por error', total: '-58.00' }];

  it('returns its amount to the sale, whichever arrived first', async () => {
    const shop = await wooShop(api);
    const back = (folio: string) => wooOrder(folio, { refunds, ...LATER });
    const deleted = (folio: string) => wooOrder(folio, { refunds: [], date_modified_gmt: '2026-11-20T10:00:00' });
    await shop.notify(back('6700'));
    expect(await shop.found('6700', '58.00')).toEqual(['open 58.00']);
    for (const order of [deleted('6700'), deleted('6701'), back('6701')]) await shop.notify(order);
    expect(await shop.found('6700', '116.00')).toEqual(['open 116.00']);
    expect(await shop.found('6701', '116.00')).toEqual(['open 116.00']);
    expect(await invoiced('6700')).toBe('116.00');
  });

  it('returns its amount even if the shop does not update the order’s date of change', async () => {
    const shop = await wooShop(api);
    for (const folio of ['6710', '6711']) {
      const versions = [wooOrder(folio, { refunds, ...LATER }), wooOrder(folio, { refunds: [], ...LATER })];
      for (const order of folio === '6710' ? versions : versions.reverse()) await shop.notify(order);
      expect(await shop.found(folio, '116.00')).toEqual(['open 116.00']);
    }
  });

  it('after the rest was invoiced leaves the invoice, and a notice says that there is more to invoice', async () => {
    const shop = await wooShop(api);
    await shop.notify(wooOrder('6720', { refunds, ...LATER }));
    const [sale] = await api.search({ folio: '6720', total: '58.00' });
    const body = { sales: [sale?.token], receptor: UNIVERSIDAD };
    await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
    await shop.notify(wooOrder('6720', { refunds: [], date_modified_gmt: '2026-11-20T10:00:00' }));
    const [notice] = await shop.notices('sale-changed-after-invoice');
    expect(notice).toMatch(/6720 .*58\.00.*116\.00.*sustituya/);
  });
});
