import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { BORDER_BLOCKS } from '../../server/catalogs/border-time.ts';
import { clavesUnidad } from '../../server/catalogs/clave-unidad.ts';
import type { Entry } from '../../server/catalogs/entry.ts';
import { ESTADOS } from '../../server/catalogs/estado.ts';
import { EXPORTACIONES } from '../../server/catalogs/exportacion.ts';
import { FORMAS_PAGO } from '../../server/catalogs/forma-pago.ts';
import { IMPUESTOS } from '../../server/catalogs/impuesto.ts';
import { MESES } from '../../server/catalogs/meses.ts';
import { METODOS_PAGO } from '../../server/catalogs/metodo-pago.ts';
import { MONEDAS } from '../../server/catalogs/moneda.ts';
import { OBJETOS_IMP } from '../../server/catalogs/objeto-imp.ts';
import { PAISES } from '../../server/catalogs/pais.ts';
import { PERIODICIDADES } from '../../server/catalogs/periodicidad.ts';
import { estadoOf, estimuloFronteraOf, postalCodeExists, zoneOf } from '../../server/catalogs/postal-code.ts';
import { regimenesFiscales } from '../../server/catalogs/regimen-fiscal.ts';
import { TASAS_O_CUOTAS } from '../../server/catalogs/tasa-o-cuota.ts';
import { TIPOS_DE_COMPROBANTE } from '../../server/catalogs/tipo-de-comprobante.ts';
import { TIPOS_FACTOR } from '../../server/catalogs/tipo-factor.ts';
import { TIPOS_RELACION } from '../../server/catalogs/tipo-relacion.ts';
import { usosCfdi } from '../../server/catalogs/uso-cfdi.ts';

const TABLES = new URL('../../../shared/sat/catalogs/', import.meta.url);
const present = existsSync(TABLES);
if (!present)
  console.warn('The SAT’s tables (../shared/sat/catalogs) are not here: our catalogues were NOT compared with them.');

type Row = Readonly<Record<string, string>>;

function table(name: string): Row[] {
  return parse(readFileSync(new URL(`${name}.csv`, TABLES)), { columns: true });
}

function core(row: Row) {
  const end = row.vigencia_hasta ? { validTo: row.vigencia_hasta } : {};
  return { clave: row.id, texto: row.texto ?? row.id, validFrom: row.vigencia_desde, ...end };
}

const flag = (text: string | undefined) => text === '1';

