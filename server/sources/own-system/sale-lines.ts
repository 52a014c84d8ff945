/** Sales in the wire's own words, many in one text: JSON lines, a list, or a CSV of the wire's columns. */
import type { Fault } from '../../problems/problem.ts';
import type { SaleBody } from '../../sales/sale.ts';
import { parseSale } from '../../sales/sale-wire.ts';
import { readSalesCsv } from '../../sales/sales-csv.ts';
import { hasTooManyRows } from './read-sales.ts';
import { readSalesJson } from './sales-json.ts';

/** One line, of which a sale could be read or not. */
export type SaleLine = { readonly line: number; readonly folio?: string } & (
  | { readonly kind: 'sale'; readonly body: SaleBody }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
);

/** Never throws: what is no sale is a fault of its line. `undefined` when there are more than `most` of them, which are not looked at. */
export function readSaleLines(text: string, format: 'csv' | 'json', most: number): readonly SaleLine[] | undefined {
  if (hasTooManyRows(text)) return undefined;
  if (format === 'csv')
    return readSalesCsv(text).map((sale) => (sale.kind === 'sale' ? { ...sale, folio: sale.body.folio } : sale));
  const lines = readSalesJson(text);
  if (lines.length > most) return undefined;
  return lines.map(({ line, ...read }) => {
    const place = { line, ...(read.folio !== undefined && { folio: read.folio }) };
    const parsed = read.kind === 'submitted' ? parseSale(read.sale) : read;
    return parsed.kind === 'sale' ? { ...place, ...parsed } : { ...place, kind: 'faults', faults: parsed.faults };
  });
}
