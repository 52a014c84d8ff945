/** Product mappings as CSV: the SAT keys and taxes of each sku or category. */
import { formatTrimmed, parseMicro } from '../../cfdi/money.ts';
import type { SoldImpuesto } from '../../cfdi/sold.ts';
import type { Fault } from '../../problems/problem.ts';
import { byColumn } from '../../sales/sheet.ts';
import { cellOf, plainCell } from '../../text/csv-cell.ts';
import { readDelimited } from '../../text/delimited.ts';
import { plainLayout } from '../../text/delimiter.ts';
import { iepsOf, ivaOf, type ProductMap, productFaults } from '../intake/product-map.ts';
import type { ProductKey } from '../settings.ts';

/** The products that were read, and the faults of the rest by line of the file; pointers name columns. */
export type ProductsCsv = {
  readonly products: ProductMap;
  readonly faults: readonly { readonly line: number; readonly faults: readonly Fault[] }[];
};

/** A line of the file as the reading thread passes it on: its mapping, or its faults. */
export type ProductLine =
  | { readonly kind: 'product'; readonly key: string; readonly product: ProductKey }
  | { readonly kind: 'faults'; readonly line: number; readonly faults: readonly Fault[] };

/** What `readProductsCsv` reads, as one list. */
export function readProductLines(text: string): readonly ProductLine[] {
  const { products, faults } = readProductsCsv(text);
  const mapped = Object.entries(products).map(([key, product]) => ({ kind: 'product', key, product }) as const);
  return [...mapped, ...faults.map((refused) => ({ kind: 'faults', ...refused }) as const)];
}

type Row = Readonly<Record<string, string | undefined>>;

const COLUMNS = ['sku', 'category', 'claveProdServ', 'claveUnidad', 'unidad', 'objetoImp', 'iva', 'ieps'];

/**
 * Reads a CSV with a header. A row with a sku maps that sku, and one without maps its category. `iva` is `0.16`, `0.08`, `0` or `exento`, and
 * `ieps` a rate; without either, and without `objetoImp`, the source's default taxes apply. What no column can express is JSON in `impuestos`,
 * as in the wire format. Every row is a product, or a fault of its line.
 */
export function readProductsCsv(text: string): ProductsCsv {
  const products: Record<string, ProductKey> = {};
  const { header, rows, refused } = readDelimited(text, plainLayout(text));
  const faults = refused.map(({ line, code }): ProductsCsv['faults'][number] => ({
    line,
    faults: [{ code, pointer: '' }],
  }));
  for (const { line, cells } of rows) {
    const row = byColumn(header?.cells ?? [], cells);
    const read = row.faults.length > 0 ? row : readRow(row.cells, products);
    if ('key' in read) products[read.key] = read.product;
    else faults.push({ line, faults: read.faults });
  }
  return { products, faults: faults.sort((one, other) => one.line - other.line) };
}

/** Writes CSV that `readProductsCsv` can read, sorted by key. Text that a spreadsheet would evaluate as a formula gets a ' before it. */
export function writeProductsCsv(products: ProductMap): string {
  const rows = Object.entries(products)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, product]) => toRow(key, product));
  // The JSON column is present only if it is needed.
  const columns = rows.some((row) => row.impuestos) ? [...COLUMNS, 'impuestos'] : COLUMNS;
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  return lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

function readRow(row: Row, known: ProductMap): { key: string; product: ProductKey } | { faults: readonly Fault[] } {
  const [sku, category, claveProdServ = '', claveUnidad = '', unidad, objetoImp, iva, ieps] = COLUMNS.map(
    (column) => plainCell(row[column] ?? '') || undefined,
  );
  const key = sku ? `sku:${sku}` : `category:${category}`;
  const columns = [...(ieps ? ['/ieps'] : []), ...(iva ? ['/iva'] : [])];
  const impuestos = row.impuestos
    ? json(row.impuestos)
    : [...(ieps ? [iepsOf(ieps)] : []), ...(iva ? [ivaOf(iva)] : [])];
  const product: ProductKey = {
    claveProdServ,
    claveUnidad,
    ...(unidad && { unidad }),
    ...(objetoImp && { objetoImp }),
    ...((row.impuestos || columns.length > 0) && { impuestos }),
  };
  const faults = [
    ...(sku || category ? [] : [{ code: 'required', pointer: '/sku' }]),
    ...(Object.hasOwn(known, key) ? [{ code: 'malformed', pointer: sku ? '/sku' : '/category' }] : []),
    // With IEPS, an empty IVA column was forgotten.
    ...(ieps && !iva && !objetoImp ? [{ code: 'required', pointer: '/iva' }] : []),
    ...productFaults(product).map((fault) => inColumn(fault, product, columns)),
  ];
  return faults.length > 0 ? { faults } : { key, product };
}

function inColumn(fault: Fault, product: ProductKey, columns: readonly string[]): Fault {
  if (fault.pointer === '/claveProdServ' && !product.claveProdServ) return { code: 'required', pointer: fault.pointer };
  if (fault.pointer === '/claveUnidad' && !product.claveUnidad) return { code: 'required', pointer: fault.pointer };
  const [, index] = /^\/impuestos\/(\d+)/.exec(fault.pointer) ?? [];
  const column = index === undefined ? undefined : columns[Number(index)];
  return column === undefined ? fault : { ...fault, pointer: column };
}

function toRow(key: string, product: ProductKey): Row {
  const { claveProdServ, claveUnidad, unidad, objetoImp, impuestos } = product;
  const [kind = '', name = ''] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
  return { [kind]: name, claveProdServ, claveUnidad, unidad, objetoImp, ...taxColumns(impuestos) };
}

/** Writes taxes to the columns iva and ieps if they suffice, otherwise as JSON. */
function taxColumns(impuestos: readonly SoldImpuesto[] | undefined): Row {
  if (!impuestos) return {};
  const iva = impuestos.find((tax) => tax.impuesto === '002');
  const ieps = impuestos.find((tax) => tax.impuesto === '003');
  const columns = { iva: iva && rateOf(iva), ieps: ieps && rateOf(ieps) };
  const again = [...(columns.ieps ? [iepsOf(columns.ieps)] : []), ...(columns.iva ? [ivaOf(columns.iva)] : [])];
  return sameTaxes(again, impuestos) && columns.iva ? columns : { impuestos: JSON.stringify(impuestos) };
}

function sameTaxes(a: readonly SoldImpuesto[], b: readonly SoldImpuesto[]): boolean {
  const text = (taxes: readonly SoldImpuesto[]) =>
    taxes
      .map((tax) => [tax.tipo, tax.impuesto, tax.tipoFactor, tax.tasaOCuota && rateOf(tax), tax.base].join(' '))
      .sort()
      .join();
  return text(a) === text(b);
}

/** Shortens a rate: `0.16` for `0.160000`. */
function rateOf({ tipoFactor, tasaOCuota = '' }: SoldImpuesto): string {
  if (tipoFactor === 'Exento') return 'exento';
  const value = parseMicro(tasaOCuota);
  return value === undefined ? tasaOCuota : formatTrimmed(value);
}

/** Parses JSON; other text stays as it is, for the schema to refuse. */
function json(text: string): readonly SoldImpuesto[] {
  try {
    return JSON.parse(text);
  } catch {
    return text as unknown as readonly SoldImpuesto[];
  }
}
