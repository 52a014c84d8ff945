/**
 * The only reader of delimited text (CSV, TSV, `;`, `|`). It guarantees that every non-empty line below the header is part of exactly one
 * row, or is refused with its line number; one malformed cell never swallows the lines after it.
 */
import { countsEveryLine } from './count-lines.ts';
import { holdsRow } from './row-likeness.ts';
import { type ScannedCells, scanCells } from './scan-cells.ts';

/** `line` is where the row begins, from 1; `lastLine` differs if a quoted cell runs over line ends. */
export type DelimitedRow = { readonly line: number; readonly lastLine: number; readonly cells: readonly string[] };

/** A row that was not read. `rows-lost` is the only entry, for a file of which nothing was read. */
export type RefusedRow = {
  readonly line: number;
  readonly lastLine?: number;
  readonly code: 'row-malformed' | 'quote-not-closed' | 'quote-spans-rows' | 'letters-damaged' | 'rows-lost';
};

/** The parsed file: its header, its rows, and the lines that could not be made into rows. */
export type Delimited = {
  /** Its names, without the empty ones at its end; absent in a file that says nothing. */
  readonly header?: DelimitedRow;
  /** Each with as many cells as the header, unless `isRagged`. */
  readonly rows: readonly DelimitedRow[];
  readonly refused: readonly RefusedRow[];
};

/** Where the table begins and what separates its cells. */
export type Layout = {
  readonly delimiter: string;
  /** Where the header begins, from 1. */
  readonly line: number;
  /** Keeps rows with more or fewer cells than the header. */
  readonly isRagged?: boolean;
};

/** Lines by any line end, also mixed; without a BOM. */
export function linesOf(text: string): readonly string[] {
  return text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
}

/** Reads the rows under a header. Never throws. Cells of a formula that only holds a text (`="000732"`) are that text. */
export function readDelimited(text: string, layout: Layout): Delimited {
  const lines = linesOf(text);
  const { delimiter, line } = layout;
  const header = headerAt(lines, line - 1, delimiter);
  if (!header) return { rows: [], refused: [] };
  if (header.cells.length > MOST_COLUMNS) return { rows: [], refused: [{ line: header.line, code: 'rows-lost' }] };
  const rows: DelimitedRow[] = [];
  const refused: RefusedRow[] = [];
  for (let at = header.lastLine; at < lines.length; ) {
    const taken = takeRow(lines, at, layout, { width: header.cells.length, model: rows.at(-1)?.cells ?? [] });
    if ('refused' in taken) refused.push(...taken.refused);
    else if (!isBlank(taken.row.cells)) rows.push(taken.row);
    at = taken.next;
  }
  return countsEveryLine(text, { delimiter, after: header.lastLine }, rows, refused)
    ? { header, rows, refused }
    : { header, rows: [], refused: [{ line: header.line, code: 'rows-lost' }] };
}

/** No table of sales has more; a file of one endless line has. */
const MOST_COLUMNS = 1_000;
/** Longest line, in characters: the size limit of a single sale sent through the API. */
const LONGEST_LINE = 1024 * 1024;

/** The header at an index, or the first non-empty line below it; a column name may span several lines. */
export function headerAt(lines: readonly string[], from: number, delimiter: string): DelimitedRow | undefined {
  for (let at = from; at < lines.length; at += 1) {
    const first = scanCells((lines[at] ?? '').slice(0, LONGEST_LINE), delimiter);
    const joined = first.quotes === 'open' ? joinLines(lines, at, delimiter, MOST_HEADER_LINES) : undefined;
    // A quote that is never closed is a letter of its name.
    const cells = joined?.cells ?? (first.quotes === 'open' ? (lines[at] ?? '').split(delimiter) : first.cells);
    const names = withoutEmptyEnd(cells.map(plainCell));
    if (names.length > 0) return { line: at + 1, lastLine: joined?.lastLine ?? at + 1, cells: names };
  }
  return undefined;
}

