/** What a merchant's own system tells of a sale, as a fact. */
import type { SaleFact } from './fact.ts';
import type { ToldSale } from './told.ts';

/** A sale's own key at its source: its folio as it is told, without what no sale's folio keeps. */
function toldKey(folio: string): string {
  return folio.replace(/\p{Cc}/gu, ' ').trim();
}

/** As of `version`, epoch milliseconds. `undefined` for what has no folio, or one that no sale can have: nothing could find it. */
export function toldFact(sale: ToldSale, version: number): SaleFact | undefined {
  const saleKey = typeof sale.folio === 'string' ? toldKey(sale.folio) : '';
  if (saleKey === '' || saleKey.length > 100) return undefined;
  return { saleKey, factKey: `told ${saleKey}`, fact: { kind: 'told', version, sale } };
}
