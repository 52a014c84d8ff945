/** What holds for sales on every engine: which questions find anything, and when a sale sent again is another one. */
import { isDeepStrictEqual } from 'node:util';
import type { SaleQuery } from '../server/sales/sale.ts';
import type { SaleCursor } from '../server/sales/sale-store.ts';
import type { NewSaleRow } from './rows.ts';

/** A search answers at most this many sales. */
export const SEARCH_LIMIT = 20;

const CRITERIA = ['folioKey', 'emailKey', 'totalCentavos', 'cardLast4', 'dateFrom', 'dateTo', 'source'] as const;
const NO_LOOK_UP: readonly string[] = ['dateFrom', 'dateTo', 'source'];

/** The criteria a query gives, in one order; none when it gives nothing but dates or a source, which would list a day's customers. */
export function criteriaOf(query: SaleQuery): readonly (keyof SaleQuery)[] {
  const given = CRITERIA.filter((name) => query[name] !== undefined);
  return given.some((name) => !NO_LOOK_UP.includes(name)) ? given : [];
}

/** A sale that is there already, and the invoice that holds it. */
export type StoredSale = { readonly sale: NewSaleRow; readonly invoiceId: string | null };

/** What becomes of a sale that is there already when it is sent again; `changes` are the columns to write. */
export function sentAgain(
  { sale, invoiceId }: StoredSale,
  sent: NewSaleRow,
): { readonly kind: 'locked' | 'unchanged' } | { readonly kind: 'updated'; readonly changes: Partial<NewSaleRow> } {
  // What was sent before knows nothing of what was given back since.
  if (invoiceId !== null || sale.refunded) return { kind: 'locked' };
  const { folioKey, emailKey, totalCentavos, paidCentavos, dateMs, cardLast4, body, updatedAt } = sent;
  const keys = { folioKey, emailKey, totalCentavos, paidCentavos, dateMs, cardLast4 };
  const sameKeys = (Object.keys(keys) as (keyof typeof keys)[]).every((name) => sale[name] === keys[name]);
  if (sameKeys && sameJson(sale.body, body)) return { kind: 'unchanged' };
  return { kind: 'updated', changes: { ...keys, body, deadlines: keptDeadlines(sale, sent), updatedAt } };
}

/** A promise stands while the day and the branch that it rests on do; only a portal that is new since then adds its own. */
function keptDeadlines(sale: NewSaleRow, sent: NewSaleRow): string | null {
  const branchOf = ({ body }: NewSaleRow): unknown => (JSON.parse(body) as { readonly branch?: string }).branch;
  if (sale.deadlines === null || sale.dateMs !== sent.dateMs || branchOf(sale) !== branchOf(sent))
    return sent.deadlines;
  return JSON.stringify({ ...JSON.parse(sent.deadlines ?? '{}'), ...JSON.parse(sale.deadlines) });
}

/** Where to go on after a page in the order of dates; nowhere after the last. */
export function nextOf(page: readonly SaleCursor[], limit: number): { readonly next?: SaleCursor } {
  const last = page.at(-1);
  return last && page.length === limit ? { next: { dateMs: last.dateMs, seq: last.seq } } : {};
}

/** Whether two texts are the same JSON value, in whatever order its fields come. */
function sameJson(one: string, other: string): boolean {
  return one === other || isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
}
