/** The ways to look up a sale. One is shown at a time, so that customers need not work out which fields belong together. */
import type { Visit } from './state.ts';
import type { Lookup, LookupField } from './wire.ts';

/** The fields that find a sale together; none is there twice. */
export type Way = readonly LookupField[];

/**
 * The merchant's ways, theirs first. Every way has its fields in one common order, so a field keeps its place when the way changes. A
 * way that asks for all of another and more would find nothing new, and is left out.
 */
export function waysOf(combinations: readonly Way[]): readonly Way[] {
  const order = [...new Set(combinations.flat())];
  const ways = combinations.map((names) => order.filter((name) => names.includes(name)));
  return ways.filter(
    (way, index) =>
      !ways.some(
        (other, at) =>
          at !== index && (other.length < way.length || at < index) && other.every((name) => way.includes(name)),
      ),
  );
}

/** The way that is asked for: the one chosen, else one that takes the folio which the page gave, else the merchant's first. */
export function shownWay({ way, lookup }: Visit, ways: readonly Way[]): Way {
  const chosen = ways.find((one) => `${one}` === `${way}`);
  const takesFolio = 'folio' in lookup ? ways.find((one) => one.includes('folio')) : undefined;
  return chosen ?? takesFolio ?? ways[0] ?? [];
}

/** What was typed for the fields of a way. What stands in the others is kept, and stays here. */
export function within(way: Way | undefined, lookup: Lookup): Lookup {
  return Object.fromEntries(Object.entries(lookup).filter(([name]) => !way || way.includes(name as LookupField)));
}
