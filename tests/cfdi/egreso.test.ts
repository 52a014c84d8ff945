import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildComprobante } from '../../server/cfdi/comprobante-builder.ts';
import { buildEgreso, type EgresoInput } from '../../server/cfdi/egreso.ts';
import { buildGlobalInvoice } from '../../server/cfdi/global-invoice.ts';
import { checkMatrix } from '../../server/cfdi/matrix.ts';
import { formatMicro, toMicro } from '../../server/cfdi/money.ts';
import type { Sold } from '../../server/cfdi/sold.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import { CAFE_JACARANDA, NEVES, UNIVERSIDAD } from '../support/cfdi-fixtures.ts';
import { fileOf } from '../support/comprobante-mutations.ts';
import { soldArbitrary } from '../support/generated-sales.ts';
import { asGolden } from '../support/golden.ts';
import '../support/property-seed.ts';
import {
  BORDER_STORE,
  built,
  codesOf,
  expectStampable,
  FEES,
  PHARMACY,
  testSealer,
  WHOLESALE,
} from '../support/public-sales.ts';

const UUID = '5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F';
const HEAD = {
  emisor: CAFE_JACARANDA,
  lugarExpedicion: '22000',
  fecha: '2026-11-05T12:00:00',
  formaPago: '28',
  serie: 'NC',
  folio: '3',
} as const;
const RETURN: EgresoInput = {
  ...HEAD,
  from: { kind: 'nominative', uuid: UUID, receptor: UNIVERSIDAD, itemizeIeps: false },
  reason: 'goods-returned',
  noIdentificacion: 'F-88012',
  sold: PHARMACY,
};
const LEAVES_GLOBAL: EgresoInput = {
  ...HEAD,
  formaPago: '01',
  from: { kind: 'global', uuid: UUID },
  reason: 'leaves-global',
  noIdentificacion: 'TJ-207',
  sold: BORDER_STORE,
};

let sealer: Sealer;
beforeAll(async () => {
  sealer = await testSealer(CAFE_JACARANDA);
});

describe('a nota de crédito', () => {
  test('takes a whole sale out of a global, even if its largest line cannot absorb the last cent', () => {
    const document = built(buildEgreso({ ...LEAVES_GLOBAL, noIdentificacion: 'MA-4410', sold: WHOLESALE }));
    expect(document.total).toBe(WHOLESALE.total);
    expect(checkMatrix(fileOf(document))).toEqual([]);
  });

  test('is an E of one ACT of 84111506 with the sale’s folio and the form of payment of the refund', () => {
    const document = built(buildEgreso(RETURN));
    expect(document).toMatchObject({ tipoDeComprobante: 'E', metodoPago: 'PUE', formaPago: '28', total: '334.05' });
    expect(document).not.toHaveProperty('informacionGlobal');
    expect(document.conceptos).toHaveLength(1);
    expect(document.conceptos[0]).toMatchObject({
      claveProdServ: '84111506',
      claveUnidad: 'ACT',
      cantidad: '1',
      noIdentificacion: 'F-88012',
    });
  });

  test('relates by 03 for goods returned, by 01 for a discount, and by 01 to a global whatever the reason', () => {
    const relationOf = (input: EgresoInput) => built(buildEgreso(input)).cfdiRelacionados;
    expect(relationOf(RETURN)).toEqual([{ tipoRelacion: '03', uuids: [UUID] }]);
    expect(relationOf({ ...RETURN, reason: 'discount' })).toEqual([{ tipoRelacion: '01', uuids: [UUID] }]);
    expect(relationOf(LEAVES_GLOBAL)).toEqual([{ tipoRelacion: '01', uuids: [UUID] }]);
    expect(relationOf({ ...LEAVES_GLOBAL, reason: 'goods-returned' })).toEqual([{ tipoRelacion: '01', uuids: [UUID] }]);
  });

  test('has uso G02 if the receptor’s régimen admits it, and S01 otherwise, as for an employee', () => {
    expect(built(buildEgreso(RETURN)).receptor).toEqual({ ...UNIVERSIDAD, usoCfdi: 'G02' });
    const employee = { kind: 'nominative', uuid: UUID, receptor: NEVES, itemizeIeps: false } as const;
    const document = built(buildEgreso({ ...RETURN, from: employee }));
    expect(document.receptor.usoCfdi).toBe('S01');
    expect(checkMatrix(fileOf(document))).toEqual([]);
  });

  test('against a global is addressed to the general public with uso G02, as the guide’s apéndice 2 shows', () => {
    expect(built(buildEgreso(LEAVES_GLOBAL)).receptor).toEqual({
      rfc: 'XAXX010101000',
      nombre: 'PUBLICO EN GENERAL',
      codigoPostal: '22000',
      regimenFiscal: '616',
      usoCfdi: 'G02',
    });
  });

  test('credits exactly what the sale is in a global: same importe, same taxes', () => {
    const global = built(
      buildGlobalInvoice({
        ...HEAD,
        periodicidad: '04',
        period: { from: '2026-10-01', to: '2026-10-31' },
        sales: [BORDER_STORE],
      }),
    );
    const egreso = built(buildEgreso(LEAVES_GLOBAL));
    const amounts = ({ importe, traslados, objetoImp }: (typeof egreso.conceptos)[number]) => ({
      importe,
      traslados,
      objetoImp,
    });
    expect(egreso.conceptos.map(amounts)).toEqual(global.conceptos.map(amounts));
    expect(egreso.impuestos).toEqual(global.impuestos);
  });

  test('folds IEPS into the price if the invoice did, and itemises it if the invoice did', () => {
    const of = (itemizeIeps: boolean) =>
      built(
        buildEgreso({
          ...RETURN,
          sold: BORDER_STORE,
          from: { kind: 'nominative', uuid: UUID, receptor: UNIVERSIDAD, itemizeIeps },
        }),
      );
    expect(JSON.stringify(of(false))).not.toContain('"003"');
    expect(JSON.stringify(of(true))).toContain('"003"');
    expect(of(false).total).toBe(of(true).total);
  });

  test('for a part credits every tax in that proportion: half of a basket at 0 % and 16 %', () => {
    const [concepto] = built(buildEgreso({ ...RETURN, part: '167.03' })).conceptos;
    expect(concepto?.traslados.map(({ base, importe }) => [base, importe])).toEqual([
      ['133.503996', '0.000000'],
      ['28.901728', '4.624276'],
    ]);
  });

  test('also credits what was withheld, in proportion', () => {
    const document = built(buildEgreso({ ...RETURN, sold: FEES, part: '5300.00' }));
    expect(document).toMatchObject({ subTotal: '5000.00', total: '5300.00' });
    expect(document.impuestos).toMatchObject({
      totalImpuestosRetenidos: '500.00',
      totalImpuestosTrasladados: '800.00',
    });
  });

  test('is refused for more than the sale', () => {
    expect(codesOf(buildEgreso({ ...RETURN, part: '334.06' }))).toEqual(['refund-above-sale /total']);
  });

  test.each([
    ['goods-returned-in-part', { ...RETURN, part: '167.03' }],
    ['sale-that-leaves-a-global-at-the-border', LEAVES_GLOBAL],
  ])('%s is accepted by the SAT’s schema, its stylesheet and openssl', async (name, input) => {
    const [xml = ''] = await expectStampable([built(buildEgreso(input))], sealer);
    await expect(asGolden(xml)).toMatchFileSnapshot(`../golden/public/${name}.xml`);
  });
});

