import { describe, test } from 'vitest';
import {
  broken,
  CCE,
  concepto,
  DINNERS,
  expectNamed,
  fileOf,
  ISR,
  IVA,
  PARTE,
  parte,
  type Row,
  sold,
  taxed,
  tercero,
  UNTAXED,
  without,
} from '../support/comprobante-mutations.ts';

describe('names what is broken in a concepto, there and nothing else', () => {
  test.each<Row>([
    ['a ClaveProdServ of seven digits', '40162', '/conceptos/1/claveProdServ', concepto({ claveProdServ: '9010150' })],
    ['a ClaveUnidad that does not exist', '40165', '/conceptos/1/claveUnidad', concepto({ claveUnidad: 'PZA' })],
    [
      'a dinner for nothing',
      '40166',
      '/conceptos/1/valorUnitario',
      concepto({ ...UNTAXED, valorUnitario: '0', importe: '0' }),
    ],
    [
      'an Importe out of its limits',
      '40167',
      '/conceptos/1/importe',
      concepto({ valorUnitario: '250.000000', cantidad: '2.000000', importe: '500.020000' }),
    ],
    [
      'a discount finer than its Importe',
      '40168',
      '/conceptos/1/descuento',
      concepto({ importe: '500.00', descuento: '50.005' }),
    ],
    ['a discount over its Importe', '40169', '/conceptos/1/descuento', concepto({ ...UNTAXED, descuento: '500.01' })],
    [
      'discounts over the SubTotal',
      '40110 40169 301',
      '/descuento',
      broken(sold({ ...UNTAXED, descuento: '1500.00' }), { total: '-420.00' }),
    ],
    ['an ObjetoImp that does not exist', '40170', '/conceptos/1/objetoImp', concepto({ objetoImp: '09' })],
    [
      'an ObjetoImp before it existed',
      '40170',
      '/conceptos/1/objetoImp',
      fileOf(sold({ ...UNTAXED, objetoImp: '04' }, { fecha: '2022-06-01T10:00:00' })),
    ],
    ['a taxed concepto without taxes', '40171', '/conceptos/1/impuestos', concepto({ traslados: [], objetoImp: '02' })],
    ...['01', '03', '04', '05'].map(
      (objetoImp): Row => [
        `ObjetoImp ${objetoImp} with taxes`,
        '40172',
        '/conceptos/1/objetoImp',
        concepto({ objetoImp }),
      ],
    ),
    ...['06', '08'].map(
      (objetoImp): Row => [
        `ObjetoImp ${objetoImp} with IVA`,
        '140226',
        '/conceptos/1/objetoImp',
        concepto({ objetoImp }),
      ],
    ),
    ['ObjetoImp 07 with IVA', '140227', '/conceptos/1/objetoImp', concepto({ objetoImp: '07' })],
    ['ObjetoImp 07 without IEPS', '140227', '/conceptos/1/objetoImp', concepto({ objetoImp: '07', traslados: [] })],
    [
      'a third party that is the emisor',
      '40188',
      '/conceptos/1/aCuentaTerceros/rfc',
      tercero({ rfc: DINNERS.emisor.rfc }),
    ],
    [
      'a third party that is the receptor',
      '40188',
      '/conceptos/1/aCuentaTerceros/rfc',
      tercero({ rfc: DINNERS.receptor.rfc }),
    ],
    [
      'a third party in a régimen of old',
      '40191',
      '/conceptos/1/aCuentaTerceros/regimenFiscal',
      tercero({ regimenFiscal: '609' }),
    ],
    [
      'a foreign third party outside 616',
      '140223',
      '/conceptos/1/aCuentaTerceros/regimenFiscal',
      tercero({ rfc: 'EXT990101NI1' }),
    ],
    [
      'a pedimento with single spaces',
      '40194',
      '/conceptos/1/informacionAduanera/0',
      concepto({ informacionAduanera: ['15 48 3009 0001234'] }),
    ],
    [
      'a pedimento in an export',
      '40195',
      '/conceptos/1/informacionAduanera',
      fileOf(sold({ informacionAduanera: PARTE.informacionAduanera }, { exportacion: '02' }), CCE),
    ],
    ['a Parte of no product', '40196', '/conceptos/1/partes/0/claveProdServ', parte({ claveProdServ: 'TAZA' })],
    [
      'a Parte for nothing',
      '40197',
      '/conceptos/1/partes/0/valorUnitario',
      parte({ valorUnitario: '0', importe: '0' }),
    ],
    [
      'a Parte out of its limits',
      '40198',
      '/conceptos/1/partes/0/importe',
      parte({ cantidad: '2.00', importe: '20.20' }),
    ],
    [
      'a Parte with a bad pedimento',
      '40199',
      '/conceptos/1/partes/0/informacionAduanera/0',
      parte({ informacionAduanera: ['15-48-3009-0001234'] }),
    ],
    [
      'a Parte with a pedimento in an export',
      '40200',
      '/conceptos/1/partes/0/informacionAduanera',
      fileOf(sold({ partes: [PARTE] }, { exportacion: '02' }), CCE),
    ],
  ])('%s → %s', (...row) => expectNamed(row));
});

