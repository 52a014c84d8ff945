/** Bodies as careless and as hostile callers send them: an example with some of its parts spoilt, or something else altogether. */
import fc from 'fast-check';

/** Markup that must never stand in a page of ours as it was sent. */
export const MARKUP = '"><img src=x onerror=autofactura4711>';

const NASTY_TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  '9'.repeat(15),
  `${'9'.repeat(15)}.999999`,
  '9'.repeat(38),
  '0.000001',
  'NaN',
  'null',
  '__proto__',
  "'; drop table sale; --",
  '%',
  '\\u0000',
  'a\u0000b',
  '\ud800',
  '\ufffe',
  '🧾'.repeat(60),
  'x'.repeat(700),
  '2026-02-31',
  '9999-12-31T23:59:59.999999999+23:59',
  '0000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  'ana@example.com',
  'ñ@ñ.ñ',
  '../../etc/passwd',
  '{{7*7}}',
  '\r\nBcc: x@example.com',
  MARKUP,
  "' or '1'='1",
  '\u202etxt.exe',
  '=cmd|calc!A1',
  'constructor',
];

/** A value where another was expected. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  { weight: 2, arbitrary: fc.constantFrom(null, true, 0, -1, 1e308, 2 ** 53, [], {}, [[]], [null], { a: { b: {} } }) },
  { weight: 2, arbitrary: fc.jsonValue() },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

type Spoil = { readonly at: number; readonly how: 'replace' | 'drop' | 'repeat' | 'add'; readonly value: unknown };

const spoils: fc.Arbitrary<readonly Spoil[]> = fc.array(
  fc.record({ at: fc.nat(), how: fc.constantFrom('replace', 'replace', 'drop', 'repeat', 'add'), value: nasty }),
  { maxLength: 3 },
);

/** Values with up to three of their parts replaced, dropped, repeated or added to; sometimes as they are, sometimes anything. */
export function spoilt(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const changed = fc
    .tuple(values, spoils)
    .map(([value, changes]) => changes.reduce<unknown>(applyTo, structuredClone(value)));
  return fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: nasty });
}

function applyTo(body: unknown, { at, how, value: shared }: Spoil): unknown {
  // Values are drawn more than once: one that is put into itself would have no end.
  const value = structuredClone(shared);
  const places = placesOf(body);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return value;
  const { parent, key } = place;
  if (how === 'replace') put(parent, key, value);
  else if (how === 'drop') drop(parent, key);
  else if (how === 'add') put(parent, Array.isArray(parent) ? parent.length : 'inventado', value);
  else put(parent, Array.isArray(parent) ? parent.length : `${key}2`, get(parent, key));
  return body;
}

type Parent = unknown[] | Record<string, unknown>;
type Place = { readonly parent: Parent; readonly key: string };

/** Every member of every object and array in it. */
function placesOf(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Parent;
  return Object.entries(parent).flatMap(([key, member]) => [{ parent, key }, ...placesOf(member)]);
}

function get(parent: Parent, key: string): unknown {
  return Array.isArray(parent) ? parent[Number(key)] : parent[key];
}

function put(parent: Parent, key: string | number, value: unknown): void {
  if (Array.isArray(parent)) parent[Number(key)] = value;
  else parent[String(key)] = value;
}

function drop(parent: Parent, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}
