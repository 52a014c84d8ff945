/** Requests as they are generated: right, nearly right and hostile. What they name is looked up when they are sent, so that they can follow each other. */
import fc from 'fast-check';
import { SCOPES, type Scope } from '../../../server/merchants/merchant.ts';
import { MARKUP, nasty, spoilt } from '../fuzz-bodies.ts';
import type { ApiDocument, Operation } from './api-document.ts';
import { fromSchema } from './from-schema.ts';

/** Who calls: with which key, if any. */
export type Caller =
  | { readonly kind: 'full' | 'nobody' | 'wrong' | 'theirs' | 'live' }
  | { readonly kind: 'narrow'; readonly scope: Scope };

/** A value in the path or query: something that is there, of us or of the other merchant, or the text as it stands. */
export type Named =
  | { readonly kind: 'ours' | 'theirs'; readonly at: number }
  | { readonly kind: 'text'; readonly text: string };

export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  /** Characters of one byte each, so that it may be no UTF-8. */
  | { readonly kind: 'bytes'; readonly latin1: string };

export type Step = {
  readonly method: string;
  /** The path of the OpenAPI document or of the route table, with `{names}`. */
  readonly path: string;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, Named>>;
  readonly query: readonly (readonly [name: string, value: Named])[];
  readonly body: Body;
  readonly contentType: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
};

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];

const BAD_PATHS = [
  '%',
  '%E0%A4%A',
  '%zz',
  '%ff',
  '%2e%2e%2f',
  '..%5c',
  '%00',
  '%2500',
  ';',
  '\\',
  ' ',
  '%0d%0aset-cookie:a=b',
];

export const named: fc.Arbitrary<Named> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('ours' as const), at: fc.nat({ max: 8 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('theirs' as const), at: fc.nat({ max: 3 }) }) },
  { weight: 2, arbitrary: nasty.map((value) => ({ kind: 'text' as const, text: encoded(value) })) },
  { weight: 1, arbitrary: fc.constantFrom(...BAD_PATHS).map((text) => ({ kind: 'text' as const, text })) },
);

function encoded(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // Through UTF-8, where half a character cannot be.
  return encodeURIComponent(Buffer.from(text).toString()).slice(0, 900) || 'x';
}

/** Requests of one operation. Mostly they are right in all but one respect. */
export function stepsOf(document: ApiDocument, operation: Operation, example: unknown): fc.Arbitrary<Step> {
  const { method, path, isSecured, parameters } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, named] as const);
  return fc.record({
    method: rarely(12, fc.constant(method), fc.constantFrom(...METHODS)),
    path: fc.constant(path),
    caller: callers(isSecured),
    params: fc.record(Object.fromEntries(inPath)) as fc.Arbitrary<Record<string, Named>>,
    query: queries(parameters.filter((each) => each.in === 'query').map(({ name }) => name)),
    body: bodies(document, operation, example),
    contentType: rarely(14, fc.constantFrom(...typesOf(operation)), fc.constantFrom(...ODD_TYPES, undefined)),
    headers: headers,
  });
}

/** Requests that should succeed: of us, naming what is ours, with the example or whatever the schema admits. */
export function rightSteps(document: ApiDocument, operation: Operation, example: unknown): fc.Arbitrary<Step> {
  const { method, path, isSecured, parameters, body } = operation;
  const ours = fc.nat({ max: 8 }).map((at): Named => ({ kind: 'ours', at }));
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, ours] as const);
  const hasToken = parameters.some((each) => each.in === 'query' && each.name === 'token');
  const schema = body?.['application/json']?.schema;
  const value = example === undefined && schema ? fromSchema(document, schema) : fc.constant(example ?? {});
  return fc.record({
    method: fc.constant(method),
    path: fc.constant(path),
    caller: fc.constant<Caller>({ kind: isSecured ? 'full' : 'nobody' }),
    params: fc.record(Object.fromEntries(names)) as fc.Arbitrary<Record<string, Named>>,
    query: hasToken ? ours.map((each) => [['token', each] as const]) : fc.constant([]),
    body: body ? value.map((each): Body => ({ kind: 'json', value: each })) : fc.constant<Body>({ kind: 'none' }),
    contentType: fc.constant(Object.keys(body ?? {})[0]),
    headers: fc.constant({}),
  });
}

function rarely<T, U>(weight: number, usual: fc.Arbitrary<T>, odd: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

function typesOf({ body }: Operation): readonly (string | undefined)[] {
  const declared = Object.keys(body ?? {});
  return declared.length > 0 ? declared : [undefined];
}

const ODD_TYPES = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'APPLICATION/JSON',
  'application/problem+json',
  'application/json, text/csv',
  'text/csv; charset=latin1',
  ';',
  '*/*',
];

export function callers(isSecured: boolean): fc.Arbitrary<Caller> {
  const plain = (kind: 'full' | 'nobody' | 'wrong' | 'theirs' | 'live') => fc.constant({ kind } as Caller);
  const usual = isSecured ? plain('full') : plain('nobody');
  return fc.oneof(
    { weight: 14, arbitrary: usual },
    { weight: 1, arbitrary: isSecured ? plain('nobody') : plain('full') },
    { weight: 1, arbitrary: plain('wrong') },
    { weight: 2, arbitrary: plain('theirs') },
    { weight: 1, arbitrary: plain('live') },
    { weight: 2, arbitrary: fc.constantFrom(...SCOPES).map((scope) => ({ kind: 'narrow' as const, scope })) },
  );
}

