/** Sales as a spreadsheet: the columns have the names of the wire format, each row is one concepto, and the rows of one folio are one sale. */
import type { Fault } from '../problems/problem.ts';
import { plainLayout } from '../text/delimiter.ts';
import type { SaleBody } from './sale.ts';
import { parseSale } from './sale-wire.ts';
import { readSheet, type SheetRow } from './sheet.ts';

/** One sale of a spreadsheet, or what is wrong with it; `line` is the number of its first row. */
export type CsvSale =
  | { readonly kind: 'sale'; readonly line: number; readonly body: SaleBody }
  | { readonly kind: 'faults'; readonly line: number; readonly faults: readonly Fault[] };

type Row = SheetRow['cells'];

/** A sale in the wire format, not validated yet, and the rows that it was read from; `line` is the number of the first one. */
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
 * Reads a CSV with a header. A sale's own columns are taken from its first row, and `descuento` belongs to the line. `iva` is `0.16`, `0.08`,
 * `0` or `exento`, and `ieps` a rate; yes and no may be Spanish, English or digits. What no column can express is JSON, as in the wire format:
 * the `impuestos` of a line, and the `pagos` and all `conceptos` of a sale. `line` is that of the sale's first row. Never throws: every row is
 * part of a sale, or a fault of its line.
 */
export function readSalesCsv(text: string): readonly CsvSale[] {
  const { rows, refused } = readSheet(text, plainLayout(text));
  const sales = salesOf(rows, wireLine).map(({ line, sale }) => ({ line, ...parseSale(sale) }));
  const faulty = refused.map(({ line, faults }) => ({ kind: 'faults', line, faults }) as const);
  return [...sales, ...faulty].sort((one, other) => one.line - other.line);
}

/** Makes the line of a sale from its row; `isOnly` if no other row has its folio. */
type LineOf = (row: Row, isOnly: boolean) => object | undefined;

/** Groups rows into sales by folio, in the order of their first rows; a row without a folio is a sale of its own. */
export function salesOf(rows: readonly SheetRow[], lineOf: LineOf): readonly SheetSale[] {
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

function saleOf(rows: readonly Row[], lineOf: LineOf): SheetSale['sale'] {
  const [first = {}] = rows;
  return {
    ...pick(first, SALE_COLUMNS),
    ...(first.pricesIncludeTax && { pricesIncludeTax: yesOrNo(first.pricesIncludeTax) }),
    ...(first.anticipo && { anticipo: yesOrNo(first.anticipo) }),
    ...(first.pagos && { pagos: json(first.pagos) }),
    conceptos: first.conceptos ? json(first.conceptos) : rows.flatMap((row) => lineOf(row, rows.length === 1) ?? []),
  };
}

/** The columns of a line, except those of its taxes. */
export function lineColumns(row: Row): Readonly<Record<string, string>> {
  return pick(row, LINE_COLUMNS);
}

/** The taxes of a row, as JSON or by its rates; none if it names none. */
export function rowTaxes(row: Row): unknown {
  return row.impuestos ? json(row.impuestos) : taxes(row);
}

function wireLine(row: Row): object {
  const saysTaxes = row.impuestos || row.iva || row.ieps;
  return { ...lineColumns(row), ...(saysTaxes && { impuestos: rowTaxes(row) }) };
}

/** Parses JSON; text that is not JSON stays as it is, for the schema to refuse. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Reads a yes or no; any other text stays as it is, for the schema to refuse. A Spanish spreadsheet writes VERDADERO. */
function yesOrNo(text: string): boolean | string {
  if (/^(true|verdadero|1|s[ií]|yes)$/i.test(text)) return true;
  return /^(false|falso|0|no)$/i.test(text) ? false : text;
}

function taxes({ iva = '', ieps = '' }: Row): readonly Record<string, string>[] {
  const traslado = { tipo: 'traslado' };
  return [
    ...(ieps ? [{ ...traslado, impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: ieps }] : []),
    // Anything else counts as a rate, well-formed or not, so that a line never loses its tax silently.
    ...(/^exento$/i.test(iva) ? [{ ...traslado, impuesto: '002', tipoFactor: 'Exento' }] : []),
    ...(iva && !/^exento$/i.test(iva) ? [{ ...traslado, impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: iva }] : []),
  ];
}

function pick(row: Row, columns: readonly string[]): Record<string, string> {
  return Object.fromEntries(columns.flatMap((column) => (row[column] ? [[column, row[column]]] : [])));
}
