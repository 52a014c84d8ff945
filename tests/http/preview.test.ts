import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Comprobante } from '../../server/cfdi/comprobante.ts';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { Preview } from '../../server/http/portal/preview-view.ts';
import {
  ALBA,
  breakfast,
  read,
  readInvoice,
  readProblem,
  startApi,
  type TestApi,
  UNIVERSIDAD,
} from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const INVOICES = `/v1/portals/${DEMO_PORTAL}/invoices`;
type Order = { readonly sales: readonly string[]; readonly receptor?: object; readonly desglosarIeps?: boolean };

async function preview(order: Order, language = 'es-MX'): Promise<Preview> {
  const answer = await api.post(
    `${INVOICES}/preview`,
    { receptor: UNIVERSIDAD, ...order },
    { 'accept-language': language },
  );
  expect(answer.status).toBe(200);
  return read<Preview>(answer);
}

async function stamped(order: Order): Promise<Comprobante> {
  const invoice = await readInvoice(await api.post(INVOICES, { receptor: UNIVERSIDAD, ...order }), 201);
  const cfdi = readCfdi((await api.stamp(invoice.uuid ?? ''))?.xml ?? '');
  if (cfdi.kind !== 'cfdi') throw new Error('what was stamped is no CFDI');
  return cfdi.file.comprobante;
}

async function found(folio: string, total: string): Promise<string> {
  const [sale] = await api.search({ folio, total });
  if (!sale) throw new Error(`${folio} was not found`);
  return sale.token;
}

test.each([
  ['CJ-1042', '527.00', 'a mixed basket'],
  ['CJ-1043', '348.00', 'a tip outside'],
  ['CJ-1044', '668.00', 'IEPS in the price'],
  ['CJ-1049', '563.40', 'a coupon on the whole'],
  ['CJ-1057', '5838.00', '42 lines'],
  ['CJ-1060', '40.00', 'dollars'],
  ['TJ-0207', '348.00', 'another branch'],
])('200: what the preview of %s shows is what is then stamped (%s, %s)', async (folio) => {
  const [sale] = await api.search({ folio, email: 'ana@example.com' });
  const order = { sales: [sale?.token ?? ''] };
  const shown = await preview(order);
  const comprobante = await stamped(order);

  expect(shown.total).toBe(comprobante.total);
  expect([shown.subTotal, shown.descuento, shown.moneda, shown.formaPago.clave]).toEqual([
    comprobante.subTotal,
    comprobante.descuento,
    comprobante.moneda,
    comprobante.formaPago,
  ]);
  expect(shown.receptor).toMatchObject(comprobante.receptor);
  expect(shown.emisor).toEqual(comprobante.emisor);
  const traslados = shown.impuestos
    .filter(({ tipo }) => tipo === 'traslado')
    .map(({ tipo: _, label: __, ...tax }) => tax);
  expect(traslados).toEqual(comprobante.impuestos?.traslados);
  expect(shown.conceptos.map(({ descripcion, cantidad }) => [descripcion, cantidad])).toEqual(
    comprobante.conceptos.map(({ descripcion, cantidad }) => [descripcion, cantidad]),
  );
  expect(Number(comprobante.total)).toBe(Number(sale?.total));
});

test('200: IEPS is included in the price, and itemised on request, at the same total', async () => {
  const sales = [await api.buy({ folio: 'IEPS-1', total: '668.00', conceptos: CHOCOLATE_AND_WINE })];
  const folded = await preview({ sales });
  const itemised = await preview({ sales, desglosarIeps: true });

  expect([folded.total, itemised.total]).toEqual(['668.00', '668.00']);
  expect(folded.impuestos.map(({ label }) => label)).toEqual(['IVA 0 %', 'IVA 16 %']);
  expect(itemised.impuestos.map(({ label }) => label).sort()).toEqual([
    'IEPS 26.5 %',
    'IEPS 8 %',
    'IVA 0 %',
    'IVA 16 %',
  ]);
  const comprobante = await stamped({ sales, desglosarIeps: true });
  expect(comprobante.impuestos?.traslados.filter(({ impuesto }) => impuesto === '003')).toHaveLength(2);
});

test('200: IEPS stays in the price if the merchant does not offer to itemise it', async () => {
  await api.change('jacaranda-cafeteria', { itemizeIeps: false });
  const sale = await api.buy({ total: '668.00', conceptos: CHOCOLATE_AND_WINE }, 'jacaranda-cafeteria');
  const order = { sales: [sale], receptor: UNIVERSIDAD, desglosarIeps: true };
  const shown = await read<Preview>(await api.post('/v1/portals/jacaranda-cafeteria/invoices/preview', order));

  expect(shown.impuestos.map(({ impuesto }) => impuesto)).toEqual(['002', '002']);
});

const tax = (impuesto: '002' | '003', tasaOCuota: string) =>
  ({ tipo: 'traslado', impuesto, tipoFactor: 'Tasa', tasaOCuota }) as const;
