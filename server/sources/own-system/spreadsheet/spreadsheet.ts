/** Reads a merchant's spreadsheet of sales, as its till or office program writes it. */
import { divide, formatTrimmed, parseMicro } from '../../../cfdi/money.ts';
import type { Fault } from '../../../problems/problem.ts';
import { lineColumns, rowTaxes, type SheetSale, salesOf } from '../../../sales/sales-csv.ts';
import { readSheet, type Sheet, type SheetRow } from '../../../sales/sheet.ts';
import { linesOf } from '../../../text/delimited.ts';
import { scanCells } from '../../../text/scan-cells.ts';
import type { SubmittedLine } from '../../intake/submitted-sale.ts';
import type { ZoneOf } from '../../intake/zones.ts';
import { readCells } from './cells.ts';
import { columnsOf } from './columns.ts';
import { headerOf } from './header.ts';

type Cells = SheetRow['cells'];

/**
 * Reads a CSV with a header: also with `;`, tabs and `|`, with Spanish column names, days first, `$1,234.50`, `16%`. The source's settings
 * supply what it leaves out. Never throws. Every row becomes a line of a submitted sale, or is refused with the number of its line; if that
 * cannot be done, the whole file is refused.
 */
export function readSpreadsheet(text: string, zoneOf: ZoneOf): readonly SubmittedLine[] {
  const { line, delimiter, names, missing } = headerOf(text);
  if (text.trim() === '') return [];
  if (missing) {
    const params = { column: missing, columns: names.slice(0, MOST_NAMED).join(', ').slice(0, 400) };
    return [{ kind: 'faults', line, faults: [{ code: 'column-missing', pointer: '', params }] }];
  }
  const sheet = readSheet(text, { delimiter, line }, columnsOf);
  const groups = submittedLines(sheet, zoneOf);
  const faulty = sheet.refused.map((row): SubmittedLine => ({ kind: 'faults', ...row }));
  const lines = groups.flatMap(({ submitted }) => submitted);
  const all = [...lines, ...faulty, ...rowsAbove(text, line, delimiter, names.length)];
  const isEach = groups.reduce((sum, { rows }) => sum + rows, 0) === sheet.rows.length;
  return isEach ? all.sort((one, other) => one.line - other.line) : [faultAt(line, 'rows-lost')];
}

function faultAt(line: number, code: string): SubmittedLine {
  return { kind: 'faults', line, faults: [{ code, pointer: '' }] };
}

/** A title fills a cell or two; a row that fills every column belongs to an unknown table. */
function rowsAbove(text: string, header: number, delimiter: string, width: number): readonly SubmittedLine[] {
  return linesOf(text)
    .slice(0, header - 1)
    .flatMap((line, index) => {
      const cells = scanCells(line, delimiter).cells.filter((cell) => cell !== '');
      return cells.length >= Math.max(width, 2) ? [faultAt(index + 1, 'row-above-header')] : [];
    });
}

const MOST_NAMED = 30;

/** The sale of the rows with the same folio, and how many rows there are. */
type SubmittedTicket = { readonly rows: number; readonly submitted: readonly SubmittedLine[] };

function submittedLines({ rows, headers }: Sheet, zoneOf: ZoneOf): readonly SubmittedTicket[] {
  const read = rows.map(({ line, cells }) => ({
    line,
    ...readCells(cells, zoneOf(cells.branch?.trim() || undefined), headers),
  }));
  const faultsAt = new Map(read.map(({ line, faults }) => [line, faults]));
  return salesOf(read, lineOf).map((ticket) => ({
    rows: ticket.rows.length,
    submitted: linesOfTicket(ticket, faultsAt),
  }));
}

function linesOfTicket(
  { line, sale, rows }: SheetSale,
  faultsAt: ReadonlyMap<number, readonly Fault[]>,
): readonly SubmittedLine[] {
  const folio = typeof sale.folio === 'string' ? { folio: sale.folio } : {};
  // Whatever else its rows say, it must not be invoiced.
  const isCanceled = rows.some(({ cells }) => cells.estado === 'cancelada');
  if (!isCanceled && isRepeated(rows))
    return rows.map((row) => ({ kind: 'faults', line: row.line, ...folio, faults: [REPEATED] }));
  const faults = rows.flatMap((row) => faultsAt.get(row.line) ?? []);
  if (isCanceled) return [{ kind: 'submitted', line, ...folio, sale: { ...sale, estado: 'cancelada' } }];
  if (faults.length > 0) return [{ kind: 'faults', line, ...folio, faults }];
  const ivaImporte = rows[0]?.cells.ivaImporte;
  return [{ kind: 'submitted', line, ...folio, sale: { ...sale, ...(ivaImporte && { ivaImporte }) } }];
}

const REPEATED: Fault = { code: 'folio-repeated', pointer: '/folio' };

/** Rows with one folio are lines of one ticket: they state its day, its total and the rest once, or the same each time. */
function isRepeated([first, ...others]: readonly SheetRow[]): boolean {
  return others.some(({ cells }) =>
    Object.entries(SAME).some(([column, gist]) => {
      const [repeated, before] = [cells[column], first?.cells[column]];
      return repeated && gist(repeated) !== gist(before ?? '');
    }),
  );
}

/** What the lines of one ticket have in common; a line may have been typed a minute after another, so dates may differ slightly. */
const SAME: Readonly<Record<string, (text: string) => string>> = {
  date: (text) => text.slice(0, 10),
  total: (text) => String(parseMicro(text) ?? text),
  branch: (text) => text,
  formaPago: (text) => text.toLowerCase(),
};

const SAYS_A_LINE = ['descripcion', 'valorUnitario', 'claveProdServ', 'noIdentificacion'];

/**
 * A row that says nothing about a line makes none, unless it has a rate. With IVA alone, a product keeps its other taxes; with IEPS, the two
 * together are all its taxes.
 */
function lineOf(row: Cells, isOnly: boolean): object | undefined {
  const { category, iva } = row;
  if (!SAYS_A_LINE.some((column) => row[column]) && !(iva && row.total)) return undefined;
  return {
    ...pricedLine(row, isOnly),
    ...(category && { category }),
    ...(row.impuestos || row.ieps ? { impuestos: rowTaxes(row) } : iva && { iva }),
  };
}

/**
 * A concept without a price is the whole ticket at the amount paid: one unit, or as many as a ticket of a single row says, which many tills
 * print with the amount of the line alone.
 */
function pricedLine(row: Cells, isOnly: boolean): object {
  const { descuento, ...columns } = lineColumns(row);
  if (!columns.valorUnitario && !columns.cantidad && row.total) {
    return { descripcion: `Compra ${row.folio}`, ...columns, cantidad: '1', valorUnitario: row.total };
  }
  const [total, cantidad] = [parseMicro(row.total ?? ''), parseMicro(columns.cantidad ?? '')];
  if (isOnly && !columns.valorUnitario && total !== undefined && cantidad !== undefined && cantidad > 0n) {
    return { ...columns, valorUnitario: formatTrimmed(divide(total, cantidad), 2) };
  }
  return { cantidad: '1', ...columns, ...(descuento && { descuento }) };
}
