/** Finds where the table of a spreadsheet of sales begins. */
import { headerAt, linesOf } from '../../../text/delimited.ts';
import { DELIMITERS, declaredDelimiter } from '../../../text/delimiter.ts';
import { columnsOf, isKnownColumn } from './columns.ts';

/** Where the table begins, what separates its cells, and which required column it lacks. */
export type Header = {
  /** From 1; a report's title may be above it. */
  readonly line: number;
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly missing?: 'Folio' | 'Fecha' | 'Total';
};

/** A report's title, its dates and its branch may be above the header, but no more than that. */
const MOST_ABOVE = 15;

/** The first line with the folio's column and at least one other known one; otherwise the first line with a non-empty cell. */
export function headerOf(text: string): Header {
  const lines = linesOf(text);
  const declared = declaredDelimiter(text);
  const headers = lines
    .slice(0, MOST_ABOVE)
    .flatMap((line, index) =>
      line.trim() === '' || (declared !== undefined && index === 0)
        ? []
        : (declared ? [declared] : DELIMITERS).flatMap((delimiter) => headerIn(lines, index, delimiter)),
    );
  const [first] = headers;
  const known = headers.filter(({ columns }) => columns.includes('folio') && columns.length > 1);
  const best = known.reduce<HeaderLine | undefined>(moreKnown, undefined) ?? first;
  const { columns = [], line = 1, delimiter = ',', names = [] } = best ?? {};
  const missing = missingOf(columns);
  return { line, delimiter, names, ...(missing && { missing }) };
}

type HeaderLine = Omit<Header, 'missing'> & { readonly columns: readonly string[] };

function moreKnown(most: HeaderLine | undefined, each: HeaderLine): HeaderLine {
  return most !== undefined && most.columns.length >= each.columns.length ? most : each;
}

function headerIn(lines: readonly string[], index: number, delimiter: string): readonly HeaderLine[] {
  const header = headerAt(lines, index, delimiter);
  if (header?.line !== index + 1) return [];
  const columns = columnsOf(header.cells).filter(isKnownColumn);
  return [{ line: header.line, delimiter, names: header.cells, columns }];
}

function missingOf(columns: readonly string[]): Header['missing'] {
  if (!columns.includes('folio')) return 'Folio';
  if (!columns.includes('date')) return 'Fecha';
  const totals = ['total', 'totalSinPropina', 'totalConPropina'];
  return totals.some((column) => columns.includes(column)) ? undefined : 'Total';
}
