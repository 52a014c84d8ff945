/** Which sales a customer cannot find, because every way to search asks for something that the sale was sent without. */
import type { Way } from '../portals/lookup-strength.ts';

/** What a sale may have been sent without. Every sale has its folio, total and date. */
export type OptionalKey = 'email' | 'cardLast4';

/** For each way, what it requires and a sale may lack. A sale that lacks something of every way cannot be found. */
export type Lacking = readonly (readonly OptionalKey[])[];

/** What a sale has to lack so that none of these ways finds it. */
export function lackingOf(ways: readonly Way[]): Lacking {
  return ways.map((way) => way.filter(isOptionalKey));
}

function isOptionalKey(field: Way[number]): field is OptionalKey {
  return field === 'email' || field === 'cardLast4';
}
