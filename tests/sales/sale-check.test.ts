import { describe, expect, it } from 'vitest';
import { faultDetail } from '../../server/problems/problem.ts';
import { parseSale } from '../../server/sales/sale-wire.ts';
import { BREAKFAST, faultsOf, lineJson, saleJson } from '../support/sale-wire.ts';

const [IVA_16] = BREAKFAST.impuestos;
const ISR = { tipo: 'retencion', impuesto: '001', tipoFactor: 'Tasa', tasaOCuota: '0.012500' };
const IVA_WITHHELD = { ...ISR, impuesto: '002', tasaOCuota: '0.106667' };
const IEPS = { tipo: 'traslado', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: '0.080000' };

describe('what only the whole sale can tell', () => {
  it.each<[string, object, string]>([
    ['a currency that is none', { moneda: 'XXX', tipoCambio: '1' }, 'moneda-unknown /moneda'],
    ['a currency for tests', { moneda: 'XTS', tipoCambio: '1' }, 'moneda-unknown /moneda'],
    ['a currency nobody has', { moneda: 'ZZZ', tipoCambio: '1' }, 'moneda-unknown /moneda'],
    ['a tenth of a centavo', { total: '348.001' }, 'total-decimals /total'],
    ['half a yen', { moneda: 'JPY', tipoCambio: '0.12', total: '348.5' }, 'total-decimals /total'],
    ['a formaPago that is not in the catalogue', { formaPago: '07' }, 'forma-pago-unknown /formaPago'],
    ['a paid sale still to be defined', { formaPago: '99' }, 'forma-pago-unknown /formaPago'],
  ])('%s is refused', (_, changes, fault) => {
    expect(faultsOf(saleJson(changes))).toEqual([fault]);
  });

  it('idle zeros are no decimals, and an unpaid sale may be still to be defined', () => {
    expect(faultsOf(saleJson({ total: '348.000000' }))).toEqual([]);
    expect(faultsOf(saleJson({ formaPago: '99', estado: 'pendiente' }))).toEqual([]);
  });
});