const MOST_HEADER_LINES = 8;

type Taken = { readonly next: number } & ({ readonly row: DelimitedRow } | { readonly refused: readonly RefusedRow[] });

/** How many cells a row has, and one that was read. */
type Shape = { readonly width: number; readonly model: readonly string[] };

function takeRow(
  lines: readonly string[],
  at: number,
  { delimiter, isRagged }: Layout,
  { width, model }: Shape,
): Taken {
  const line = at + 1;
  if ((lines[at] ?? '').length > LONGEST_LINE) return { next: line, refused: [{ line, code: 'row-malformed' }] };
  const first = scanCells(lines[at] ?? '', delimiter);
  if (first.quotes !== 'open') return toRow({ line, lastLine: line, cells: first.cells }, width, isRagged);
  const joined = joinLines(lines, at, delimiter, Number.POSITIVE_INFINITY, width);
  // If joining does not produce a valid row, the lines are read separately.
  if (!joined || fitted(joined.cells, width) === undefined) {
    return { next: line, refused: [{ line, code: 'quote-not-closed' }] };
  }
  if (holdsRow(lines.slice(at, joined.lastLine), { delimiter, width, before: first.cells, model })) {
    const spanned = Array.from({ length: joined.lastLine - at }, (_, index) => line + index);
    return { next: joined.lastLine, refused: spanned.map((each) => ({ line: each, code: 'quote-spans-rows' })) };
  }
  return toRow({ line, lastLine: joined.lastLine, cells: joined.cells }, width, isRagged);
}

function toRow(row: DelimitedRow, width: number, isRagged = false): Taken {
  const { line, lastLine } = row;
  const cells = row.cells.map(plainCell);
  const fit = isRagged || isBlank(cells) ? cells : fitted(cells, width);
  const refuse = (code: RefusedRow['code']): Taken => ({ next: lastLine, refused: [{ line, lastLine, code }] });
  if (!fit) return refuse('row-malformed');
  // U+FFFD is what a program writes for a letter that it could not read.
  return cells.some((cell) => cell.includes('\ufffd'))
    ? refuse('letters-damaged')
    : { next: lastLine, row: { ...row, cells: fit } };
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** The cells cut to the header's width, if only empty ones follow; `undefined` if there are too few or too many. */
function fitted(cells: readonly string[], width: number): readonly string[] | undefined {
  const isWide = cells.length >= width && cells.slice(width).every((cell) => cell.trim() === '');
  return isWide ? cells.slice(0, width) : undefined;
}

type Joined = ScannedCells & { readonly lastLine: number };

/** The lines from `at` on as one row, up to where its quotes are closed; `undefined` if one closes early, or never. */
function joinLines(
  lines: readonly string[],
  at: number,
  delimiter: string,
  mostLines: number,
  mostCells = Number.POSITIVE_INFINITY,
): Joined | undefined {
  const open = [lines[at] ?? ''];
  // Each time that a quote is closed and another opened there is one cell more: no row has more than its header.
  let reopened = 0;
  for (let next = at + 1; next < lines.length && next - at < mostLines && reopened <= mostCells; next += 1) {
    const line = lines[next] ?? '';
    open.push(line);
    if (STAYS_OPEN.test(line)) continue;
    const scanned = scanCells(open.join('\n'), delimiter);
    if (scanned.quotes === 'closed') return { ...scanned, lastLine: next + 1 };
    if (scanned.quotes === 'early') return undefined;
    reopened += 1;
  }
  return undefined;
}

/** Inside quotes, a line that has none, or only doubled ones. */
const STAYS_OPEN = /^(?:[^"]|"")*$/;

/** Exports write `="000732"` so that a spreadsheet keeps the leading zeros. */
function plainCell(cell: string): string {
  return /^=\s*"+([^"]*)"+$/.exec(cell)?.[1] ?? cell;
}

function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  return cells.slice(0, last + 1);
}
