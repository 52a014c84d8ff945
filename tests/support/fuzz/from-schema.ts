/** Values that a declared schema admits, for requests that are right in form and say anything. */
import fc from 'fast-check';
import type { ApiDocument, Schema } from './api-document.ts';

/** Written where the token of a sale is wanted; the sender puts one that is alive. */
export const SALE = '«sale»';

const DEPTH = 6;
const MOST_ITEMS = 3;

/** Anything the schema admits, as far as a schema says; a `pattern` that cannot be generated is answered by any text. */
export function fromSchema(document: ApiDocument, schema: Schema, name = '', depth = 0): fc.Arbitrary<unknown> {
  const known = document.resolve(schema);
  const inner = (each: Schema, of = name): fc.Arbitrary<unknown> => fromSchema(document, each, of, depth + 1);
  if (known.const !== undefined) return fc.constant(known.const);
  if (known.enum) return fc.constantFrom(...known.enum);
  const ways = known.anyOf ?? known.oneOf;
  if (ways && ways.length > 0) return fc.oneof(...ways.map((way) => inner(way)));
  if (known.allOf) {
    return fc
      .tuple(...known.allOf.map((part) => inner(part)))
      .map((parts) => Object.assign({}, ...parts.map((part) => (typeof part === 'object' ? part : {}))));
  }
  const types = typeof known.type === 'string' ? [known.type] : (known.type ?? []);
  if (types.length === 0) return fc.jsonValue({ maxDepth: 2 });
  return fc.oneof(...types.map((type) => ofType(type, known, { name, depth, inner })));
}

type Place = {
  readonly name: string;
  readonly depth: number;
  inner(schema: Schema, name?: string): fc.Arbitrary<unknown>;
};

function ofType(type: string, schema: Schema, { name, depth, inner }: Place): fc.Arbitrary<unknown> {
  const { minimum, maximum, items, minItems = 0, maxItems = MOST_ITEMS } = schema;
  if (type === 'string') return texts(schema, name);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'integer') return fc.integer({ min: minimum ?? -(2 ** 31), max: Math.min(maximum ?? 2 ** 31, 2 ** 31) });
  if (type === 'number') return fc.double({ min: minimum ?? -1e9, max: maximum ?? 1e9, noNaN: true });
  if (depth > DEPTH) return fc.constant(type === 'array' ? [] : {});
  if (type === 'array') {
    const maxLength = Math.max(minItems, Math.min(maxItems, MOST_ITEMS));
    return fc.array(inner(items ?? {}), { minLength: minItems, maxLength });
  }
  return objects(schema, inner);
}

function objects(
  { properties = {}, required = [], additionalProperties, propertyNames = { type: 'string' } }: Schema,
  inner: Place['inner'],
): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, inner(each, key)]));
  const known = fc.record(members, { requiredKeys: required.filter((key) => key in members) });
  if (typeof additionalProperties !== 'object') return known;
  const names = inner(propertyNames, '').map(String);
  const others = fc.dictionary(names, inner(additionalProperties), { maxKeys: MOST_ITEMS, noNullPrototype: true });
  return fc.tuple(others, known).map(([free, own]) => ({ ...free, ...own }));
}

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  email: fc.constantFrom('ana@example.com', 'caja+1@example.mx', `${'a'.repeat(60)}@example.com`),
  'date-time': fc
    .date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2200-01-01') })
    .map((date) => date.toISOString()),
  date: fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  uri: fc.constantFrom('https://example.com/a', 'https://[::1]/', 'https://a.example:65535/?q=%00', 'https://x'),
};

function texts({ format, pattern, minLength = 0, maxLength = 60 }: Schema, name: string): fc.Arbitrary<unknown> {
  if (name === 'sale' || name === 'sales')
    return fc.oneof({ weight: 6, arbitrary: fc.constant(SALE) }, { weight: 1, arbitrary: fc.string() });
  if (format !== undefined && FORMATS[format]) return FORMATS[format];
  if (pattern !== undefined) return matching(pattern) ?? fc.string();
  const most = Math.max(minLength, Math.min(maxLength, 60));
  return fc.oneof(
    fc.string({ minLength, maxLength: most, unit: 'grapheme' }),
    fc.string({ minLength, maxLength: most }),
    fc.constantFrom('0', '100.00', 'CJ-1042', '2026-11-19', 'XAXX010101000', '06700', '601', 'G03'),
  );
}

function matching(pattern: string): fc.Arbitrary<string> | undefined {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    return undefined;
  }
}
