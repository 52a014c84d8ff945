import { describe, expect, test } from 'vitest';
import { claveUnidad } from '../../server/catalogs/clave-unidad.ts';
import { isInForce } from '../../server/catalogs/entry.ts';
import { formaPago } from '../../server/catalogs/forma-pago.ts';
import { currencyDecimals } from '../../server/catalogs/moneda.ts';
import { objetoImp } from '../../server/catalogs/objeto-imp.ts';
import { pais } from '../../server/catalogs/pais.ts';

describe('a row is in force from its first day to its last', () => {
  const row = { validFrom: '2024-12-13', validTo: '2026-06-30' };

  test.each([
    ['2024-12-12', false],
    ['2024-12-13', true],
    ['2026-06-30T23:59:59', true],
    ['2026-07-01T00:00:00', false],
  ])('on %s it is in force: %s', (fecha, inForce) => {
    expect(isInForce(row, fecha)).toBe(inForce);
  });

  test('a row without an end stays in force, and one without a start always was', () => {
    expect(isInForce({ validFrom: '2022-01-01' }, '2099-01-01')).toBe(true);
    expect(isInForce({ validFrom: '' }, '2015-01-01')).toBe(true);
  });

  test('ObjetoImp 06 begins on 13 December 2024', () => {
    const entry = objetoImp('06');
    expect(entry && isInForce(entry, '2024-12-12T23:59:59')).toBe(false);
    expect(entry && isInForce(entry, '2024-12-13T00:00:00')).toBe(true);
  });
});

describe('a look-up', () => {
  test('returns the SAT’s words for a clave', () => {
    expect(formaPago('28')).toMatchObject({ texto: 'Tarjeta de débito', bancarizado: true });
    expect(claveUnidad('H87')).toBe('Pieza');
    expect(claveUnidad('E48')).toBe('Unidad de servicio');
    expect(pais('MEX')).toBe('México');
  });

  test('knows the decimals of a currency', () => {
    expect(currencyDecimals('MXN')).toBe(2);
    expect(currencyDecimals('JPY')).toBe(0);
    expect(currencyDecimals('KWD')).toBe(3);
    expect(currencyDecimals('mxn')).toBeUndefined();
  });

  test('finds nothing for claves of older catalogues', () => {
    for (const clave of ['07', '09', '16', '22']) expect(formaPago(clave)).toBeUndefined();
    expect(claveUnidad('')).toBeUndefined();
  });
});