describe.skipIf(!present)('our catalogues equal the SAT’s, row by row', () => {
  test.each<[string, readonly Entry[]]>([
    ['exportaciones', EXPORTACIONES],
    ['meses', MESES],
    ['metodos_pago', METODOS_PAGO],
    ['objetos_impuestos', OBJETOS_IMP],
    ['periodicidades', PERIODICIDADES],
    ['tipos_comprobantes', TIPOS_DE_COMPROBANTE],
    ['tipos_factores', TIPOS_FACTOR],
    ['tipos_relaciones', TIPOS_RELACION],
  ])('%s', (name, ours) => {
    expect(ours).toEqual(table(name).map(core));
  });

  test('formas_pago', () => {
    expect(FORMAS_PAGO).toEqual(
      table('formas_pago').map((row) => ({ ...core(row), bancarizado: flag(row.es_bancarizado) })),
    );
  });

  test('impuestos', () => {
    expect(IMPUESTOS).toEqual(
      table('impuestos').map((row) => ({ ...core(row), traslado: flag(row.traslado), retencion: flag(row.retencion) })),
    );
  });

  test('monedas', () => {
    expect(MONEDAS).toEqual(table('monedas').map((row) => ({ ...core(row), decimales: Number(row.decimales) })));
  });

  test('paises', () => {
    expect([...PAISES]).toEqual(table('paises').map((row) => [row.id, row.texto]));
  });

  test('estados', () => {
    expect(ESTADOS).toEqual(
      table('estados').map((row) => ({
        clave: row.estado,
        pais: row.pais,
        texto: row.texto,
        validFrom: row.vigencia_desde,
      })),
    );
  });

  test('claves_unidades: 2,418 units', () => {
    const theirs = table('claves_unidades');
    expect(theirs).toHaveLength(2418);
    expect([...clavesUnidad()]).toEqual(theirs.map((row) => [row.id, row.texto]));
    expect(theirs.filter((row) => row.vigencia_desde !== '2022-01-01' || row.vigencia_hasta)).toEqual([]);
  });

  test('regimenes_fiscales', () => {
    expect(regimenesFiscales()).toEqual(
      table('regimenes_fiscales').map((row) => ({
        ...core(row),
        fisica: flag(row.aplica_fisica),
        moral: flag(row.aplica_moral),
      })),
    );
  });

  test('usos_cfdi, with the régimenes of each', () => {
    const ours = usosCfdi().map((uso) => ({ ...uso, regimenes: [...uso.regimenes].sort() }));
    expect(ours).toEqual(
      table('usos_cfdi').map((row) => ({
        ...core(row),
        fisica: flag(row.aplica_fisica),
        moral: flag(row.aplica_moral),
        regimenes: row.regimenes_fiscales_receptores?.split(/,\s*/).sort(),
      })),
    );
  });

  test('reglas_tasa_cuota', () => {
    const claves: Record<string, string> = {
      ISR: '001',
      IVA: '002',
      IEPS: '003',
      'IVA Crédito aplicado del 50%': '002',
    };
    const theirs = table('reglas_tasa_cuota').map((row) => ({
      impuesto: claves[row.impuesto ?? ''],
      tipoFactor: row.factor,
      min: row.tipo === 'Fijo' ? row.valor : row.minimo,
      max: row.valor,
      traslado: flag(row.traslado),
      retencion: flag(row.retencion),
      validFrom: row.vigencia_desde,
    }));
    expect(sorted(TASAS_O_CUOTAS)).toEqual(sorted(theirs));
  });
});

describe.skipIf(!present)('our postal codes equal the range tables', () => {
  const codes = Array.from({ length: 99_000 }, (_, index) => String(index + 1000).padStart(5, '0'));

  function differences(name: string, column: string, ours: (code: string) => string) {
    const ranges = table(name);
    return codes.filter((code) => {
      const row = ranges.find(({ desde = '', hasta = '' }) => desde <= code && code <= hasta);
      return ours(code) !== (row ? (column ? row[column] : 'yes') : '');
    });
  }

  // The table has the border of before the law, code by code; within the law's municipalities the law decides.
  test('zone, except for the municipalities of the law of 2022', () => {
    const differ = differences('cp_zona_rangos', 'zona_iana_desde_2022-10-30', (code) => zoneOf(code) ?? '');
    const elsewhere = differ.filter((code) => !BORDER_BLOCKS.some(({ from, to }) => from <= code && code <= to));
    // Nuevo León outside Anáhuac, which the law does not list: within twenty kilometres of the border, as the earlier law had it.
    expect(elsewhere).toEqual(['66900', '66910', '66930', '66940', '66945']);
  });

  test('state, with Mexico City under its current clave', () => {
    const ours = (code: string) => (estadoOf(code) ?? '').replace('CMX', 'DIF');
    expect(differences('cp_estado_rangos', 'estado', ours)).toEqual([]);
  });

  test('border stimulus', () => {
    expect(differences('cp_frontera_rangos', 'estimulo_frontera', (code) => String(estimuloFronteraOf(code)))).toEqual(
      [],
    );
  });

  test('existence', () => {
    expect(differences('cp_existentes_rangos', '', (code) => (postalCodeExists(code) ? 'yes' : ''))).toEqual([]);
  });
});

function sorted(rules: readonly object[]): string[] {
  return rules.map((rule) => JSON.stringify(Object.entries(rule).sort())).sort();
}
