import { describe, expect, test } from 'vitest';
import { estado } from '../../server/catalogs/estado.ts';
import { estadoOf, estimuloFronteraOf, postalCodeExists, zoneOf } from '../../server/catalogs/postal-code.ts';

describe('a postal code determines its state and its time zone', () => {
  test.each([
    ['06600', 'CMX', 'America/Mexico_City', 'Juárez, Mexico City'],
    ['22000', 'BCN', 'America/Tijuana', 'Tijuana'],
    ['32000', 'CHH', 'America/Ciudad_Juarez', 'Ciudad Juárez'],
    ['32880', 'CHH', 'America/Ojinaga', 'Ojinaga'],
    ['31000', 'CHH', 'America/Chihuahua', 'Chihuahua'],
    ['87300', 'TAM', 'America/Matamoros', 'Matamoros'],
    ['88000', 'TAM', 'America/Matamoros', 'Nuevo Laredo'],
    ['26000', 'COA', 'America/Matamoros', 'Piedras Negras'],
    ['65000', 'NLE', 'America/Matamoros', 'Anáhuac'],
    ['64000', 'NLE', 'America/Mexico_City', 'Monterrey'],
    ['83000', 'SON', 'America/Hermosillo', 'Hermosillo'],
    ['80000', 'SIN', 'America/Mazatlan', 'Culiacán'],
    ['63000', 'NAY', 'America/Mazatlan', 'Tepic'],
    ['63732', 'NAY', 'America/Mexico_City', 'Bahía de Banderas'],
    ['77500', 'ROO', 'America/Cancun', 'Cancún'],
    ['99999', 'ZAC', 'America/Mexico_City', 'the last code'],
    ['01000', 'CMX', 'America/Mexico_City', 'the first code'],
  ])('%s is %s, %s (%s)', (codigoPostal, clave, zone) => {
    expect(estadoOf(codigoPostal)).toBe(clave);
    expect(estado(clave)?.pais).toBe('MEX');
    expect(zoneOf(codigoPostal)).toBe(zone);
    expect(postalCodeExists(codigoPostal)).toBe(true);
  });

  test('the border stimulus is 1 in the north, 2 in the south, 0 elsewhere', () => {
    expect(estimuloFronteraOf('22000')).toBe(1);
    expect(estimuloFronteraOf('77000')).toBe(2);
    expect(estimuloFronteraOf('30700')).toBe(2);
    expect(estimuloFronteraOf('06600')).toBe(0);
  });

  test.each(['00000', '00999', '17000', '20640', '54540'])('%s cannot exist', (codigoPostal) => {
    expect(postalCodeExists(codigoPostal)).toBe(false);
  });

  test.each(['', '6600', '066000', '0660A', ' 06600', '٠٦٦٠٠'])('%j is not a postal code', (text) => {
    expect(postalCodeExists(text)).toBe(false);
    expect(estadoOf(text)).toBeUndefined();
    expect(zoneOf(text)).toBeUndefined();
    expect(estimuloFronteraOf(text)).toBe(0);
  });

  test('a code between the ranges of two states has no state', () => {
    expect(estadoOf('17500')).toBeUndefined();
    expect(estadoOf('00999')).toBeUndefined();
  });
});