describe('for any sale, and any part of it that is refunded', () => {
  const cases = fc.record({
    sold: soldArbitrary,
    permille: fc.integer({ min: 1, max: 1000 }),
    isGlobal: fc.boolean(),
    itemizeIeps: fc.boolean(),
  });
  type Case = { sold: Sold; permille: number; isGlobal: boolean; itemizeIeps: boolean };
  const inputOf = ({ sold, permille, isGlobal, itemizeIeps }: Case): EgresoInput => {
    const cents = (toMicro(sold.total) * BigInt(permille)) / 1000n / 10_000n;
    const withheld = sold.conceptos.some(({ impuestos }) => impuestos.some(({ tipo }) => tipo === 'retencion'));
    return {
      ...(isGlobal && !withheld
        ? LEAVES_GLOBAL
        : { ...RETURN, from: { kind: 'nominative', uuid: UUID, receptor: UNIVERSIDAD, itemizeIeps } as const }),
      sold,
      part: formatMicro((cents > 0n ? cents : 1n) * 10_000n, 2),
    };
  };

  test('the egreso’s Total is the refund, and no rule of the matrix is broken', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const input = inputOf(one);
        const document = built(buildEgreso(input));
        expect(document.total).toBe(input.part);
        expect(checkMatrix(fileOf(document))).toEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  }, 120_000);

  test('a full refund has the total of its invoice', () => {
    fc.assert(
      fc.property(soldArbitrary, fc.boolean(), (sold, itemizeIeps) => {
        const invoice = buildComprobante({ ...HEAD, sold: [sold], receptor: UNIVERSIDAD, itemizeIeps });
        if (invoice.kind === 'faults') return;
        const from = { kind: 'nominative', uuid: UUID, receptor: UNIVERSIDAD, itemizeIeps } as const;
        expect(built(buildEgreso({ ...RETURN, from, sold })).total).toBe(invoice.comprobante.total);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  }, 120_000);

  test('the egreso passes the SAT’s XSD, its stylesheet and openssl once sealed', async () => {
    const documents = fc.sample(cases, { numRuns: 8, seed: 5 }).map((one) => built(buildEgreso(inputOf(one))));
    await expectStampable(documents, sealer);
  }, 120_000);
});
