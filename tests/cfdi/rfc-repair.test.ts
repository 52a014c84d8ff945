import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCheckDigit, parseRfc } from '../../server/cfdi/rfc.ts';
import { isCurp, repairedRfc } from '../../server/cfdi/rfc-repair.ts';
import { TAXPAYERS } from '../../server/pac/sandbox/taxpayers.ts';

const LOOK_ALIKES = { O: '0', I: '1', S: '5', B: '8', Z: '2' } as const;

describe('an RFC of the right length with look-alike characters', () => {
  it.each([
    ['XAMA62O210DQ5', 'XAMA620210DQ5', 'O for 0 in a person’s date'],
    ['xama-62o2io-dq5', 'XAMA620210DQ5', 'two of them, as typed'],
    ['URE18O429TM6', 'URE180429TM6', 'O for 0 in a company’s date'],
    ['URE1B0429TM6', 'URE180429TM6', 'B for 8'],
    ['0ÑO120726RX3', 'OÑO120726RX3', '0 for O among the initials'],
    ['CTE9S0627K46', 'CTE950627K46', 'S for 5'],
    ['ABC97O528UHA', 'ABC970528UHA', 'a check digit that is the letter A'],
  ])('%s is repaired to %s: %s', (typed, rfc) => {
    expect(repairedRfc(typed)).toBe(rfc);
  });

  it.each(['', 'XAMA620210', 'XAMA62O210DQ', 'URE180429T', 'XAMA991332DQ5', 'XAMA620210DQ5', 'XAXX010101000'])(
    '%s has no repair',
    (typed) => {
      expect(repairedRfc(typed)).toBeUndefined();
    },
  );

  it('is repaired to the same RFC for everybody in the register, wherever in the date the letter is', () => {
    for (const { rfc } of TAXPAYERS.values()) {
      for (const [letter, digit] of Object.entries(LOOK_ALIKES)) {
        for (let at = rfc.length - 9; at < rfc.length - 3; at++) {
          if (rfc.charAt(at) !== digit) continue;
          expect(repairedRfc(rfc.slice(0, at) + letter + rfc.slice(at + 1))).toBe(rfc);
        }
      }
    }
  });

  it('is repaired in its homoclave if the check digit fails and exactly one look-alike corrects it', () => {
    expect(hasCheckDigit('WATM640917J45')).toBe(true);
    expect(repairedRfc('WATM640917J4S')).toBe('WATM640917J45');
  });

  it('is always repaired to another RFC of the same length', () => {
    const typed = fc.stringMatching(/^[A-ZÑ&0158]{3,4}[\dOISB]{6}[A-Z\d]{3}$/);
    fc.assert(
      fc.property(fc.oneof(typed, fc.string({ unit: 'grapheme' })), (text) => {
        const repaired = repairedRfc(text);
        if (repaired === undefined) return;
        expect(parseRfc(repaired)).toBe(repaired);
        expect(repaired).not.toBe(text);
      }),
    );
  });
});

describe('a CURP', () => {
  it.each(['XAMA620210MDFNLB08', 'xama 620210 mdfnlb08', 'XAMA620210MDFNLB', 'RAQÑ770121HDFMZV09'])(
    '%s is recognised as a CURP',
    (text) => {
      expect(isCurp(text)).toBe(true);
    },
  );

  it.each(['', 'XAMA620210DQ5', 'XAMA620210', 'URE180429TM6', 'ALBA XKARAJAM MENDEZ', '123456789012345678'])(
    '«%s» is not taken for a CURP',
    (text) => {
      expect(isCurp(text)).toBe(false);
    },
  );
});
