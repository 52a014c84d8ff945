/** The ways to look up a sale. One is shown at a time, so that customers need not work out which fields belong together. */
import type { Visit } from './state.ts';
import type { Lookup, LookupField } from './wire.ts';

/** The fields that find a sale together, each once. */
export type Way = readonly LookupField[];

/** The way that is shown: the chosen one, otherwise one that has the folio if the page passed one, otherwise the merchant's first. */
export function shownWay({ way, lookup }: Visit, ways: readonly Way[]): Way {
  // A way that was searched by lists its optional fields last, and no way is the beginning of another.
  const chosen = ways.find((one) => `${way}`.startsWith(`${one}`));
  return chosen ?? ways.find((one) => 'folio' in lookup && one.includes('folio')) ?? ways[0] ?? [];
}

/** What was typed in the fields of a way. What is in the others is kept, but not sent. */
export function within(way: Way | undefined, lookup: Lookup): Lookup {
  return Object.fromEntries(Object.entries(lookup).filter(([name]) => !way || way.includes(name as LookupField)));
}
