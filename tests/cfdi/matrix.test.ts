import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CfdiFile } from '../../server/cfdi/comprobante.ts';
import { buildComprobante } from '../../server/cfdi/comprobante-builder.ts';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { checkMatrix } from '../../server/cfdi/matrix.ts';
import {
  CAFE_JACARANDA,
  stampedEgreso,
  stampedGlobal,
  stampedLong,
  stampedTicket,
  stampedUsd,
  stampedWithDiscount,
  stampedWithRetenciones,
  UNIVERSIDAD,
} from '../support/cfdi-fixtures.ts';
import {
  broken,
  CANTINA,
  CCE,
  concepto,
  DINNERS,
  EXPORT,
  expectNamed,
  fileOf,
  GLOBAL,
  ISR,
  IVA,
  NOMINA,
  PAGO,
  PUBLICO,
  plus,
  RIGHT_DOCUMENTS,
  receptor,
  sold,
  tercero,
  UNTAXED,
  without,
} from '../support/comprobante-mutations.ts';
import { soldArbitrary } from '../support/generated-sales.ts';

describe('a valid document breaks no rule', () => {
  test.each(Object.entries(RIGHT_DOCUMENTS))('%s', (_, comprobante) => {
    expect(checkMatrix(fileOf(comprobante))).toEqual([]);
  });

  test.each([
    stampedTicket,
    stampedLong,
    stampedWithDiscount,
    stampedWithRetenciones,
    stampedUsd,
    stampedEgreso,
    stampedGlobal,
  ])('%o, read from its XML', (stamped) => {
    const outcome = readCfdi(stamped());
    expect(outcome.kind === 'cfdi' && checkMatrix(outcome.file)).toEqual([]);
  });
});

describe('other people’s valid documents break no rule either', () => {
  test.each<readonly [string, CfdiFile]>([
    [
      'zeros left out everywhere',
      broken(sold({ valorUnitario: '250', importe: '500', traslados: [{ ...IVA, base: '500', importe: '80' }] }), {
        subTotal: '1000',
        total: '1160',
      }),
    ],
    [
      'two decimals per line, with the cent they lose',
      fileOf(
        sold({
          cantidad: '3',
          valorUnitario: '33.33',
          importe: '99.99',
          traslados: [{ ...IVA, base: '99.99', importe: '16.00' }],
        }),
      ),
    ],
    [
      'an Importe as good as its rounded price allows',
      fileOf(sold({ cantidad: '7', valorUnitario: '14.29', importe: '100.00', ...UNTAXED })),
    ],
    ['pesos at 1.000000', broken(DINNERS, { tipoCambio: '1.000000' })],
    ['a concepto with a discount of 0.00', concepto({ descuento: '0.00' })],
    ['SubTotal 0.00 without currency', broken(PAGO, { subTotal: '0.00', total: '0.00' })],
    [
      'a global of the year before',
      broken(GLOBAL, { informacionGlobal: { periodicidad: '04', meses: '12', anio: '2025' } }),
    ],
    ['a person without RFC, by name', receptor({ nombre: 'JUAN PEREZ' }, without(GLOBAL, 'informacionGlobal'))],
    [
      'a credit note to the public',
      broken(without(GLOBAL, 'informacionGlobal'), {
        tipoDeComprobante: 'E',
        receptor: { ...PUBLICO, usoCfdi: 'G02' },
      }),
    ],
    [
      'local taxes in the total',
      fileOf({ ...DINNERS, total: plus(DINNERS.total, '30.00') }, ['implocal:ImpuestosLocales']),
    ],
    [
      'an export with its complement',
      fileOf({ ...EXPORT, receptor: { ...EXPORT.receptor, numRegIdTrib: '123456789', residenciaFiscal: 'USA' } }, CCE),
    ],
    ['a foreign third party', tercero({ rfc: 'EXT990101NI1', regimenFiscal: '616' })],
    ['ObjetoImp 06 with an ISR retención', concepto({ objetoImp: '06', traslados: [], retenciones: [ISR] })],
    [
      'yen, without decimals',
      broken(sold({ ...UNTAXED }, {}), {
        moneda: 'JPY',
        tipoCambio: '0.125',
        subTotal: '1000',
        total: '1080',
        impuestos: {
          totalImpuestosTrasladados: '80',
          retenciones: [],
          traslados: [{ ...IVA, base: '500', importe: '80' }],
        },
      }),
    ],
    ['an IEPS cuota of a year whose top we do not keep', broken(CANTINA, { fecha: '2025-03-01T10:00:00' })],
    ['unsealed, as ours before the seal', fileOf(without(DINNERS, 'sello', 'certificado', 'noCertificado'))],
  ])('%s', (_, file) => {
    expect(checkMatrix(file)).toEqual([]);
  });
});

test('a document built from any sale breaks no rule', () => {
  fc.assert(
    fc.property(soldArbitrary, fc.boolean(), (sale, itemizeIeps) => {
      const built = buildComprobante({
        sold: [sale],
        emisor: CAFE_JACARANDA,
        lugarExpedicion: '06700',
        receptor: UNIVERSIDAD,
        fecha: '2026-11-20T18:32:00',
        formaPago: '04',
        itemizeIeps,
      });
      if (built.kind === 'comprobante') expect(checkMatrix(fileOf(built.comprobante))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('a wrong sum is reported with the found and the expected value', () => {
  const [fault] = checkMatrix(broken(DINNERS, { total: '1160.01' }));
  expect(fault?.params).toEqual({ found: '1160.01', expected: '1160.00' });
});

test('a wrong régimen is reported with the kind of person it is not for, and a wrong uso with those that exist', () => {
  expect(checkMatrix(receptor({ regimenFiscal: '605' }))[0]?.params).toMatchObject({ persona: 'moral' });
  expect(checkMatrix(receptor({ rfc: 'RAQÑ7701212M3', regimenFiscal: '605' }))[0]?.params).toMatchObject({
    clave: '605',
    lista: 'D01, D02, D03, D04, D05, D06, D07, D08, D09, D10, S01',
  });
});

test('a payroll has no FormaPago', () => {
  expectNamed(['a payroll with FormaPago', '40103', '/formaPago', broken(NOMINA, { formaPago: '99' })]);
});
