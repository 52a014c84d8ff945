import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Comprobante } from '../../server/cfdi/comprobante.ts';
import { buildGlobalInvoice, type GlobalInvoiceInput, type GlobalSale } from '../../server/cfdi/global-invoice.ts';
import { checkMatrix } from '../../server/cfdi/matrix.ts';
import { formatMicro, sum, toMicro } from '../../server/cfdi/money.ts';
import type { SoldConcepto } from '../../server/cfdi/sold.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import { CAFE_JACARANDA } from '../support/cfdi-fixtures.ts';
import { fileOf } from '../support/comprobante-mutations.ts';
import { soldArbitrary } from '../support/generated-sales.ts';
import { asGolden } from '../support/golden.ts';
import '../support/property-seed.ts';
import {
  BOOKSHOP,
  BORDER_STORE,
  built,
  codesOf,
  DEPOSIT,
  expectStampable,
  FEES,
  PHARMACY,
  SWEETS,
  testSealer,
  ticket,
  WHOLESALE,
} from '../support/public-sales.ts';

const OCTOBER: GlobalInvoiceInput = {
  emisor: CAFE_JACARANDA,
  lugarExpedicion: '06700',
  fecha: '2026-11-01T00:20:00',
  serie: 'CJG',
  folio: '10',
  periodicidad: '04',
  period: { from: '2026-10-01', to: '2026-10-31' },
  sales: [PHARMACY, BOOKSHOP, SWEETS, DEPOSIT],
};
const BORDER: GlobalInvoiceInput = { ...OCTOBER, lugarExpedicion: '22000', sales: [BORDER_STORE, PHARMACY] };

let sealer: Sealer;
beforeAll(async () => {
  sealer = await testSealer(CAFE_JACARANDA);
});

