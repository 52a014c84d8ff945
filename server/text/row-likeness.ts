/**
 * Whether a line inside a quoted cell may be a row of its own. A customer's note could be written to look like one, and an unclosed quote
 * makes rows look like a note: what may be either is not read.
 */

type Around = {
  readonly delimiter: string;
  /** How many cells the header has. */
  readonly width: number;
  /** The cells before the quote that was opened. */
  readonly before: readonly string[];
  /** The last row that was read; empty if there is none. */
  readonly model: readonly string[];
};

/** `opening` is the line where the quote opens; the last of `lines` is the one where it closes. */
export function holdsRow([opening = '', ...lines]: readonly string[], around: Around): boolean {
  const { delimiter, width, before, model } = around;
  const numbered = before.flatMap((cell, index) => (/\d/.test(cell) ? [index] : []));
  // The last line ends the cell and has the ones after it. With nothing before the quote to compare it with, it is a row if the opening
  // one is, or if it has cells of its own before the quote.
  const isLastOurs =
    numbered.length === 0 && opening.split(delimiter).length < width && !hasOwnCells(lines.at(-1) ?? '', delimiter);
  const isRow = (line: string): boolean => fillsRow(line.split(delimiter), numbered, width);
  const isBegun = (line: string): boolean =>
    [before, model].some((row) => beginsLike(row, insideQuotes(line, delimiter)));
  return lines.some(isBegun) || (isLastOurs ? lines.slice(0, -1) : lines).some(isRow);
}

/** Text whose parts have no digit where the row above it has its folio, date and amounts is text. */
function fillsRow(parts: readonly string[], numbered: readonly number[], width: number): boolean {
  if (parts.length < width) return false;
  const values = numbered.map((index) => parts[index]?.trim() ?? '');
  return values.every((part) => part === '') || values.some((part) => /\d/.test(part));
}

/** The parts of a line up to the one with a quote: what comes after it is not of the cell. */
function insideQuotes(line: string, delimiter: string): readonly string[] {
  const parts = line.split(delimiter);
  const quote = parts.findIndex((part) => part.includes('"'));
  return quote < 0 ? parts : parts.slice(0, quote + 1);
}

function hasOwnCells(closing: string, delimiter: string): boolean {
  const own = insideQuotes(closing, delimiter)
    .slice(0, -1)
    .map((part) => part.trim());
  return own.length > 1 && (own.some((part) => /\d/.test(part)) || own.every((part) => part === ''));
}

/** Also a row that was cut short begins with a folio of the others' form, or has two cells of it. */
function beginsLike(row: readonly string[], parts: readonly string[]): boolean {
  const numbered = row.flatMap((cell, index) => (/\d/.test(cell) ? [index] : []));
  const alike = numbered.filter((index) => {
    const part = parts[index];
    return part !== undefined && formOf(part) === formOf(row[index] ?? '');
  });
  return alike.length > 1 || (alike.length === 1 && alike[0] === numbered[0]);
}

/** `a-9` of `F-1042`: what a folio, a date or an amount looks like, however long. */
function formOf(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(/^[\s"=']+|[\s"]+$/g, '')
    .replace(/\p{L}+/gu, 'a')
    .replace(/\d+/g, '9');
}

const LONGEST = 60;
