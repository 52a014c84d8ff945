/** A merchant's spreadsheet of sales, as its till or its office program writes it. */
import { CsvError } from 'csv-parse/sync';
import { parseMicro } from '../../cfdi/money.ts';
import type { Fault } from '../../cfdi/problem.ts';
import { lineColumns, readRows, rowTaxes, type SheetRow, salesOf } from '../../sales/sales-csv.ts';
import type { ToldLine } from '../told.ts';
import { readCells } from './cells.ts';
import { columnsOf, headerOf } from './columns.ts';
import type { ZoneOf } from './zones.ts';

type Cells = SheetRow['cells'];

/**
 * Reads a CSV with a header: `;` and tabs too, columns by their Spanish names, days first, `$1,234.50`, `16%`. What it leaves out the
 * source's settings say. Never throws: a row that cannot be read, and text that is no CSV, are faults of their line.
 */
export function readSpreadsheet(text: string, zoneOf: ZoneOf): readonly ToldLine[] {
  const { line, delimiter, names, missing } = headerOf(text);
  if (text.trim() === '') return [];
  if (missing) {
    const params = { column: missing, columns: names.slice(0, MOST_NAMED).join(', ').slice(0, 400) };
    return [{ kind: 'faults', line, faults: [{ code: 'column-missing', pointer: '', params }] }];
  }
  const bad: { readonly line: number; readonly isUnclosed: boolean }[] = [];
  try {
    const onBadRow = (row: number, isUnclosed: boolean): void => void bad.push({ line: row, isUnclosed });
    const rows = readRows(text, { delimiter, columnsOf, fromLine: line, onBadRow });
    const last = rows.at(-1)?.line ?? line;
    const faulty = bad.map((row) =>
      row.isUnclosed ? faultAt(last + 1, 'quote-not-closed') : faultAt(row.line, 'row-malformed'),
    );
    return [...toldLines(rows, zoneOf), ...faulty].sort((one, other) => one.line - other.line);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return [faultAt(Number(error.lines ?? 1), 'row-malformed')];
  }
}

function faultAt(line: number, code: string): ToldLine {
  return { kind: 'faults', line, faults: [{ code, pointer: '' }] };
}

const MOST_NAMED = 30;

function toldLines(rows: readonly SheetRow[], zoneOf: ZoneOf): readonly ToldLine[] {
  const read = rows.map(({ line, cells }) => ({ line, ...readCells(cells, zoneOf(cells.branch || undefined)) }));
  const faultsAt = new Map(read.map(({ line, faults }) => [line, faults]));
  return salesOf(read, lineOf).flatMap(({ line, sale, rows: own }): readonly ToldLine[] => {
    const folio = typeof sale.folio === 'string' ? { folio: sale.folio } : {};
    // Whatever else its rows say: it must not be invoiced.
    const isCanceled = own.some(({ cells }) => cells.estado === 'cancelada');
    if (!isCanceled && isRepeated(own))
      return own.map((row) => ({ kind: 'faults', line: row.line, ...folio, faults: [REPEATED] }));
    const faults = own.flatMap((row) => faultsAt.get(row.line) ?? []);
    if (isCanceled) return [{ kind: 'told', line, ...folio, sale: { ...sale, estado: 'cancelada' } }];
    if (faults.length > 0) return [{ kind: 'faults', line, ...folio, faults }];
    const ivaImporte = own[0]?.cells.ivaImporte;
    return [{ kind: 'told', line, ...folio, sale: { ...sale, ...(ivaImporte && { ivaImporte }) } }];
  });
}

const REPEATED: Fault = { code: 'folio-repeated', pointer: '/folio' };

/** Rows of one folio are lines of one ticket: they say its day, its total and the rest once, or the same every time. */
function isRepeated([first, ...others]: readonly SheetRow[]): boolean {
  return others.some(({ cells }) =>
    Object.entries(SAME).some(([column, gist]) => {
      const [said, before] = [cells[column], first?.cells[column]];
      return said && gist(said) !== gist(before ?? '');
    }),
  );
}

/** What lines of one ticket have in common, as far as they do: a line may have been typed a minute after another. */
const SAME: Readonly<Record<string, (text: string) => string>> = {
  date: (text) => text.slice(0, 10),
  total: (text) => String(parseMicro(text) ?? text),
  branch: (text) => text,
  formaPago: (text) => text.toLowerCase(),
};

const SAYS_A_LINE = ['descripcion', 'valorUnitario', 'claveProdServ', 'noIdentificacion'];

/** A row that says nothing of a line is none, unless it says a rate. IVA alone leaves a product its other taxes; with IEPS it is all of them. */
function lineOf(row: Cells): object | undefined {
  const { category, iva } = row;
  if (!SAYS_A_LINE.some((column) => row[column]) && !(iva && row.total)) return undefined;
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
    return { descripcion: `Compra ${row.folio}`, ...columns, cantidad: '1', valorUnitario: row.total };
  }
  return { cantidad: '1', ...columns, ...(descuento && { descuento }) };
}
