import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsEveryLine, sayingLines } from '../../../server/text/count-lines.ts';
import { cellOf } from '../../../server/text/csv-cell.ts';
import { readDelimited } from '../../../server/text/delimited.ts';

describe('the reader of delimited text', () => {
  const texts = (letters: string) =>
    fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((each) => each.join(''));
  const fileOf = (rows: readonly (readonly string[])[]): string =>
    ['folio,total,a,b', ...rows.map((cells) => cells.map(cellOf).join(','))].join('\r\n');
  const rowsOf = (text: fc.Arbitrary<string>) =>
    fc.array(fc.tuple(fc.constantFrom('F-1', 'F-2'), fc.constant('58.00'), text, text), { minLength: 1, maxLength: 6 });

  it('reads a well-formed file as csv-parse does, texts of several lines too', () => {
    fc.assert(
      fc.property(rowsOf(texts('ab ñ",\n')), (rows) => {
        const { header, rows: read, refused } = readDelimited(fileOf(rows), { delimiter: ',', line: 1 });
        const expected = parse(fileOf(rows), { delimiter: ',' });
        const isOdd = refused.length > 0;
        // A text whose parts stand empty where a row has its folio and total may be a row.
        if (!isOdd) expect([header?.cells, ...read.map(({ cells }) => cells)]).toEqual(expected);
        else expect(expected).toEqual(expect.arrayContaining(read.map(({ cells }) => [...cells])));
        const isPlain = rows.every(
          ([, , one, other]) => ![one, other].some((text) => /\n[\s",]*,|,[\s",]*\n/.test(text)),
        );
        if (isPlain) expect(isOdd).toBe(false);
      }),
    );
  });

  it('makes no row that csv-parse does not see in a well-formed file, whatever its texts look like', () => {
    fc.assert(
      fc.property(rowsOf(texts('a7",\n')), (rows) => {
        const { rows: read } = readDelimited(fileOf(rows), { delimiter: ',', line: 1 });
        const expected = parse(fileOf(rows), { delimiter: ',' });
        expect(expected).toEqual(expect.arrayContaining(read.map(({ cells }) => [...cells])));
      }),
    );
  });
});

describe('the count that it is held against', () => {
  const TEXT = 'folio;total\rF-1;58\n\n;"";\r\nF-2;60\n\u00a0\nF-3;1';
  const counts = (...lines: readonly number[]) =>
    countsEveryLine(
      TEXT,
      { delimiter: ';', after: 1 },
      lines.map((line) => ({ line })),
      [],
    );

  it('is of the lines that say anything, by any line end', () => {
    expect([...sayingLines(TEXT, ';')]).toEqual([1, 2, 5, 7]);
  });

  it('does not hold for a row that was lost, nor for one that was read twice', () => {
    expect(counts(2, 5, 7)).toBe(true);
    expect(counts(2, 5)).toBe(false);
    expect(counts(2, 5, 5, 7)).toBe(false);
  });
});
