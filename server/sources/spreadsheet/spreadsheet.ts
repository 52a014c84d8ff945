/** A merchant's spreadsheet of sales, as its till or its office program writes it. */
import { CsvError } from 'csv-parse/sync';
import { lineColumns, readRows, rowTaxes, type SheetRow, salesOf } from '../../sales/sales-csv.ts';
import type { ToldLine } from '../told.ts';
import { readCells } from './cells.ts';
import { columnsOf, delimiterOf } from './columns.ts';
import type { ZoneOf } from './zones.ts';

type Cells = SheetRow['cells'];

/**
 * Reads a CSV with a header: `;` and tabs too, columns by their Spanish names, days first, `$1,234.50`, `16%`. What it leaves out the
 * source's settings say. Never throws: a row that cannot be read, and text that is no CSV, are faults of their line.
 */
export function readSpreadsheet(text: string, zoneOf: ZoneOf): readonly ToldLine[] {
  const bad: ToldLine[] = [];
  const onBadRow = (line: number): void => {
    bad.push({ kind: 'faults', line, faults: [{ code: 'malformed', pointer: '' }] });
  };
  try {
    const rows = readRows(text, { delimiter: delimiterOf(text), columnsOf, onBadRow });
    const read = rows.map(({ line, cells }) => ({ line, cells: readCells(cells, zoneOf(cells.branch || undefined)) }));
    const sales = salesOf(read, lineOf).map(({ line, sale }): ToldLine => {
      return { kind: 'told', line, ...folioOf(sale), sale };
    });
    return [...sales, ...bad].sort((one, other) => one.line - other.line);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    onBadRow(Number(error.lines ?? 1));
    return bad;
  }
}

function folioOf({ folio }: Readonly<Record<string, unknown>>): { readonly folio?: string } {
  return typeof folio === 'string' ? { folio } : {};
}

const SAYS_A_LINE = ['descripcion', 'valorUnitario', 'claveProdServ', 'noIdentificacion'];

/** A row that says nothing of a line is none. IVA alone leaves a product its other taxes; with IEPS it is all of them. */
function lineOf(row: Cells): object | undefined {
  const { category, iva } = row;
  if (!SAYS_A_LINE.some((column) => row[column])) return undefined;
  return {
    ...pricedLine(row),
    ...(category && { category }),
    ...(row.impuestos || row.ieps ? { impuestos: rowTaxes(row) } : iva && { iva }),
  };
}

/** What has no price and no quantity is the whole of its ticket: one of what was paid. */
function pricedLine(row: Cells): object {
  const { descuento, ...columns } = lineColumns(row);
  if (!columns.valorUnitario && !columns.cantidad && row.total) {
    return { ...columns, cantidad: '1', valorUnitario: row.total };
  }
  return { cantidad: '1', ...columns, ...(descuento && { descuento }) };
}
