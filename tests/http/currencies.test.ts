import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { breakfast, NOON, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { satOracle } from '../support/sat-oracle.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const push = (sale: object): Promise<Response> =>
  api.post('/v1/sales', { ...breakfast('USD-1', NOON), ...sale }, { authorization: `Bearer ${api.key}` });

/** The SAT's own XSD, XSLT and openssl, where they are. */
async function judge(xml: string): Promise<void> {
  const file = join(api.directory, 'judged.xml');
  writeFileSync(file, xml);
  const judged = await satOracle()?.verify(file);
  if (judged) expect(judged).toMatchObject({ xsd: true, sello: true });
}

test('422: dollars without a rate, its own or the DOF’s, are refused, and both ways out are named', async () => {
  const { errors } = await readProblem(await push({ moneda: 'USD' }), 422);
  expect(errors).toMatchObject([{ pointer: '/tipoCambio', code: 'tipo-cambio-required' }]);
  expect(errors[0]?.detail).toContain('autofactura exchange-rates load');
});

test('201: dollars are stored and invoiced at the DOF’s rate of the day before; rates loaded later change nothing', async () => {
  const { exchangeRates } = api.services.invoicing.store;
  await exchangeRates.putRates([
    { moneda: 'USD', published: '2026-11-18', rate: '18.4213' },
    { moneda: 'USD', published: '2026-11-19', rate: '18.5001' },
  ]);
  const sold = await push({ moneda: 'USD', email: 'ana@example.com' });
  expect([sold.status, await sold.json()]).toMatchObject([201, { tipoCambio: '18.4213' }]);
  await exchangeRates.putRates([{ moneda: 'USD', published: '2026-11-18', rate: '1.0000' }]);
  const [found] = await api.search({ folio: 'USD-1', email: 'ana@example.com' });
  const body = { sales: [found?.token], receptor: UNIVERSIDAD };
  const { uuid } = await read<InvoiceView>(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body));
  const xml = (await api.stamp(uuid ?? ''))?.xml ?? '';
  expect(xml).toMatch(/ Moneda="USD" TipoCambio="18\.4213" /);
  await judge(xml);
});

test('201: a sale’s own rate takes precedence', async () => {
  const sold = await push({ folio: 'USD-2', moneda: 'USD', tipoCambio: '17.25' });
  expect(await sold.json()).toMatchObject({ tipoCambio: '17.25' });
});

test.each([
  ['yen, which have no decimals', 'JPY', '3480', '0.12', '3480'],
  ['Kuwaiti dinars, which have three', 'KWD', '348.250', '60.10', '348.250'],
])('201: %s are invoiced to their own decimals', async (_, moneda, total, tipoCambio, written) => {
  const [line] = breakfast('x', NOON).conceptos;
  const conceptos = [{ ...line, cantidad: '1', valorUnitario: total }];
  const token = await api.buy({ moneda, total, tipoCambio, conceptos } as never);
  const body = { sales: [token], receptor: UNIVERSIDAD };
  const { uuid } = await read<InvoiceView>(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body));
  const xml = (await api.stamp(uuid ?? ''))?.xml ?? '';
  expect(xml).toContain(` Total="${written}"`);
  await judge(xml);
});
