/** Sales as a spreadsheet: the columns are the wire's names, one row a concepto, rows of one folio are one sale. */
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
 * the wire: `impuestos` of a line, `pagos` and all the `conceptos` of a sale. `line` is that of the sale's first row. Never throws: every
 * row is part of a sale, or a fault of its line.
 */
export function readSalesCsv(text: string): readonly CsvSale[] {
  const { rows, refused } = readSheet(text, plainLayout(text));
  const sales = salesOf(rows, wireLine).map(({ line, sale }) => ({ line, ...parseSale(sale) }));
  const faulty = refused.map(({ line, faults }) => ({ kind: 'faults', line, faults }) as const);
  return [...sales, ...faulty].sort((one, other) => one.line - other.line);
}

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
