/** Sales as a spreadsheet: the columns are the wire's names, one row a concepto, rows of one folio are one sale. */
import { parse } from 'csv-parse/sync';
import type { Fault } from '../cfdi/problem.ts';
import type { SaleBody } from './sale.ts';
import { parseSale } from './sale-wire.ts';

export type CsvSale =
  | { readonly kind: 'sale'; readonly line: number; readonly body: SaleBody; readonly warnings: readonly Fault[] }
  | { readonly kind: 'faults'; readonly line: number; readonly faults: readonly Fault[] };

type Row = Readonly<Record<string, string>>;

/** A row by its columns' names; `line` is that of the file, from 1. */
export type SheetRow = { readonly line: number; readonly cells: Row };

/** A sale in the wire's words that nobody has looked at, and the rows it is of; `line` is that of the first. */
export type SheetSale = {
  readonly line: number;
  readonly rows: readonly SheetRow[];
  readonly sale: Readonly<Record<string, unknown>>;
};

const SALE_COLUMNS = [
  'folio',
  'date',
  'branch',
  'moneda',
  'tipoCambio',
  'total',
  'estado',
  'formaPago',
  'email',
  'cardLast4',
  'propina',
  'redondeo',
];
const LINE_COLUMNS = [
  'claveProdServ',
  'noIdentificacion',
  'descripcion',
  'claveUnidad',
  'unidad',
  'cantidad',
  'valorUnitario',
  'descuento',
  'objetoImp',
];

/**
 * Reads a CSV with a header. A sale's own columns are taken from its first row; `descuento` is the line's; `iva` is `0.16`,
 * `0.08`, `0` or `exento`, `ieps` a rate; yes and no are written in Spanish, English or digits. What no column can say is JSON, as on
 * the wire: `impuestos` of a line, `pagos` and all the `conceptos` of a sale. `line` is that of the sale's first row. Throws for text that is no CSV.
 */
export function readSalesCsv(text: string): readonly CsvSale[] {
  return salesOf(readRows(text), wireLine).map(({ line, sale }) => ({ line, ...parseSale(sale) }));
}

/**
 * The rows under a header; `columnsOf` names its columns, as they are written when absent. Throws for text that is no CSV, unless
 * `onBadRow` takes the line of each row that cannot be read.
 */
export function readRows(
  text: string,
  { delimiter = ',', columnsOf = (names) => names, fromLine = 1, onBadRow }: ReadOptions = {},
): readonly SheetRow[] {
  const rows = parse(text, {
    columns: (names: string[]) => [...columnsOf(names)],
    delimiter,
    from_line: fromLine,
    bom: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
    relax_column_count: false,
    ...(onBadRow && {
      skip_records_with_error: true,
      on_skip: (error) => void onBadRow(Number(error?.lines ?? 1), error?.code === 'CSV_QUOTE_NOT_CLOSED'),
    }),
  }) as { readonly record: Row; readonly info: { readonly lines: number } }[];
  return rows.map(({ record, info }) => ({ line: info.lines, cells: record }));
}

type ReadOptions = {
  readonly delimiter?: string;
  readonly columnsOf?: (names: readonly string[]) => readonly string[];
  /** Where the header is, from 1. */
  readonly fromLine?: number;
  /** `isUnclosed`: a quote was opened somewhere before it, and never closed. */
  readonly onBadRow?: (line: number, isUnclosed: boolean) => void;
};

/** The sales that rows make: those of one folio are one sale, in the order of their first; a row without one stands alone. */
export function salesOf(rows: readonly SheetRow[], lineOf: (row: Row) => object | undefined): readonly SheetSale[] {
  const byFolio = new Map<string, SheetRow[]>();
  for (const row of rows) {
    const key = row.cells.folio ? `folio ${row.cells.folio}` : `line ${row.line}`;
    const known = byFolio.get(key);
    if (known) known.push(row);
    else byFolio.set(key, [row]);
  }
  return [...byFolio.values()].map((own) => ({
    line: own[0]?.line ?? 1,
    rows: own,
    sale: saleOf(
      own.map(({ cells }) => cells),
      lineOf,
    ),
  }));
}

function saleOf(rows: readonly Row[], lineOf: (row: Row) => object | undefined): SheetSale['sale'] {
  const [first = {}] = rows;
  return {
    ...pick(first, SALE_COLUMNS),
    ...(first.pricesIncludeTax && { pricesIncludeTax: yesOrNo(first.pricesIncludeTax) }),
    ...(first.anticipo && { anticipo: yesOrNo(first.anticipo) }),
    ...(first.pagos && { pagos: json(first.pagos) }),
    conceptos: first.conceptos ? json(first.conceptos) : rows.flatMap((row) => lineOf(row) ?? []),
  };
}

/** A line's own columns, those of its taxes aside. */
export function lineColumns(row: Row): Readonly<Record<string, string>> {
  return pick(row, LINE_COLUMNS);
}

/** The taxes that a row says, none when it says none: as JSON, or by its rates. */
export function rowTaxes(row: Row): unknown {
  return row.impuestos ? json(row.impuestos) : taxes(row);
}

function wireLine(row: Row): object {
  const saysTaxes = row.impuestos || row.iva || row.ieps;
  return { ...lineColumns(row), ...(saysTaxes && { impuestos: rowTaxes(row) }) };
}

/** What is no JSON stays as it is, for the schema to refuse. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What is neither stays as it is, for the schema to refuse. A Spanish spreadsheet writes VERDADERO. */
function yesOrNo(text: string): boolean | string {
  if (/^(true|verdadero|1|s[ií]|yes)$/i.test(text)) return true;
  return /^(false|falso|0|no)$/i.test(text) ? false : text;
}

function taxes({ iva = '', ieps = '' }: Row): readonly Record<string, string>[] {
  const traslado = { tipo: 'traslado' };
  return [
    ...(ieps ? [{ ...traslado, impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: ieps }] : []),
    // Whatever else stands there is a rate, well or badly written: a line never loses its tax unseen.
    ...(/^exento$/i.test(iva) ? [{ ...traslado, impuesto: '002', tipoFactor: 'Exento' }] : []),
    ...(iva && !/^exento$/i.test(iva) ? [{ ...traslado, impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: iva }] : []),
  ];
}

function pick(row: Row, columns: readonly string[]): Record<string, string> {
  return Object.fromEntries(columns.flatMap((column) => (row[column] ? [[column, row[column]]] : [])));
}
