/** Reads many sales in the wire format from one text: JSON lines, a list, or CSV. */
import type { Fault } from '../../problems/problem.ts';
import type { SaleBody } from '../../sales/sale.ts';
import { parseSale } from '../../sales/sale-wire.ts';
import { readSalesCsv } from '../../sales/sales-csv.ts';
import { hasTooManyRows } from './read-sales.ts';
import { readSalesJson } from './sales-json.ts';

/** One line, with the sale or its faults. */
export type SaleLine = { readonly line: number; readonly folio?: string } & (
  | { readonly kind: 'sale'; readonly body: SaleBody }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
);

/**
 * Reads the lines. Never throws: what is not a sale is a fault of its line. Returns `undefined` if there are more than `most`, and then none is
 * read.
 */
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
