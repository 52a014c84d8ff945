/** Converts a submitted sale to a fact of its source. */

import { plainText } from '../../text/plain-text.ts';
import { storable } from '../../text/storable.ts';
import type { SaleFact } from './fact.ts';
import type { SubmittedSale } from './submitted-sale.ts';

/** The key of a sale at its source: its folio, as stored. */
function submittedKey(folio: string): string {
  return plainText(folio);
}

/** Builds the fact with `version` in epoch milliseconds. Returns `undefined` without a valid folio, since nothing could find such a sale. */
export function submittedFact(sale: SubmittedSale, version: number): SaleFact | undefined {
  const saleKey = typeof sale.folio === 'string' ? submittedKey(sale.folio) : '';
  if (saleKey === '' || saleKey.length > 100) return undefined;
  return { saleKey, factKey: `submitted ${saleKey}`, fact: { kind: 'submitted', version, sale: storable(sale) } };
}
