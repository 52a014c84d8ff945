/** Which searches for sales are answered at all. */
import type { SaleQuery } from './sale.ts';

/** A search answers at most this many sales. */
export const SEARCH_LIMIT = 20;

const CRITERIA = ['folioKey', 'emailKey', 'totalCentavos', 'cardLast4', 'dateFrom', 'dateTo', 'source'] as const;
const NO_LOOK_UP: readonly string[] = ['dateFrom', 'dateTo', 'source'];

/** The criteria of a query, in a fixed order. None if it has only dates or a source, which would list a whole day's customers. */
export function criteriaOf(query: SaleQuery): readonly (keyof SaleQuery)[] {
  const given = CRITERIA.filter((name) => query[name] !== undefined);
  return given.some((name) => !NO_LOOK_UP.includes(name)) ? given : [];
}