const CHOCOLATE_AND_WINE = [
  {
    claveProdServ: '50161813',
    descripcion: 'Chocolate de mesa, tablilla',
    claveUnidad: 'H87',
    cantidad: '4',
    valorUnitario: '42.00',
    impuestos: [tax('003', '0.080000'), tax('002', '0.000000')],
  },
  {
    claveProdServ: '50202203',
    descripcion: 'Vino tinto, Valle de Guadalupe',
    claveUnidad: 'H87',
    cantidad: '1',
    valorUnitario: '500.00',
    impuestos: [tax('003', '0.265000'), tax('002', '0.160000')],
  },
];

test('200: the form of payment is named in the requested language', async () => {
  const sales = [await api.buy({ formaPago: '01' })];
  expect((await preview({ sales })).formaPago).toEqual({ clave: '01', texto: 'Efectivo' });
  expect((await preview({ sales }, 'en')).formaPago).toEqual({ clave: '01', texto: 'Cash' });
});

test('200: a tip is mentioned in the requested language, and is in none of the figures', async () => {
  const sales = [await api.buy({ propina: '52.20' })];

  expect(await preview({ sales })).toMatchObject({ total: '348.00', notes: ['La propina no se factura.'] });
  expect(await preview({ sales }, 'en')).toMatchObject({ total: '348.00', notes: ['The tip is not invoiced.'] });
});

test('200: without an RFC it says what the invoice is good for', async () => {
  const shown = await preview({ sales: [await api.buy()], receptor: { rfc: 'XAXX010101000', nombre: 'Juan Pérez' } });

  expect(shown.notes).toEqual(['Sirve como comprobante, no para deducir.']);
  expect(shown.receptor).toMatchObject({
    nombre: 'JUAN PÉREZ',
    codigoPostal: '06700',
    regimenFiscal: '616',
    usoCfdi: 'S01',
  });
});

test('200: several sales are one invoice, whose form of payment is that of the largest part', async () => {
  const sales = [
    await api.buy({ formaPago: '01' }),
    await api.buy({ formaPago: '04', total: '522.00', conceptos: [{ ...LINE, cantidad: '3' }] }),
  ];
  const shown = await preview({ sales });
  const comprobante = await stamped({ sales });

  expect(shown).toMatchObject({ total: '870.00', formaPago: { clave: '04' } });
  expect(shown.conceptos).toHaveLength(2);
  expect([comprobante.total, comprobante.formaPago]).toEqual(['870.00', '04']);
});

const [LINE] = breakfast('', 0).conceptos as [ReturnType<typeof breakfast>['conceptos'][number]];

test('200: the same sale named by two links is invoiced once', async () => {
  const folio = 'CJ-1058';
  const sales = [await found(folio, '1000'), await found(folio, '1000')];

  expect(sales[0]).not.toBe(sales[1]);
  expect(await preview({ sales })).toMatchObject({ total: '1000.00' });
  expect((await stamped({ sales })).total).toBe('1000.00');
});

test('200: a sale without a branch belongs to the first one, and goes on one invoice with its sales', async () => {
  const { branch: _, ...unnamed } = breakfast('SIN-SUCURSAL', api.now());
  const key = { authorization: `Bearer ${api.key}` };
  await api.post('/v1/sales', unnamed, key);

  expect(await preview({ sales: [await found('SIN-SUCURSAL', '348'), await api.buy()] })).toMatchObject({
    total: '696.00',
  });
});

test.each([
  ['branches', { branch: 'tijuana' }],
  ['currencies', { moneda: 'USD', tipoCambio: '18.4512' }],
])('422: sales with different %s do not go on one invoice', async (_, other) => {
  const sales = [await api.buy(), await api.buy(other)];
  for (const path of ['/preview', '']) {
    const problem = await readProblem(await api.post(`${INVOICES}${path}`, { sales, receptor: UNIVERSIDAD }), 422);
    expect(problem).toMatchObject({ code: 'sales-do-not-mix', fixedAt: 'lookup' });
  }
});

test('422: wrong details are refused before anything is shown, all at once', async () => {
  const order = { sales: [await api.buy()], receptor: { ...ALBA, rfc: 'XAMA620210', usoCfdi: 'P01' } };
  const problem = await readProblem(await api.post(`${INVOICES}/preview`, order), 422);

  expect(problem).toMatchObject({ code: 'invalid-receptor', fixedAt: 'receptor' });
  expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/receptor/rfc', '/receptor/usoCfdi']);
});

test('404: an invalid token among valid ones is refused', async () => {
  const order = { sales: [await api.buy(), 'x'], receptor: UNIVERSIDAD };

  expect((await readProblem(await api.post(`${INVOICES}/preview`, order), 404)).code).toBe('unknown-token');
});

test('400: no sales, or more than twenty, are refused', async () => {
  for (const sales of [[], Array.from({ length: 21 }, () => 'x'), 'x', undefined]) {
    const problem = await readProblem(await api.post(`${INVOICES}/preview`, { sales, receptor: UNIVERSIDAD }), 400);
    expect(problem.errors[0]?.pointer).toBe('/sales');
  }
});
