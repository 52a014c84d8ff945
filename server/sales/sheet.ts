/** Reads the rows of a spreadsheet of sales by column, and separates those that are not lines of a sale. */
import { pointerStep } from '../problems/pointer.ts';
import type { Fault } from '../problems/problem.ts';
import { type DelimitedRow, type Layout, readDelimited } from '../text/delimited.ts';
import { folioFault } from './folio-cell.ts';

/** A row by column name; `line` is its number in the file, counted from 1. */
export type SheetRow = { readonly line: number; readonly cells: Readonly<Record<string, string>> };

/** A spreadsheet split into rows that belong to sales and rows that were refused. Lines are counted from 1, as the file shows them. */
export type Sheet = {
  readonly rows: readonly SheetRow[];
  readonly refused: readonly { readonly line: number; readonly faults: readonly Fault[] }[];
  /** The file's own name for each column. */
  readonly headers: Readonly<Record<string, string>>;
};

/** Reads the rows below a header; `columnsOf` maps the file's column names to ours. Every row with content ends up in `rows` or `refused`. */
export function readSheet(
  text: string,
  layout: Layout,
  columnsOf: (names: readonly string[]) => readonly string[] = (names) => names,
): Sheet {
  const { header, rows, refused } = readDelimited(text, layout);
  const names = header?.cells ?? [];
  const columns = columnsOf(names);
  const headers = Object.fromEntries(columns.map((column, index) => [column, names[index] ?? column]));
  const read = rows.map(({ line, cells }) => {
    const row = byColumn(columns, cells);
    return { line, cells: row.cells, faults: rowFaults(names, headers, cells, row) };
  });
  const faulty = [
    ...refused.map(({ line, code }) => ({ line, faults: [{ code, pointer: '' }] })),
    ...read.flatMap(({ line, faults }) => (faults.length > 0 ? [{ line, faults }] : [])),
  ];
  return { rows: read.filter(({ faults }) => faults.length === 0), refused: faulty, headers };
}

type NamedCells = Pick<SheetRow, 'cells'> & { readonly faults: readonly Fault[] };

/** Names the cells of a row. If two columns share a name, they must agree or one must be empty. */
export function byColumn(columns: readonly string[], row: DelimitedRow['cells']): NamedCells {
  const cells: Record<string, string> = {};
  const faults: Fault[] = [];
  for (const [index, column] of columns.entries()) {
    const [before = '', text = ''] = [cells[column], row[index]];
    if (before !== '' && text !== '' && before !== text) {
      faults.push({
        code: 'column-ambiguous',
        pointer: pointerStep(column),
        params: { one: column, other: `${column} (2)` },
      });
    }
    if (before === '') cells[column] = text;
  }
  return { cells, faults };
}

function rowFaults(
  names: readonly string[],
  headers: Sheet['headers'],
  row: DelimitedRow['cells'],
  { cells, faults }: NamedCells,
): readonly Fault[] {
  // Some programs repeat the header at the top of each page.
  if (row.every((cell, index) => cell.trim() === names[index]?.trim())) return [{ code: 'row-is-header', pointer: '' }];
  const fault = folioFault(cells.folio ?? '', headers.folio ?? 'folio');
  return fault ? [fault] : faults;
}
