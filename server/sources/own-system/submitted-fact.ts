/** What a merchant's own system tells of a sale, as a fact. */

import { plainText } from '../../text/plain-text.ts';
import { storable } from '../../text/storable.ts';
import type { SaleFact } from '../intake/fact.ts';
import type { ToldSale } from './submitted-sale.ts';

/** A sale's own key at its source: its folio as it is kept. */
function toldKey(folio: string): string {
  return plainText(folio);
}

/** As of `version`, epoch milliseconds. `undefined` for what has no folio, or one that no sale can have: nothing could find it. */
export function toldFact(sale: ToldSale, version: number): SaleFact | undefined {
  const saleKey = typeof sale.folio === 'string' ? toldKey(sale.folio) : '';
  if (saleKey === '' || saleKey.length > 100) return undefined;
  return { saleKey, factKey: `told ${saleKey}`, fact: { kind: 'told', version, sale: storable(sale) } };
}
