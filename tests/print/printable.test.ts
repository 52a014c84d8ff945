import { describe, expect, it } from 'vitest';
import { printableTree } from '../../server/print/printable.ts';

const latin = (codePoint: number) => (codePoint >= 0x20 && codePoint < 0x180) || codePoint === 0x2026;
const printed = (text: string) => printableTree({ lines: [text] }, latin).lines[0];

describe('printable text', () => {
  it('keeps what the font has, and line breaks', () => {
    expect(printed('Piñón "Ñandú" & Cía.\nÁé')).toBe('Piñón "Ñandú" & Cía.\nÁé');
  });

  it('recomposes decomposed letters and accents', () => {
    expect(printed('MUN\u0303OZ')).toBe('MUÑOZ');
  });

  it('marks pictures and foreign words with one plain […], never with a box or �', () => {
    expect(printed('Taza 👨‍👩‍👧 roja')).toBe('Taza […] roja');
    expect(printed('Té 日本 🍵🍵')).toBe('Té […]');
    expect(printed('شاي أخضر')).toBe('[…]');
    expect(printed('ya venía \ufffd así')).toBe('ya venía […] así');
  });

  it('removes what reverses the writing direction, and marks piled up on a letter', () => {
    expect(printed('Taza\u202e roja\u200b')).toBe('Taza roja');
    expect(printableTree(`n${'\u0332'.repeat(30)}`, () => true)).toBe('n\u0332\u0332');
  });

  it('drops only the invisible part of a letter that it can draw, and turns control characters into spaces', () => {
    expect(printed('A\ufe0fB\tC\u0001D')).toBe('AB C D');
  });

  it('keeps the rest of the tree as it is', () => {
    expect(printableTree({ a: undefined, b: 1, c: ['x'] }, latin)).toEqual({ a: undefined, b: 1, c: ['x'] });
  });
});
