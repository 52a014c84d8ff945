/** The ways to search for a sale: what each requires, what is optional, and how customers see them. */
import type { LookupField, PortalSettings } from './portal.ts';

/** The ways of a portal, with what is optional in each. */
export type Ways = Pick<PortalSettings, 'lookup' | 'optionalLookup'>;

/** `optional` has the optional fields of each of `combinations`, by position. */
export type ShownWays = { readonly combinations: LookupField[][]; readonly optional: LookupField[][] };

/** Every field that a customer may be asked for, each once; those that some way requires come first. */
export function fieldsOf({ lookup, optionalLookup = [] }: Ways): readonly LookupField[] {
  return [...new Set([...lookup.flat(), ...optionalLookup.flat()])];
}

/**
 * The ways that a customer can choose among, in the merchant's order. All list their fields in one common order, so a field keeps its place when
 * the way changes. A way that requires all of another and more would find nothing new, and is left out.
 */
export function shownWays(ways: Ways): ShownWays {
  const order = fieldsOf(ways);
  const inOrder = (fields: readonly LookupField[] = []) => order.filter((field) => fields.includes(field));
  const all = ways.lookup.map((fields, at) => ({
    required: inOrder(fields),
    optional: inOrder(ways.optionalLookup?.[at]).filter((field) => !fields.includes(field)),
  }));
  const shown = all.filter(
    ({ required }, at) =>
      !all.some(
        (other, otherAt) =>
          otherAt !== at &&
          (other.required.length < required.length || otherAt < at) &&
          other.required.every((field) => required.includes(field)),
      ),
  );
  return { combinations: shown.map(({ required }) => required), optional: shown.map(({ optional }) => optional) };
}
