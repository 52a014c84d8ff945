import { describe, expect, it } from 'vitest';
import { amountInWords, cardinal } from '../../server/print/amount-in-words.ts';

describe('an amount in words', () => {
  it.each([
    ['348.00', 'MXN', '(TRESCIENTOS CUARENTA Y OCHO PESOS 00/100 M.N.)'],
    ['1.00', 'MXN', '(UN PESO 00/100 M.N.)'],
    ['0.50', 'MXN', '(CERO PESOS 50/100 M.N.)'],
    ['101', 'MXN', '(CIENTO UN PESOS 00/100 M.N.)'],
    ['21000.10', 'MXN', '(VEINTIÚN MIL PESOS 10/100 M.N.)'],
    ['1000000.00', 'MXN', '(UN MILLÓN DE PESOS 00/100 M.N.)'],
    ['1000001.00', 'MXN', '(UN MILLÓN UN PESOS 00/100 M.N.)'],
    ['2000000000000.00', 'MXN', '(DOS BILLONES DE PESOS 00/100 M.N.)'],
    ['40.00', 'USD', '(CUARENTA DÓLARES 00/100 USD)'],
    ['1.25', 'USD', '(UN DÓLAR 25/100 USD)'],
    ['31.99', 'EUR', '(TREINTA Y UN EUROS 99/100 EUR)'],
    ['5000', 'JPY', '(CINCO MIL JPY 00/100)'],
  ])('writes %s %s as %s', (amount, moneda, words) => {
    expect(amountInWords(amount, moneda)).toBe(words);
  });

  it('rounds half up to the cent, like the figure next to it', () => {
    expect(amountInWords('9.995', 'MXN')).toBe('(DIEZ PESOS 00/100 M.N.)');
  });

  it('is empty for a document without money and for text that is not an amount', () => {
    expect(amountInWords('0', 'XXX')).toBeUndefined();
    expect(amountInWords('mil', 'MXN')).toBeUndefined();
  });

  it.each([
    [16n, 'DIECISÉIS'],
    [100n, 'CIEN'],
    [121n, 'CIENTO VEINTIÚN'],
    [555n, 'QUINIENTOS CINCUENTA Y CINCO'],
    [1000n, 'MIL'],
    [1_001n, 'MIL UN'],
    [100_000n, 'CIEN MIL'],
    [731_031n, 'SETECIENTOS TREINTA Y UN MIL TREINTA Y UN'],
    [21_000_000n, 'VEINTIÚN MILLONES'],
    [1_000_000_000n, 'MIL MILLONES'],
    [1_001_000_000_000n, 'UN BILLÓN MIL MILLONES'],
    [999_999_999_999_999_999n, /^NOVECIENTOS NOVENTA Y NUEVE MIL NOVECIENTOS NOVENTA Y NUEVE BILLONES/],
  ])('counts %s', (value, words) => {
    expect(cardinal(value)).toMatch(words instanceof RegExp ? words : new RegExp(`^${words}$`));
  });
});
