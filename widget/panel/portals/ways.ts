/** Ways to search as one text, as the API's queries write them: `folio.total,folio.email`. */
import type { LookupField } from '../wire.ts';

/** A way of looking up a sale: the fields that find it together. */
export type Way = readonly LookupField[];

/** The maximum that the server accepts for one portal. */
export const MOST_WAYS = 5;

/** Writes ways as the value of one form field. */
export function writeWays(ways: readonly Way[]): string {
  return ways.map((way) => way.join('.')).join(',');
}

/** A way may be empty while it is being edited. */
export function readWays(text = ''): readonly Way[] {
  return text === '' ? [] : text.split(',').map((way) => (way === '' ? [] : (way.split('.') as LookupField[])));
}

/** Whether two ways have the same fields, in any order. */
export function isSame(one: Way, other: Way): boolean {
  return one.length === other.length && one.every((field) => other.includes(field));
}