describe('what only a line’s keys and taxes can tell', () => {
  it.each<[string, object, string]>([
    ['petrol, which needs a complement', { claveProdServ: '15101514' }, 'needs-complement /conceptos/0/claveProdServ'],
    ['a unit nobody has', { claveUnidad: 'ZZ9' }, 'clave-unknown /conceptos/0/claveUnidad'],
    ['IVA at 11 %', { impuestos: [{ ...IVA_16, tasaOCuota: '0.110000' }] }, 'tax-unknown /conceptos/0/impuestos/0'],
    ['IVA at sixteen times', { impuestos: [{ ...IVA_16, tasaOCuota: '16' }] }, 'tax-unknown /conceptos/0/impuestos/0'],
    [
      'IVA without a rate',
      { impuestos: [{ ...IVA_16, tasaOCuota: undefined }] },
      'tax-unknown /conceptos/0/impuestos/0',
    ],
    ['ISR charged', { impuestos: [{ ...ISR, tipo: 'traslado' }] }, 'tax-unknown /conceptos/0/impuestos/0'],
    [
      'ISR withheld above 35 %',
      { impuestos: [IVA_16, { ...ISR, tasaOCuota: '0.360000' }] },
      'tax-unknown /conceptos/0/impuestos/1',
    ],
    [
      'an exempt retención',
      { impuestos: [IVA_16, { ...ISR, tipoFactor: 'Exento', tasaOCuota: undefined }] },
      'tax-unknown /conceptos/0/impuestos/1',
    ],
    [
      'exempt with a rate',
      { impuestos: [{ ...IVA_16, tipoFactor: 'Exento' }] },
      'tax-unknown /conceptos/0/impuestos/0',
    ],
    ['IVA twice', { impuestos: [IVA_16, { ...IVA_16, tasaOCuota: '0.000000' }] }, 'two-iva /conceptos/0/impuestos'],
    [
      'IVA at 16 % and exempt on one line',
      { impuestos: [IVA_16, { ...IVA_16, tipoFactor: 'Exento', tasaOCuota: undefined }] },
      'two-iva /conceptos/0/impuestos',
    ],
    [
      'IVA at 0 % beside 8 % on one line',
      {
        impuestos: [
          { ...IVA_16, tasaOCuota: '0.000000' },
          { ...IVA_16, tasaOCuota: '0.080000' },
        ],
      },
      'two-iva /conceptos/0/impuestos',
    ],
    [
      'IEPS at two rates on one line',
      { impuestos: [IEPS, { ...IEPS, tasaOCuota: '0.265000' }] },
      'two-ieps /conceptos/0/impuestos',
    ],
    [
      'IEPS exempt beside a rate of IEPS',
      { impuestos: [IEPS, { ...IEPS, tipoFactor: 'Exento', tasaOCuota: undefined }] },
      'two-ieps /conceptos/0/impuestos',
    ],
    [
      'a tax on lodging by its name (ISH)',
      { claveProdServ: '90111501', impuestos: [IVA_16, { ...IVA_16, impuesto: 'ISH', tasaOCuota: '0.030000' }] },
      'tax-local /conceptos/0/impuestos/1/impuesto',
    ],
    [
      'a tax on lodging written as IVA',
      { claveProdServ: '90111501', impuestos: [IVA_16, { ...IVA_16, tasaOCuota: '0.030000' }] },
      'tax-unknown /conceptos/0/impuestos/1',
    ],
    [
      'a tax on lodging written as IEPS',
      { claveProdServ: '90111501', impuestos: [IVA_16, { ...IEPS, tasaOCuota: '0.030000' }] },
      'tax-local /conceptos/0/impuestos/1',
    ],
    [
      'a tax on lodging written as ISR',
      { claveProdServ: '90111501', impuestos: [IVA_16, { ...ISR, tipo: 'traslado', tasaOCuota: '0.030000' }] },
      'tax-unknown /conceptos/0/impuestos/1',
    ],
    [
      'a tax that nobody knows',
      { impuestos: [{ ...IVA_16, impuesto: '004' }] },
      'malformed /conceptos/0/impuestos/0/impuesto',
    ],
    [
      'a rate on a part of the price',
      { impuestos: [{ ...IVA_16, base: '100.00' }] },
      'tax-base-not-cuota /conceptos/0/impuestos/0/base',
    ],
    ['02 without taxes', { impuestos: [] }, 'objeto-imp-mismatch /conceptos/0/objetoImp'],
    ['01 with taxes', { objetoImp: '01' }, 'objeto-imp-mismatch /conceptos/0/objetoImp'],
    ['06 with IVA', { objetoImp: '06' }, 'objeto-imp-mismatch /conceptos/0/objetoImp'],
    ['06 with IEPS', { objetoImp: '06', impuestos: [IEPS] }, 'objeto-imp-mismatch /conceptos/0/objetoImp'],
    ['07 without IEPS', { objetoImp: '07', impuestos: [ISR] }, 'objeto-imp-mismatch /conceptos/0/objetoImp'],
    [
      '08 with IVA withheld',
      { objetoImp: '08', impuestos: [{ ...ISR, impuesto: '002' }] },
      'objeto-imp-mismatch /conceptos/0/objetoImp',
    ],
  ])('%s is refused', (_, changes, fault) => {
    expect(faultsOf(lineJson(changes))).toEqual([fault]);
  });

  it.each<[string, object, string]>([
    ['IVA 8 %', { impuestos: [{ ...IVA_16, tasaOCuota: '0.08' }] }, '348.00'],
    ['exempt', { impuestos: [{ ...IVA_16, tipoFactor: 'Exento', tasaOCuota: undefined }] }, '348.00'],
    ['04 without taxes', { objetoImp: '04', impuestos: [] }, '348.00'],
    ['07 with IEPS', { objetoImp: '07', impuestos: [IEPS] }, '348.00'],
    ['08 with IEPS, to be folded', { objetoImp: '08', impuestos: [IEPS] }, '348.00'],
    ['06 with ISR withheld', { objetoImp: '06', impuestos: [ISR] }, '343.65'],
  ])('%s is accepted', (_, changes, total) => {
    expect(faultsOf(lineJson(changes, { total }))).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      'ISR twice',
      { impuestos: [IVA_16, ISR, { ...ISR, tasaOCuota: '0.100000' }] },
      'retencion-twice /conceptos/0/impuestos/2',
    ],
    [
      'IVA twice',
      { impuestos: [IVA_16, { ...IVA_WITHHELD, tasaOCuota: '0.040000' }, IVA_WITHHELD] },
      'retencion-twice /conceptos/0/impuestos/2',
    ],
    [
      'IVA without any transferred',
      { impuestos: [IVA_WITHHELD] },
      'retencion-above-iva /conceptos/0/impuestos/0/tasaOCuota',
    ],
    [
      'IVA on what is at 0 %',
      { impuestos: [{ ...IVA_16, tasaOCuota: '0.000000' }, IVA_WITHHELD] },
      'retencion-above-iva /conceptos/0/impuestos/1/tasaOCuota',
    ],
    [
      'IVA on what is exempt',
      { impuestos: [IVA_WITHHELD, { ...IVA_16, tipoFactor: 'Exento', tasaOCuota: undefined }] },
      'retencion-above-iva /conceptos/0/impuestos/0/tasaOCuota',
    ],
    [
      'two thirds of 16 % on what is at 8 %',
      { impuestos: [{ ...IVA_16, tasaOCuota: '0.080000' }, IVA_WITHHELD] },
      'retencion-above-iva /conceptos/0/impuestos/1/tasaOCuota',
    ],
  ])('withheld %s is refused', (_, changes, fault) => {
    expect(faultsOf(lineJson(changes))).toEqual([fault]);
  });

  it('all of the IVA may be withheld, as on scrap', () => {
    const impuestos = [IVA_16, { ...IVA_WITHHELD, tasaOCuota: '0.160000' }];
    expect(faultsOf(lineJson({ impuestos }, { total: '300.00' }))).toEqual([]);
  });

  it('a line with neither objetoImp nor taxes is refused: untaxed is something to be said', () => {
    for (const impuestos of [undefined, []])
      expect(faultsOf(lineJson({ objetoImp: undefined, impuestos }))).toEqual([
        'untaxed-unsaid /conceptos/0/impuestos',
      ]);
    for (const taxes of [{ objetoImp: '01', impuestos: undefined }, { objetoImp: '01', impuestos: [] }, {}])
      expect(parseSale(lineJson(taxes)).kind).toBe('sale');
  });

  it('every line is checked, and the sum only once the rest is right', () => {
    const wrong = { ...BREAKFAST, claveUnidad: 'ZZ9', objetoImp: '01' };
    expect(faultsOf(saleJson({ total: '1.00', conceptos: [BREAKFAST, wrong, wrong] }))).toEqual([
      'clave-unknown /conceptos/1/claveUnidad',
      'objeto-imp-mismatch /conceptos/1/objetoImp',
      'clave-unknown /conceptos/2/claveUnidad',
      'objeto-imp-mismatch /conceptos/2/objetoImp',
    ]);
    expect(faultsOf(saleJson({ total: '1.00' }))).toEqual(['sale-inconsistent /total']);
  });

  it('the refusal is a complete sentence, with no placeholder left', () => {
    for (const json of [
      lineJson({ claveProdServ: '15101505' }),
      saleJson({ total: '1.00' }),
      lineJson({ objetoImp: '01' }),
    ]) {
      const outcome = parseSale(json);
      if (outcome.kind !== 'faults') throw new Error('taken');
      for (const fault of outcome.faults)
        for (const language of ['es-MX', 'en'] as const)
          expect(faultDetail(fault, language)).not.toMatch(/[{}]|undefined/);
    }
  });
});
