import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  GENERIC_EXTRANJERO,
  GENERIC_NACIONAL,
  hasCheckDigit,
  isGeneric,
  normalizeRfc,
  parseRfc,
  personOf,
} from '../../server/cfdi/rfc.ts';

/** The SAT's public test taxpayers (Anexo 20, certificados de prueba). */
const MORALES = ['EKU9003173C9', 'H&E951128469', 'OÑO120726RX3', 'URE180429TM6', 'CTE950627K46', 'IVD920810GU2'];
const FISICAS = ['XOJI740919U48', 'WATM640917J45', 'XAMA620210DQ5', 'RAQÑ7701212M3', 'XIQB891116QE4', 'CACX7605101P8'];

describe('parseRfc', () => {
  it.each([...MORALES, ...FISICAS, 'XAXX010101000', 'XEXX010101000'])('reads %s', (rfc) => {
    expect(parseRfc(rfc)).toBe(rfc);
  });

  it.each([
    [' xoji-740919-u48 ', 'XOJI740919U48'],
    ['H&E 951128 469', 'H&E951128469'],
    ['oño.120726.rx3', 'OÑO120726RX3'],
    ['RAQN\u03037701212M3', 'RAQÑ7701212M3'],
    ['\u200bEKU9003173C9\u00a0', 'EKU9003173C9'],
    ['EKU–900317–3C9', 'EKU9003173C9'],
  ])('reads %j as typed, pasted or written on a form', (typed, rfc) => {
    expect(parseRfc(typed)).toBe(rfc);
  });

  it.each([
    ['', 'nothing'],
    ['EKU9003173C', 'one short'],
    ['EKU9003173C99', 'thirteen with the letters of a company'],
    ['XOJI740919U488', 'one long'],
    ['EKO900317-3CB', 'a last character that is neither digit nor A'],
    ['EKU9013173C9', 'month 13'],
    ['EKU9000173C9', 'month 0'],
    ['EKU9003003C9', 'day 0'],
    ['3KU9003173C9', 'a digit among the letters'],
    ['PÉRJ800101AB1', 'an accented letter, which without it would be a company'],
    ['ЕKU9003173C9', 'a Cyrillic Е'],
  ])('refuses %j: %s', (typed) => {
    expect(parseRfc(typed)).toBeUndefined();
  });

  it.each([
    ['XOJI000229AB1', true],
    ['XOJI960229AB1', true],
    ['XOJI970229AB1', false],
    ['XOJI010229AB1', false],
    ['XOJI040230AB1', false],
    ['XOJI740431AB1', false],
    ['XOJI740430AB1', true],
    ['XOJI741131AB1', false],
    ['XOJI741231AB1', true],
  ])('requires a real date: %s is %s', (rfc, isReal) => {
    expect(parseRfc(rfc) !== undefined).toBe(isReal);
  });

  it('returns only what it would read again unchanged', () => {
    const typed = fc.string({ unit: fc.constantFrom(...'ABCÑ&ñéx0129 -.\u0303'), maxLength: 20 });
    fc.assert(fc.property(typed, (text) => normalizeRfc(normalizeRfc(text)) === normalizeRfc(text)));
    fc.assert(fc.property(typed, (text) => (parseRfc(text) ?? normalizeRfc(text)) === normalizeRfc(text)));
  });
});

describe('the holder of an RFC', () => {
  it('is a company with twelve characters and a person with thirteen', () => {
    expect(MORALES.map(personOf)).toEqual(MORALES.map(() => 'moral'));
    expect(FISICAS.map(personOf)).toEqual(FISICAS.map(() => 'fisica'));
  });

  it('is nobody in particular only with the two generic ones', () => {
    expect([GENERIC_NACIONAL, GENERIC_EXTRANJERO].map(isGeneric)).toEqual([true, true]);
    expect([...MORALES, ...FISICAS].some(isGeneric)).toBe(false);
  });
});

describe('the check digit', () => {
  it.each([...MORALES, ...FISICAS])('matches the last character of %s', (rfc) => {
    expect(hasCheckDigit(rfc)).toBe(true);
  });

  it('detects a change of one character, except where the weight is the modulus', () => {
    const slips = fc.record({
      rfc: fc.constantFrom('XOJI740919U48', 'WATM640917J45', 'RAQÑ7701212M3'),
      at: fc.constantFrom(0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
      by: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ'),
    });
    fc.assert(
      fc.property(slips, ({ rfc, at, by }) => {
        const slipped = rfc.slice(0, at) + by + rfc.slice(at + 1);
        fc.pre(slipped !== rfc && !sameModulo(rfc.charAt(at), by));
        return !hasCheckDigit(slipped);
      }),
    );
  });

  it('does not match the generic RFC, which is why it only warns', () => {
    expect(hasCheckDigit(GENERIC_NACIONAL)).toBe(false);
  });
});

/** The sum is modulo 11: two characters eleven apart in the SAT's table weigh the same. */
function sameModulo(a: string, b: string): boolean {
  const table = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';
  return (table.indexOf(a) - table.indexOf(b)) % 11 === 0;
}
