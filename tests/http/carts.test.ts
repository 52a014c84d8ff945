/** Several sales for one receptor: on as few CFDIs as the rules allow, previewed, and each sale on exactly one. */

import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { cartPreviewWire, cartWire } from '../../server/http/api/wire.ts';
import type { SaleWire } from '../../server/sales/sale-wire.ts';
import { ALBA, breakfast, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

type Cart = z.output<typeof cartWire>;

const CARTS = `/v1/portals/${DEMO_PORTAL}/carts`;
const KEY = { 'idempotency-key': 'una-llave-de-este-cliente' };
const FREIGHT = { claveProdServ: '78101802', descripcion: 'Flete a domicilio', claveUnidad: 'E48' };

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi(postgres && { databaseUrl: await postgres.createDatabase() });
  });
  afterAll(async () => {
    await api.stop();
    await postgres?.stop();
  });

  const buy = (...sales: readonly Partial<SaleWire>[]) => Promise.all(sales.map((sale) => api.buy(sale)));

  async function planned(sales: readonly string[], receptor: object = UNIVERSIDAD) {
    const answer = await api.post(`${CARTS}/preview`, { sales, receptor });
    expect(answer.status).toBe(200);
    return (await read<z.output<typeof cartPreviewWire>>(answer)).documents;
  }

  async function issued(sales: readonly string[], status: number, receptor: object = UNIVERSIDAD, headers = KEY) {
    const answer = await api.post(CARTS, { sales, receptor }, headers);
    expect(answer.status).toBe(status);
    return (await read<Cart>(answer)).documents;
  }

  async function stampedOf(uuid = '') {
    const cfdi = readCfdi((await api.stamp(uuid))?.xml ?? '');
    if (cfdi.kind !== 'cfdi') throw new Error('what was stamped is no CFDI');
    return cfdi.file.comprobante;
  }

  test('200, 201: sales of one branch and currency are one CFDI, however they were paid', async () => {
    const sales = await buy({ formaPago: '01' }, { formaPago: '04' }, { formaPago: '28' });
    expect((await planned(sales)).map((one) => [one.sales, one.preview.total])).toEqual([[sales, '1044.00']]);
    const [only, ...others] = await issued(sales, 201);
    expect([others, only?.invoice]).toMatchObject([[], { status: 'stamped', total: '1044.00' }]);
  });

  test('200, 201: two branches and two exchange rates are the fewest CFDIs, and what is previewed is what is stamped', async () => {
    const sales = await buy(
      {},
      { branch: 'tijuana' },
      { moneda: 'USD', tipoCambio: '18.4512' },
      {},
      { moneda: 'USD', tipoCambio: '18.5001' },
      { branch: 'tijuana' },
    );
    const [roma, tijuana, dollars, others, again, also] = sales as [string, string, string, string, string, string];
    const shown = await planned(sales);
    expect(shown.map((one) => one.sales)).toEqual([[roma, others], [tijuana, also], [dollars], [again]]);
    const documents = await issued(sales, 201);
    expect(documents.map((one) => one.sales)).toEqual(shown.map((one) => one.sales));
    expect(documents.map(({ invoice }) => [invoice?.status, invoice?.total])).toEqual(
      shown.map(({ preview }) => ['stamped', preview.total]),
    );
    const stamped = await Promise.all(documents.map(({ invoice }) => stampedOf(invoice?.uuid)));
    expect(stamped.map((one) => [one.lugarExpedicion, one.moneda, one.tipoCambio])).toEqual([
      ['06700', 'MXN', undefined],
      ['22000', 'MXN', undefined],
      ['06700', 'USD', '18.4512'],
      ['06700', 'USD', '18.5001'],
    ]);
  });

  test('200: the same customer who asks again gets the same invoices, and nobody else does', async () => {
    const sales = await buy({}, { branch: 'tijuana' });
    const first = await issued(sales, 201);
    const before = (await api.stamps()).length;
    const again = await issued(sales, 200);
    expect(again.map(({ invoice }) => invoice?.id)).toEqual(first.map(({ invoice }) => invoice?.id));
    expect((await api.stamps()).length).toBe(before);
    const other = await api.post(CARTS, { sales, receptor: ALBA }, { 'idempotency-key': 'la-llave-de-otra-persona' });
    expect((await readProblem(other, 409)).code).toBe('already-invoiced');
  });

  test('422: a receptor that the SAT refuses stops the whole cart at its first CFDI', async () => {
    const sales = await buy({}, { branch: 'tijuana' }, { moneda: 'USD', tipoCambio: '18.4512' });
    const before = (await api.stamps()).length;
    const wrong = { ...UNIVERSIDAD, codigoPostal: '06700' };
    expect((await readProblem(await api.post(CARTS, { sales, receptor: wrong }, KEY), 422)).code).toBe(
      'sat-refused-receptor',
    );
    expect((await api.stamps()).length).toBe(before);
    expect((await issued(sales, 201)).map(({ invoice }) => invoice?.status)).toEqual(['stamped', 'stamped', 'stamped']);
  });

  test('200, 201: what a company has to withhold from becomes a separate request, and the rest is invoiced', async () => {
    const [line] = breakfast('', 0).conceptos as [SaleWire['conceptos'][number]];
    const sales = await buy({}, { conceptos: [{ ...line, ...FREIGHT }] }, {});
    const [coffee, freight, more] = sales as [string, string, string];
    const shown = await planned(sales);
    expect(shown.map((one) => [one.sales, one.preview.request?.reason])).toEqual([
      [[coffee, more], undefined],
      [[freight], 'retention'],
    ]);
    const documents = await issued(sales, 201);
    expect(documents).toMatchObject([
      { sales: [coffee, more], invoice: { status: 'stamped', total: '696.00' } },
      { sales: [freight], problem: { code: 'needs-merchant', request: { links: { self: expect.any(String) } } } },
    ]);
    const again = await issued(sales, 200);
    expect(again[1]?.problem?.request).toEqual(documents[1]?.problem?.request);
    // A person withholds nothing: then it is one CFDI.
    const anew = await buy({}, { conceptos: [{ ...line, ...FREIGHT }] });
    expect((await planned(anew, ALBA)).map((one) => one.sales)).toEqual([anew]);
  });

  test('202, then 200: while the PAC is away every CFDI is pending, and each is stamped once when it is back', async () => {
    const sales = await buy({}, { branch: 'tijuana' });
    await api.fault({ fault: 'maintenance', times: 2 });
    const pending = await issued(sales, 202);
    expect(pending.map(({ invoice }) => invoice?.status)).toContain('pending');
    await api.heal();
    await api.move(0.01);
    await api.settle();
    const stamped = await issued(sales, 200);
    expect(stamped.map(({ invoice }) => [invoice?.id, invoice?.status])).toEqual(
      pending.map(({ invoice }) => [invoice?.id, 'stamped']),
    );
    const uuids = stamped.map(({ invoice }) => invoice?.uuid);
    expect(new Set(uuids).size).toBe(2);
  });

  test('422, 404, 400: wrong details, an unknown token and an empty cart are refused as for a single invoice', async () => {
    const sales = await buy({}, { branch: 'tijuana' });
    for (const path of ['', '/preview']) {
      const wrong = await api.post(`${CARTS}${path}`, { sales, receptor: { ...UNIVERSIDAD, rfc: 'URE180' } });
      expect((await readProblem(wrong, 422)).code).toBe('invalid-receptor');
      const unknown = await api.post(`${CARTS}${path}`, { sales: [...sales, 'x'], receptor: UNIVERSIDAD });
      expect((await readProblem(unknown, 404)).code).toBe('unknown-token');
      const empty = await api.post(`${CARTS}${path}`, { sales: [], receptor: UNIVERSIDAD });
      expect((await readProblem(empty, 400)).errors[0]?.pointer).toBe('/sales');
    }
  });
});
