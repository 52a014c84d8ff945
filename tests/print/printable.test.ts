import { describe, expect, it } from 'vitest';
import { printableTree } from '../../server/print/printable.ts';

const latin = (codePoint: number) => (codePoint >= 0x20 && codePoint < 0x180) || codePoint === 0xfffd;
const printed = (text: string) => printableTree({ lines: [text] }, latin).lines[0];

describe('printable text', () => {
  it('leaves what the font has, and line breaks', () => {
    expect(printed('Piñón "Ñandú" & Cía.\nÁé')).toBe('Piñón "Ñandú" & Cía.\nÁé');
  });

  it('composes letters and accents that came apart', () => {
    expect(printed('MUN\u0303OZ')).toBe('MUÑOZ');
  });

  it('marks each picture or foreign letter once, however many code points it has', () => {
    expect(printed('Taza 👨‍👩‍👧 roja')).toBe('Taza \ufffd roja');
    expect(printed('Té 日本')).toBe('Té \ufffd\ufffd');
  });

  it('drops only the invisible part of a letter it can draw, and turns control characters into spaces', () => {
    expect(printed('A\ufe0fB\tC\u0001D')).toBe('AB C D');
  });

  it('keeps the rest of the tree as it is', () => {
    expect(printableTree({ a: undefined, b: 1, c: ['x'] }, latin)).toEqual({ a: undefined, b: 1, c: ['x'] });
  });
});