describe('names what is broken in its taxes, there and nothing else', () => {
  test.each<Row>([
    [
      'a traslado on nothing',
      '40174',
      '/conceptos/1/impuestos/traslados/0/base',
      concepto({ traslados: [{ ...IVA, base: '0', importe: '0' }] }),
    ],
    [
      'a traslado of no tax',
      '40175 40217',
      '/conceptos/1/impuestos/traslados/0/impuesto',
      concepto({ traslados: [{ ...IVA, impuesto: '004' }] }),
    ],
    [
      'a traslado of no factor',
      '40176',
      '/conceptos/1/impuestos/traslados/0/tipoFactor',
      concepto({ traslados: [{ ...IVA, tipoFactor: 'Rango' }] }),
    ],
    [
      'an exempt traslado with Importe',
      '40177',
      '/conceptos/1/impuestos/traslados/0/importe',
      concepto({ traslados: [{ base: '500.00', impuesto: '002', tipoFactor: 'Exento', importe: '0.00' }] }),
    ],
    [
      'a traslado without Importe',
      '40178',
      '/conceptos/1/impuestos/traslados/0/importe',
      concepto({ traslados: [without(IVA, 'importe')] }),
    ],
    [
      'IVA at 15 %',
      '40179 40219',
      '/conceptos/1/impuestos/traslados/0/tasaOCuota',
      concepto({ traslados: [{ ...IVA, tasaOCuota: '0.150000', importe: '75.00' }] }),
    ],
    [
      'a rate with two decimals',
      '40179',
      '/conceptos/1/impuestos/traslados/0/tasaOCuota',
      fileOf(
        taxed(sold({ traslados: [{ ...IVA, tasaOCuota: '0.16' }] }), (i) => ({
          ...i,
          traslados: [{ ...IVA, base: '1000.00', importe: '160.00' }],
        })),
      ),
    ],
    [
      'a traslado transferring ISR',
      '40179 40219',
      '/conceptos/1/impuestos/traslados/0/tasaOCuota',
      concepto({ traslados: [ISR] }),
    ],
    [
      'a traslado out of its limits',
      '40180',
      '/conceptos/1/impuestos/traslados/0/importe',
      concepto({ traslados: [{ ...IVA, importe: '80.02' }] }),
    ],
    [
      'a retención on nothing',
      '40181',
      '/conceptos/1/impuestos/retenciones/0/base',
      concepto({ retenciones: [{ ...ISR, base: '0', importe: '0' }] }),
    ],
    [
      'a retención of no tax',
      '40182 40207',
      '/conceptos/1/impuestos/retenciones/0/impuesto',
      concepto({ retenciones: [{ ...ISR, impuesto: '005' }] }),
    ],
    [
      'a retención of no factor',
      '40183',
      '/conceptos/1/impuestos/retenciones/0/tipoFactor',
      concepto({ retenciones: [{ ...ISR, tipoFactor: 'Rango' }] }),
    ],
    [
      'an exempt retención',
      '40184',
      '/conceptos/1/impuestos/retenciones/0/tipoFactor',
      concepto({ retenciones: [{ ...ISR, tipoFactor: 'Exento' }] }),
    ],
    [
      'ISR at 36 %',
      '40185',
      '/conceptos/1/impuestos/retenciones/0/tasaOCuota',
      concepto({ retenciones: [{ ...ISR, tasaOCuota: '0.360000', importe: '180.00' }] }),
    ],
    [
      'a retención out of its limits',
      '40186',
      '/conceptos/1/impuestos/retenciones/0/importe',
      concepto({ retenciones: [{ ...ISR, importe: '6.30' }] }),
    ],
  ])('%s → %s', (...row) => expectNamed(row));
});
