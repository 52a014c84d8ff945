/**
 * What is not in force on Fecha is refused before anything is stamped: for every row of every small catalogue, on the day before it begins and on
 * the day after it ends, generated from the rows themselves.
 */
import { describe, expect, test } from 'vitest';
import { clavesUnidad, unitOf } from '../../server/catalogs/clave-unidad.ts';
import type { Entry } from '../../server/catalogs/entry.ts';
import { EXPORTACIONES } from '../../server/catalogs/exportacion.ts';
import { FORMAS_PAGO } from '../../server/catalogs/forma-pago.ts';
import { IMPUESTOS } from '../../server/catalogs/impuesto.ts';
import { MESES } from '../../server/catalogs/meses.ts';
import { METODOS_PAGO } from '../../server/catalogs/metodo-pago.ts';
import { MONEDAS } from '../../server/catalogs/moneda.ts';
import { OBJETOS_IMP } from '../../server/catalogs/objeto-imp.ts';
import { PERIODICIDADES } from '../../server/catalogs/periodicidad.ts';
import { regimenesFiscales } from '../../server/catalogs/regimen-fiscal.ts';
import { TASAS_O_CUOTAS, tasaOCuotaAllowed } from '../../server/catalogs/tasa-o-cuota.ts';
import { TIPOS_DE_COMPROBANTE } from '../../server/catalogs/tipo-de-comprobante.ts';
import { TIPOS_FACTOR } from '../../server/catalogs/tipo-factor.ts';
import { TIPOS_RELACION } from '../../server/catalogs/tipo-relacion.ts';
import { usosCfdi } from '../../server/catalogs/uso-cfdi.ts';
import type { Comprobante } from '../../server/cfdi/comprobante.ts';
import { checkMatrix } from '../../server/cfdi/matrix.ts';
import { checkReceptor } from '../../server/cfdi/receptor.ts';
import { addDays } from '../../server/portals/deadline.ts';
import { DINNERS, EGRESO, fileOf, GLOBAL, ISR, IVA, sold } from '../support/comprobante-mutations.ts';

type Written = readonly [name: string, code: string, rows: readonly Entry[], write: (clave: string) => Comprobante];

const global = GLOBAL.informacionGlobal ?? { periodicidad: '', meses: '', anio: '' };
const UNITS = [...clavesUnidad().keys()].flatMap((clave) => unitOf(clave) ?? []);

const CATALOGUES: readonly Written[] = [
  ['c_FormaPago', '40104', FORMAS_PAGO, (formaPago) => ({ ...DINNERS, formaPago })],
  ['c_Moneda', '40113', MONEDAS, (moneda) => ({ ...DINNERS, moneda })],
  ['c_TipoDeComprobante', '40121', TIPOS_DE_COMPROBANTE, (tipoDeComprobante) => ({ ...DINNERS, tipoDeComprobante })],
  ['c_Exportacion', '40123', EXPORTACIONES, (exportacion) => ({ ...DINNERS, exportacion })],
  ['c_MetodoPago', '40124', METODOS_PAGO, (metodoPago) => ({ ...DINNERS, metodoPago })],
  [
    'c_Periodicidad',
    '40131',
    PERIODICIDADES,
    (periodicidad) => ({ ...GLOBAL, informacionGlobal: { ...global, periodicidad } }),
  ],
  ['c_Meses', '40133', MESES, (meses) => ({ ...GLOBAL, informacionGlobal: { ...global, meses } })],
  [
    'c_TipoRelacion',
    '40137',
    TIPOS_RELACION,
    (tipoRelacion) => ({ ...EGRESO, cfdiRelacionados: [{ tipoRelacion, uuids: [] }] }),
  ],
  [
    'c_RegimenFiscal of the issuer',
    '40140',
    regimenesFiscales(),
    (regimenFiscal) => ({ ...DINNERS, emisor: { ...DINNERS.emisor, regimenFiscal } }),
  ],
  [
    'c_RegimenFiscal of the receptor',
    '40157',
    regimenesFiscales(),
    (regimenFiscal) => ({ ...DINNERS, receptor: { ...DINNERS.receptor, regimenFiscal } }),
  ],
  ['c_UsoCFDI', '40160', usosCfdi(), (usoCfdi) => ({ ...DINNERS, receptor: { ...DINNERS.receptor, usoCfdi } })],
  ['c_ClaveUnidad', '40165', UNITS, (claveUnidad) => sold({ claveUnidad })],
  ['c_ObjetoImp', '40170', OBJETOS_IMP, (objetoImp) => sold({ objetoImp })],
  ['c_Impuesto of a traslado', '40175', IMPUESTOS, (impuesto) => sold({ traslados: [{ ...IVA, impuesto }] })],
  ['c_TipoFactor of a traslado', '40176', TIPOS_FACTOR, (tipoFactor) => sold({ traslados: [{ ...IVA, tipoFactor }] })],
  ['c_Impuesto of a retención', '40182', IMPUESTOS, (impuesto) => sold({ retenciones: [{ ...ISR, impuesto }] })],
  [
    'c_TipoFactor of a retención',
    '40183',
    TIPOS_FACTOR,
    (tipoFactor) => sold({ retenciones: [{ ...ISR, tipoFactor }] }),
  ],
];

function codesOn(day: string, comprobante: Comprobante): readonly string[] {
  return checkMatrix(fileOf({ ...comprobante, fecha: `${day}T12:00:00` })).map(({ satCode }) => satCode.slice(4));
}

describe('for every row of', () => {
  test.each(CATALOGUES)('%s, CFDI%s is reported outside its dates and not within them', (_, code, rows, write) => {
    expect(rows.length).toBeGreaterThan(1);
    for (const { clave, validFrom, validTo } of rows) {
      const document = write(clave);
      const inside = validTo ?? '2026-11-20';
      expect([clave, codesOn(inside, document).includes(code)]).toEqual([clave, false]);
      const outside = [
        ...(validFrom === '' ? [] : [addDays(validFrom, -1)]),
        ...(validTo === undefined ? [] : [addDays(validTo, 1)]),
      ];
      for (const day of outside)
        expect([clave, day, codesOn(day, document)]).toEqual([clave, day, expect.arrayContaining([code])]);
    }
  });

  test('of c_TasaOCuota, a rate that has ended is refused, and one for a document older than its row is not', () => {
    for (const rule of TASAS_O_CUOTAS) {
      const { impuesto, tipoFactor, max: tasaOCuota, validTo } = rule;
      const kind = rule.traslado ? ('traslado' as const) : ('retencion' as const);
      const on = (fecha: string) => tasaOCuotaAllowed({ impuesto, tipoFactor, tasaOCuota, kind, fecha });
      expect([tasaOCuota, on(validTo ?? '2026-11-20')]).toEqual([tasaOCuota, true]);
      if (validTo !== undefined) expect([tasaOCuota, on(addDays(validTo, 1))]).toEqual([tasaOCuota, false]);
    }
  });
});

test('a régimen or uso that is not in force yet is reported to the customer at its field', () => {
  const typed = {
    ...{ rfc: 'XAMA620210DQ5', nombre: 'ALBA XKARAJAM MENDEZ', codigoPostal: '01219' },
    ...{ regimenFiscal: '612', usoCfdi: 'G03' },
  };
  const on = (fecha: string) =>
    checkReceptor(typed, { lugarExpedicion: '06700', fecha, allowNoRfc: false }).faults.map(({ pointer }) => pointer);
  expect(on('2021-12-31')).toEqual(['/receptor/regimenFiscal']);
  expect(on('2022-01-01')).toEqual([]);
});
