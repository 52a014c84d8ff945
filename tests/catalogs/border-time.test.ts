import { describe, expect, test } from 'vitest';
import { BORDER_BLOCKS } from '../../server/catalogs/border-time.ts';
import { localDateTime } from '../../server/catalogs/local-time.ts';
import { estadoOf, estimuloFronteraOf, issueZone, zoneOf } from '../../server/catalogs/postal-code.ts';

const JUNE = Date.UTC(2026, 5, 15, 18);
const NOVEMBER = Date.UTC(2026, 10, 20, 18);

/** The hour on the wall there at 18:00 UTC, in June and in November. */
const hours = (codigoPostal: string): string =>
  [JUNE, NOVEMBER].map((at) => localDateTime(at, issueZone(codigoPostal)).slice(11, 13)).join(' ');

describe('each municipality has the time that the law of 2022 assigns it', () => {
  test.each([
    ['26000', 'Piedras Negras', 'COA'],
    ['26170', 'Nava', 'COA'],
    ['26200', 'Acuña', 'COA'],
    ['26400', 'Jiménez', 'COA'],
    ['26450', 'Zaragoza', 'COA'],
    ['26467', 'Zaragoza', 'COA'],
    ['26500', 'Morelos', 'COA'],
    ['26530', 'Allende', 'COA'],
    ['26534', 'Allende', 'COA'],
    ['26600', 'Villa Unión', 'COA'],
    ['26624', 'Villa Unión', 'COA'],
    ['26650', 'Guerrero', 'COA'],
    ['26670', 'Hidalgo', 'COA'],
    ['27500', 'Ocampo', 'COA'],
    ['65000', 'Anáhuac', 'NLE'],
    ['87300', 'Matamoros', 'TAM'],
    ['87500', 'Valle Hermoso', 'TAM'],
    ['88000', 'Nuevo Laredo', 'TAM'],
    ['88300', 'Miguel Alemán', 'TAM'],
    ['88390', 'Mier', 'TAM'],
    ['88500', 'Reynosa', 'TAM'],
    ['88900', 'Río Bravo', 'TAM'],
  ])('%s, %s: central time with the summer time of Texas', (codigoPostal, municipio, estado) => {
    expect(estadoOf(codigoPostal)).toBe(estado);
    expect(zoneOf(codigoPostal)).toBe('America/Matamoros');
    expect(hours(codigoPostal)).toBe('13 12');
    expect(BORDER_BLOCKS.filter((block) => block.estado === estado).flatMap((block) => block.municipios)).toContain(
      municipio,
    );
  });

  test.each([
    ['32000', 'Juárez', 'America/Ciudad_Juarez', '12 11'],
    ['31820', 'Ascensión', 'America/Ciudad_Juarez', '12 11'],
    ['31840', 'Janos', 'America/Ciudad_Juarez', '12 11'],
    ['32880', 'Ojinaga', 'America/Ojinaga', '13 12'],
    ['32881', 'Ojinaga', 'America/Ojinaga', '13 12'],
    ['22000', 'Tijuana', 'America/Tijuana', '11 10'],
    ['21000', 'Mexicali', 'America/Tijuana', '11 10'],
  ])('%s, %s, has the time of %s', (codigoPostal, _, zone, expected) => {
    expect(zoneOf(codigoPostal)).toBe(zone);
    expect(hours(codigoPostal)).toBe(expected);
  });

  test.each([
    ['26340', 'Múzquiz, Coahuila', '12 12'],
    ['26700', 'Sabinas, Coahuila', '12 12'],
    ['25000', 'Saltillo, Coahuila', '12 12'],
    ['65070', 'Lampazos, Nuevo León', '12 12'],
    ['66900', 'Nuevo León outside Anáhuac', '12 12'],
    ['87600', 'San Fernando, Tamaulipas', '12 12'],
    ['87000', 'Ciudad Victoria, Tamaulipas', '12 12'],
    ['31700', 'Nuevo Casas Grandes, Chihuahua', '12 12'],
    ['32800', 'Ahumada, Chihuahua', '12 12'],
    ['84000', 'Nogales, Sonora', '11 11'],
    ['83400', 'San Luis Río Colorado, Sonora', '11 11'],
    ['63732', 'Bahía de Banderas, Nayarit', '12 12'],
    ['63000', 'Tepic, Nayarit', '11 11'],
    ['82000', 'Mazatlán, Sinaloa', '11 11'],
    ['23000', 'La Paz, Baja California Sur', '11 11'],
    ['77500', 'Cancún, Quintana Roo', '13 13'],
  ])('%s, %s, has no summer time', (codigoPostal, _, expected) => {
    expect(hours(codigoPostal)).toBe(expected);
  });

  test('the 30 municipalities outside Baja California that the law lists are each named once', () => {
    const named = BORDER_BLOCKS.flatMap(({ estado, municipios }) => municipios.map((name) => `${estado} ${name}`));
    expect(new Set(named).size).toBe(named.length);
    const counted = (estado: string) => named.filter((name) => name.startsWith(estado)).length;
    expect([counted('COA'), counted('CHH'), counted('NLE'), counted('TAM')]).toEqual([11, 8, 1, 10]);
  });

  test('the region of the IVA stimulus is another list: some places have border time without it, others it without border time', () => {
    for (const codigoPostal of ['26500', '26530', '26600']) expect(estimuloFronteraOf(codigoPostal)).toBe(0);
    for (const codigoPostal of ['26000', '26170', '26200', '26400', '26450', '26670'])
      expect(estimuloFronteraOf(codigoPostal)).toBe(1);
    expect(estimuloFronteraOf('84000')).toBe(1);
  });
});
