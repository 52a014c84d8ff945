/** A submitted sale as a fact of its source. */

import { plainText } from '../../text/plain-text.ts';
import { storable } from '../../text/storable.ts';
import type { SaleFact } from './fact.ts';
import type { SubmittedSale } from './submitted-sale.ts';

/** A sale's own key at its source: its folio as it is kept. */
function submittedKey(folio: string): string {
  return plainText(folio);
}

/** As of `version`, epoch milliseconds. `undefined` for what has no folio, or one that no sale can have: nothing could find it. */
export function submittedFact(sale: SubmittedSale, version: number): SaleFact | undefined {
  const saleKey = typeof sale.folio === 'string' ? submittedKey(sale.folio) : '';
  if (saleKey === '' || saleKey.length > 100) return undefined;
  return { saleKey, factKey: `told ${saleKey}`, fact: { kind: 'told', version, sale: storable(sale) } };
}