describe('a factura global', () => {
  test('is addressed to the general public of its place of issue, paid at once, for its period', () => {
    expect(built(buildGlobalInvoice(OCTOBER))).toMatchObject({
      tipoDeComprobante: 'I',
      metodoPago: 'PUE',
      exportacion: '01',
      informacionGlobal: { periodicidad: '04', meses: '10', anio: '2026' },
      receptor: {
        rfc: 'XAXX010101000',
        nombre: 'PUBLICO EN GENERAL',
        codigoPostal: '06700',
        regimenFiscal: '616',
        usoCfdi: 'S01',
      },
    });
  });

  test('states for each sale its folio, one ACT of 01010101, «Venta», and nothing of what was bought', () => {
    const document = built(buildGlobalInvoice(OCTOBER));
    expect(document.conceptos.map(({ noIdentificacion }) => noIdentificacion)).toEqual([
      'F-88012',
      'LM-2230',
      'LM-2231',
      'LM-2232',
    ]);
    for (const concepto of document.conceptos) {
      expect(concepto).toMatchObject({
        claveProdServ: '01010101',
        claveUnidad: 'ACT',
        cantidad: '1',
        descripcion: 'Venta',
      });
      expect(concepto).not.toHaveProperty('unidad');
    }
    expect(JSON.stringify(document)).not.toMatch(/Amoxicilina|Champú|Chocolate/);
  });

  test('groups the taxes of a sale by rate: the medicine at 0 %, the shampoo at 16 % after its discount', () => {
    const [pharmacy] = built(buildGlobalInvoice(OCTOBER)).conceptos;
    expect(pharmacy).toMatchObject({
      importe: '331.224138',
      descuento: '6.422414',
      traslados: [
        { base: '267.000000', impuesto: '002', tasaOCuota: '0.000000', importe: '0.000000' },
        { base: '57.801724', impuesto: '002', tasaOCuota: '0.160000', importe: '9.248276' },
      ],
    });
  });

  test('itemises IEPS, by rate and by piece, even where an invoice to a customer would fold it into the price', () => {
    const [store] = built(buildGlobalInvoice(BORDER)).conceptos;
    const ieps = store?.traslados.filter(({ impuesto }) => impuesto === '003');
    expect(ieps?.map(({ tipoFactor, tasaOCuota }) => `${tipoFactor} ${tasaOCuota}`)).toEqual([
      'Cuota 3.081800',
      'Tasa 0.080000',
      'Tasa 1.600000',
      'Cuota 0.644500',
    ]);
  });

  test('keeps an exempt book exempt, chocolate without IVA under ObjetoImp 07, and a deposit untaxed', () => {
    const only = (sale: GlobalSale) => built(buildGlobalInvoice({ ...OCTOBER, sales: [sale] })).conceptos[0];
    const [books, chocolate, deposit] = [BOOKSHOP, SWEETS, DEPOSIT].map(only);
    expect(books).toMatchObject({ objetoImp: '02', traslados: [{ base: '520.000000', tipoFactor: 'Exento' }] });
    expect(chocolate).toMatchObject({ objetoImp: '07', traslados: [{ impuesto: '003', tasaOCuota: '0.080000' }] });
    expect(deposit).toMatchObject({ objetoImp: '01', traslados: [] });
  });

  test('has the form of payment of its largest sale, or of the first of equal ones', () => {
    expect(built(buildGlobalInvoice(OCTOBER)).formaPago).toBe('01');
    expect(built(buildGlobalInvoice({ ...OCTOBER, sales: [PHARMACY, BOOKSHOP] })).formaPago).toBe('03');
    const equal: GlobalSale = { ...BOOKSHOP, folio: 'LM-2', formaPago: '04' };
    expect(built(buildGlobalInvoice({ ...OCTOBER, sales: [BOOKSHOP, equal] })).formaPago).toBe('03');
  });

  test('is refused for a sale with retenciones, which it names', () => {
    expect(codesOf(buildGlobalInvoice({ ...OCTOBER, sales: [PHARMACY, FEES] }))).toEqual([
      'global-with-retencion /sales/1/conceptos',
    ]);
  });

  test('is refused for two months unless the issuer is in régimen 621 (CFDI40132)', () => {
    const two = { ...OCTOBER, periodicidad: '05', period: { from: '2026-09-01', to: '2026-10-31' } } as const;
    expect(codesOf(buildGlobalInvoice(two))).toEqual(['CFDI40132 /periodicidad']);
    const emisor = { rfc: 'WATM640917J45', nombre: 'MARIA WATEMBER TORRES', regimenFiscal: '621' };
    const document = built(buildGlobalInvoice({ ...two, emisor }));
    expect(document.informacionGlobal).toEqual({ periodicidad: '05', meses: '17', anio: '2026' });
    expect(checkMatrix(fileOf(document))).toEqual([]);
  });

  test('is refused above 5,000 sales, and for a sale that does not add up, which it names', () => {
    const sales = Array.from({ length: 5_001 }, () => DEPOSIT) as [GlobalSale, ...GlobalSale[]];
    expect(codesOf(buildGlobalInvoice({ ...OCTOBER, sales }))).toEqual(['global-too-long /sales']);
    const wrong = { ...PHARMACY, total: '999.00' };
    expect(codesOf(buildGlobalInvoice({ ...OCTOBER, sales: [DEPOSIT, wrong] }))).toEqual([
      'sale-inconsistent /sales/1/total',
    ]);
  });

  test('of one sale whose largest line cannot absorb the last cent is reconciled by another line', () => {
    const document = built(buildGlobalInvoice({ ...OCTOBER, sales: [WHOLESALE] }));
    expectExact(document, [WHOLESALE]);
    expect(checkMatrix(fileOf(document))).toEqual([]);
  });

  test('of 5,000 sales keeps the sum of their totals to the cent, and each concepto within a cent of its sale', () => {
    const sales = month(5_000);
    const document = built(buildGlobalInvoice({ ...OCTOBER, sales, lugarExpedicion: '22000' }));
    expectExact(document, sales);
    expect(checkMatrix(fileOf(document))).toEqual([]);
  }, 60_000);

  test.each([
    ['a-month-of-a-shop', OCTOBER],
    ['a-month-at-the-border', BORDER],
  ])('%s is accepted by the SAT’s schema, its stylesheet and openssl', async (name, input) => {
    const [xml = ''] = await expectStampable([built(buildGlobalInvoice(input))], sealer);
    await expect(asGolden(xml)).toMatchFileSnapshot(`../golden/public/${name}.xml`);
  });
});

