/** A merchant who invoices several sales for a customer: the fewest CFDIs, previewed, each sale on exactly one. */
import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { cartPreviewWire, cartWire } from '../../server/http/api/wire.ts';
import type { SaleWire } from '../../server/sales/sale-wire.ts';
import { ALBA, breakfast, DAY_MS, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

type Cart = z.output<typeof cartWire>['documents'];
type Related = { readonly relatedBy: readonly { readonly kind: string; readonly tipoRelacion: string }[] };

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi(postgres && { databaseUrl: await postgres.createDatabase() });
  }, 60_000);
  afterAll(async () => {
    await api.stop();
    await postgres?.stop();
  });

  const post = (path: string, body: object, key = api.key): Promise<Response> =>
    api.post(`/v1${path}`, body, { authorization: `Bearer ${key}` });
  let sold = 0;
  const sell = async (more: Partial<SaleWire> = {}): Promise<string> => {
    const answer = await post('/sales', { ...breakfast(`MC-${++sold}`, api.now()), ...more });
    expect(answer.status).toBe(201);
    return (await read<{ id: string }>(answer)).id;
  };
  const issued = async (sales: readonly string[], status: number, receptor: object = UNIVERSIDAD): Promise<Cart> => {
    const answer = await post('/carts', { sales, receptor });
    expect(answer.status).toBe(status);
    return (await read<{ documents: Cart }>(answer)).documents;
  };

  it('200, 201: three tickets of one branch are one CFDI and another branch’s are another, as previewed; repeated, the same ones', async () => {
    const late = { date: new Date(api.now() - 70 * DAY_MS).toISOString() };
    const [coffee, border, breakfastToo, old] = [
      await sell(),
      await sell({ branch: 'tijuana' }),
      await sell({ formaPago: '01' }),
      await sell(late),
    ];
    const sales = [coffee, border, breakfastToo, old, coffee];
    const shown = await read<z.output<typeof cartPreviewWire>>(
      await post('/carts/preview', { sales, receptor: UNIVERSIDAD }),
    );
    expect(shown.documents.map((one) => [one.sales, one.preview.total])).toEqual([
      [[coffee, breakfastToo, old], '1044.00'],
      [[border], '348.00'],
    ]);
    const made = await issued(sales, 201);
    expect(made.map((one) => [one.sales, one.invoice?.status, one.invoice?.total])).toEqual([
      [[coffee, breakfastToo, old], 'stamped', '1044.00'],
      [[border], 'stamped', '348.00'],
    ]);
    const stamps = (await api.stamps()).length;
    expect((await issued(sales, 200)).map(({ invoice }) => invoice?.id)).toEqual(
      made.map(({ invoice }) => invoice?.id),
    );
    expect((await api.stamps()).length).toBe(stamps);
  });

  it('201: the sales that cannot be invoiced with the rest say why; 409: those that another customer has invoiced', async () => {
    const [open, taken] = [await sell(), await sell()];
    await issued([taken], 201, ALBA);
    const [done, stopped] = await issued([open, taken], 201);
    expect(done).toMatchObject({ sales: [open], invoice: { status: 'stamped' } });
    expect(stopped).toMatchObject({ sales: [taken], problem: { code: 'already-invoiced' } });
    expect((await readProblem(await post('/carts', { sales: [taken], receptor: UNIVERSIDAD }), 409)).code).toBe(
      'already-invoiced',
    );
  });

  it('422: details that the SAT refuses stop the cart at its first CFDI', async () => {
    const sales = [await sell(), await sell({ branch: 'tijuana' })];
    const wrong = { ...UNIVERSIDAD, codigoPostal: '06700' };
    const stamps = (await api.stamps()).length;
    await readProblem(await post('/carts', { sales, receptor: wrong }), 422);
    expect((await api.stamps()).length).toBe(stamps);
    expect((await issued(sales, 201)).map(({ invoice }) => invoice?.status)).toEqual(['stamped', 'stamped']);
  });

  it('409: a refund of any of its sales keeps the invoice from being corrected, and the invoice names its nota de crédito', async () => {
    const sales = [await sell(), await sell()];
    const [made] = await issued(sales, 201);
    const refund = { total: '100.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    await api.fault({ fault: 'maintenance', times: 1 });
    const registered = await read<{ egreso: { status: string } }>(await post(`/sales/${sales[1]}/refunds`, refund));
    expect(registered.egreso.status).toBe('pending');
    const receptor = { ...UNIVERSIDAD, usoCfdi: 'S01' };
    const refused = await readProblem(await post(`/invoices/${made?.invoice?.id}/correct`, { receptor }), 409);
    expect(refused.code).toBe('correction-related');
    await api.heal();
    await api.move(0.01);
    await api.settle();
    const headers = { authorization: `Bearer ${api.key}` };
    const whole = await read<Related>(await api.request(`/v1/invoices/${made?.invoice?.id}`, { headers }));
    expect(whole.relatedBy).toMatchObject([{ kind: 'egreso', tipoRelacion: '01' }]);
  });

  it('404, 400, 403: another merchant’s sale, no sale, and a key that can only read are refused', async () => {
    const mine = await sell();
    const milpa = await api.createKey({ merchantId: 'mer_milpa' });
    await readProblem(await post('/carts', { sales: [mine], receptor: UNIVERSIDAD }, milpa), 404);
    await readProblem(await post('/carts', { sales: [mine, 'sale_de_nadie'], receptor: UNIVERSIDAD }), 404);
    await readProblem(await post('/carts', { sales: [], receptor: UNIVERSIDAD }), 400);
    const reader = await api.createKey({ merchantId: 'mer_jacaranda', scopes: ['invoices:read'] });
    await readProblem(await post('/carts/preview', { sales: [mine], receptor: UNIVERSIDAD }, reader), 403);
  });
});
