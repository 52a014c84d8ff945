/** Sales as a spreadsheet: the columns are the wire's names, one row a concepto, rows of one folio are one sale. */
import { parse } from 'csv-parse/sync';
import type { Fault } from '../cfdi/problem.ts';
import type { SaleBody } from './sale.ts';
import { parseSale } from './sale-wire.ts';

export type CsvSale =
  | { readonly kind: 'sale'; readonly line: number; readonly body: SaleBody }
  | { readonly kind: 'faults'; readonly line: number; readonly faults: readonly Fault[] };

type Row = Readonly<Record<string, string>>;

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
  'objetoImp',
];

/**
 * Reads a CSV with a header. A sale's own columns are taken from its first row; `descuento` is the line's; `iva` is `0.16`,
 * `0.08`, `0` or `exento`, `ieps` a rate; yes and no are written in Spanish, English or digits. What no column can say is JSON, as on
 * the wire: `impuestos` of a line, `pagos` and all the `conceptos` of a sale. `line` is that of the sale's first row. Throws for text that is no CSV.
 */
export function readSalesCsv(text: string): readonly CsvSale[] {
  const rows = parse(text, {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
    relax_column_count: false,
  }) as { readonly record: Row; readonly info: { readonly lines: number } }[];
  const byFolio = new Map<string, { readonly line: number; readonly rows: Row[] }>();
  for (const { record, info } of rows) {
    const known = byFolio.get(record.folio ?? '');
    if (known) known.rows.push(record);
    else byFolio.set(record.folio ?? '', { line: info.lines, rows: [record] });
  }
  return [...byFolio.values()].map(({ line, rows: lines }) => ({ line, ...parseSale(toWire(lines)) }));
}

function toWire(rows: readonly Row[]): Record<string, unknown> {
  const [first = {}] = rows;
  return {
    ...pick(first, SALE_COLUMNS),
    ...(first.pricesIncludeTax && { pricesIncludeTax: yesOrNo(first.pricesIncludeTax) }),
    ...(first.anticipo && { anticipo: yesOrNo(first.anticipo) }),
    ...(first.pagos && { pagos: json(first.pagos) }),
    conceptos: first.conceptos ? json(first.conceptos) : rows.map(lineOf),
  };
}

function lineOf(row: Row): Record<string, unknown> {
  return { ...pick(row, [...LINE_COLUMNS, 'descuento']), impuestos: row.impuestos ? json(row.impuestos) : taxes(row) };
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
