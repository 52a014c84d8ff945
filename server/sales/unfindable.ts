/** Which sales a customer cannot find, because every way to search asks for something that the sale was sent without. */
import type { Way } from '../portals/lookup-strength.ts';

/** What a sale may have been sent without. Every sale has its folio, total and date. */
export type OptionalKey = 'email' | 'cardLast4';

/** What each way asks for that a sale may lack: what lacks something of each is not found. Nothing lacks something of a way without any. */
export type Lacking = readonly (readonly OptionalKey[])[];

/** What a sale has to lack in order not to be found by any of these ways. */
export function lackingOf(ways: readonly Way[]): Lacking {
  return ways.map((way) => way.filter(isOptionalKey));
}

function isOptionalKey(field: Way[number]): field is OptionalKey {
  return field === 'email' || field === 'cardLast4';
}