function queries(declared: readonly string[]): fc.Arbitrary<Step['query']> {
  const usual = fc.tuple(...declared.map((name) => fc.tuple(fc.constant(name), valueFor(name))));
  const known = declared.length > 0 ? fc.constantFrom(...declared) : fc.constant('q');
  const name = rarely(3, known, fc.constantFrom('__proto__', 'limit[]', 'token[0]', '', 'before', 'constructor'));
  return fc.oneof(
    { weight: 6, arbitrary: usual },
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.tuple(name, named), { maxLength: 3 }) },
  );
}

/** Mostly what somebody would say: a page's size is a number. */
function valueFor(name: string): fc.Arbitrary<Named> {
  if (name !== 'limit') return named;
  return rarely(
    4,
    fc.constantFrom('1', '50', '100').map((text) => ({ kind: 'text' as const, text })),
    named,
  );
}

function bodies(document: ApiDocument, { body, method }: Operation, example: unknown): fc.Arbitrary<Body> {
  if (!body) {
    const odd = fc.constantFrom('{}', 'x', '[').map((latin1) => ({ kind: 'bytes' as const, latin1 }));
    return method === 'GET' ? fc.constant({ kind: 'none' }) : rarely(6, fc.constant({ kind: 'none' }), odd);
  }
  const schema = body['application/json']?.schema;
  const declared = schema ? fromSchema(document, schema) : fc.constant({});
  const right = example === undefined ? declared : fc.constant(example);
  const json = fc
    .oneof(
      { weight: 3, arbitrary: right },
      { weight: 4, arbitrary: spoilt(right) },
      { weight: 2, arbitrary: declared },
      { weight: 2, arbitrary: spoilt(declared) },
    )
    .map((value) => ({ kind: 'json' as const, value }));
  return fc.oneof({ weight: 9, arbitrary: json }, { weight: 1, arbitrary: brokenBodies(right) });
}

const DEEP = 8_000;

/** Bodies that are no JSON, or JSON as nobody should write it. */
function brokenBodies(right: fc.Arbitrary<unknown>): fc.Arbitrary<Body> {
  const text = right.map((value) => Buffer.from(JSON.stringify(value)).toString('latin1'));
  const latin1 = fc.oneof(
    fc.tuple(text, fc.nat()).map(([whole, at]) => whole.slice(0, at % (whole.length + 1))),
    text.map((whole) => whole.replace(/^\{/, '{"rfc":1,"folio":[],"sale":{},"__proto__":{"isAdmin":true},')),
    text.map((whole) => whole.replace(/\}$/, ',"total":1e400,"rfc":"\\ud800"}')),
    text.map((whole) => `\xef\xbb\xbf${whole}`),
    text.map((whole) => whole.replace(/[aeiou]/, '\xc3\x28\xff')),
    text.map((whole) => `${whole}${whole}`),
    fc.constantFrom('', 'null', '"', '[]', '\x00', '\xff\xfe{\x00}\x00', 'a=1&b=2', 'Ticket,Total\n"a,1\nb,2'),
    fc.constant('['.repeat(DEEP) + ']'.repeat(DEEP)),
    fc.constant('{"a":'.repeat(DEEP)),
    fc.constant(`{"folio":${'9'.repeat(2_000)}}`),
    fc.string({ unit: 'binary-ascii', maxLength: 60 }),
  );
  return latin1.map((each) => ({ kind: 'bytes', latin1: each }));
}

const HEADERS: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['accept-language', ['en', 'es-MX', '*', '', 'en;q=x', 'x'.repeat(4_000)]],
  ['accept', ['application/json', 'text/html', '*/*', 'text/html;q=', MARKUP]],
  ['origin', ['null', 'https://tienda.example', 'file://', 'https://factura.example.mx.evil.example', 'x']],
  ['x-forwarded-for', ['', ',', '::1', '::ffff:10.0.0.1', '999.9.9.9', '10.0.0.1, x', 'a'.repeat(3_000)]],
  ['x-forwarded-host', ['evil.example']],
  ['host', ['evil.example', '', 'a b']],
  ['x-request-id', [MARKUP, 'x'.repeat(400), "'; drop table"]],
  ['x-http-method-override', ['DELETE']],
  ['range', ['bytes=0-0', 'bytes=9-1', 'x']],
  ['if-none-match', ['*', 'W/"x"']],
  ['accept-encoding', ['br', 'gzip;q=0', 'identity;q=0']],
  ['content-encoding', ['gzip', 'x']],
  ['cookie', ['session=1; __Host-a=b']],
  ['authorization', ['Basic YTpi', 'Bearer', 'Bearer sk_test_', 'bearer x', `Bearer sk_test_${'a'.repeat(43)} x`]],
];

const odd = fc
  .constantFrom(...HEADERS)
  .chain(([name, values]) => fc.tuple(fc.constant(name), fc.constantFrom(...values)));

/** Mostly none. */
export const headers: fc.Arbitrary<Readonly<Record<string, string>>> = rarely(
  3,
  fc.constant({}),
  fc.array(odd, { minLength: 1, maxLength: 3 }).map((entries) => Object.fromEntries(entries) as Record<string, string>),
);
