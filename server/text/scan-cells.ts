/** The cells of one row of delimited text, read as spreadsheet programs read them (RFC 4180, and what people make of it). */

/**
 * `open`: a quote was opened and never closed, and `cells` are those before it. `early`: a quoted cell continues after its closing quote
 * (`"Especial" del día`), and was read literally, as Excel does.
 */
export type ScannedCells = { readonly cells: readonly string[]; readonly quotes: 'closed' | 'early' | 'open' };

/** Splits a row. Blanks around an unquoted cell are trimmed; a quote in the middle of one (`Pan de 12"`) is a letter like any other. */
export function scanCells(row: string, delimiter: string): ScannedCells {
  if (!row.includes('"')) return { cells: row.split(delimiter).map((cell) => cell.trim()), quotes: 'closed' };
  const cells: string[] = [];
  let quotes: ScannedCells['quotes'] = 'closed';
  for (let at = 0; at <= row.length; ) {
    const start = skipBlanks(row, at, delimiter);
    const isQuoted = row[start] === '"';
    const close = isQuoted ? closingQuote(row, start + 1) : at - 1;
    if (close === undefined) return { cells, quotes: 'open' };
    const found = row.indexOf(delimiter, close + 1);
    const end = found < 0 ? row.length : found;
    const isWhole = isQuoted && row.slice(close + 1, end).trim() === '';
    if (isQuoted && !isWhole) quotes = 'early';
    cells.push(isWhole ? row.slice(start + 1, close).replaceAll('""', '"') : row.slice(at, end).trim());
    at = end + delimiter.length;
  }
  return { cells, quotes };
}

function skipBlanks(row: string, from: number, delimiter: string): number {
  let at = from;
  while ((row[at] === ' ' || row[at] === '\t' || row[at] === '\u00a0') && row[at] !== delimiter) at += 1;
  return at;
}

/** The first quote that is not doubled. */
function closingQuote(row: string, from: number): number | undefined {
  for (let at = row.indexOf('"', from); at >= 0; at = row.indexOf('"', at + 2)) {
    if (row[at + 1] !== '"') return at;
  }
  return undefined;
}