/** Baskets of a pharmacy that also sells soft drinks, each with prices of its own; the till rounds line by line. */
function month(count: number): [GlobalSale, ...GlobalSale[]] {
  const prices = fc.sample(fc.integer({ min: 101, max: 99_999 }), { numRuns: count, seed: 7 });
  return prices.map((cents, index): GlobalSale => {
    const [medicine, shampoo] = [cents * 3, Math.floor(cents / 7) + 850];
    const lines = [PHARMACY.conceptos[0], PHARMACY.conceptos[1], BORDER_STORE.conceptos[0]] as const;
    const sum = index % 3 === 0 ? medicine + shampoo + 3600 : medicine + shampoo;
    return ticket(
      `T-${index}`,
      '01',
      (sum / 100).toFixed(2),
      { ...(lines[0] as SoldConcepto), valorUnitario: (cents / 100).toFixed(2) },
      { ...(lines[1] as SoldConcepto), valorUnitario: ((shampoo + 745) / 100).toFixed(2) },
      ...(index % 3 === 0 ? [lines[2] as SoldConcepto] : []),
    );
  }) as [GlobalSale, ...GlobalSale[]];
}

const globalSale = soldArbitrary
  .filter(({ conceptos }) => !conceptos.some(({ impuestos }) => impuestos.some(({ tipo }) => tipo === 'retencion')))
  .map((sold): GlobalSale => ({ ...sold, folio: 'T-1', formaPago: '01' }));

describe('for any sales', () => {
  const anySales = fc.array(globalSale, { minLength: 1, maxLength: 6 }) as unknown as fc.Arbitrary<
    [GlobalSale, ...GlobalSale[]]
  >;

  test('the global adds up to the sales, and no rule of the matrix is broken', () => {
    fc.assert(
      fc.property(anySales, (sales) => {
        const document = built(buildGlobalInvoice({ ...OCTOBER, sales, lugarExpedicion: '22000' }));
        expectExact(document, sales);
        expect(checkMatrix(fileOf(document))).toEqual([]);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 120_000);

  test('the global passes the SAT’s XSD, its stylesheet and openssl once sealed', async () => {
    const lists = fc.sample(anySales, { numRuns: 8, seed: 11 });
    const documents = lists.map((sales) => built(buildGlobalInvoice({ ...OCTOBER, sales, lugarExpedicion: '22000' })));
    await expectStampable(documents, sealer);
  }, 120_000);
});

/** Total is the sum of what was paid; a concepto is what its sale paid, but for the one that carries the document's last cents. */
function expectExact(document: Comprobante, sales: readonly GlobalSale[]): void {
  expect(document.total).toBe(formatMicro(sum(sales.map(({ total }) => toMicro(total))), 2));
  const misses = document.conceptos.map((concepto, index) => {
    const taxes = sum(concepto.traslados.map(({ importe }) => toMicro(importe ?? '0')));
    const paid = toMicro(concepto.importe) - toMicro(concepto.descuento ?? '0') + taxes;
    const difference = paid - toMicro(sales[index]?.total ?? '0');
    return difference < 0n ? -difference : difference;
  });
  expect(misses.filter((miss) => miss > 3n).length).toBeLessThanOrEqual(1);
  expect(misses.every((miss) => miss <= 60_000n)).toBe(true);
}
