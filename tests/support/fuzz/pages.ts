/** Routes that are none of the API's: pages, files and health. Each has the statuses and types it may answer with. */
import fc from 'fast-check';
import { PROBLEM_CODES } from '../../../server/problems/problem.ts';
import { callers, headers, METHODS, type Named, named, type Step } from './steps.ts';

export type PageRoute = {
  /** As in the route table, with `{names}`. */
  readonly path: string;
  /** Of GET: statuses that are no refusal, with the types of their bodies. */
  readonly answers: Readonly<Record<number, readonly string[]>>;
  readonly values?: Readonly<Record<string, readonly string[]>>;
  readonly query?: readonly string[];
};

const HTML = ['text/html'];
const JSON_ONLY = ['application/json'];

export const PAGES: readonly PageRoute[] = [
  { path: '/health', answers: { 200: JSON_ONLY } },
  { path: '/health/live', answers: { 200: JSON_ONLY } },
  { path: '/health/ready', answers: { 200: JSON_ONLY, 503: JSON_ONLY } },
  { path: '/openapi.json', answers: { 200: JSON_ONLY } },
  { path: '/docs', answers: { 200: HTML } },
  { path: '/problems', answers: { 200: HTML } },
  { path: '/problems/{code}', answers: { 200: HTML }, values: { code: PROBLEM_CODES } },
  { path: '/panel', answers: { 200: HTML } },
  { path: '/panel/*', answers: { 200: [...HTML, 'text/css', 'application/xml', 'application/pdf'] } },
  { path: '/panel/panel.css', answers: { 200: ['text/css'] } },
  { path: '/panel/vista-previa', answers: { 200: HTML } },
  { path: '/panel/vista-correo', answers: { 200: HTML } },
  { path: '/panel/vista-previa.css', answers: { 200: ['text/css'] } },
  { path: '/panel/aviso/{token}', answers: { 200: HTML, 404: HTML } },
  {
    path: '/panel/aviso/{token}/{kind}',
    answers: { 200: ['application/xml', 'application/pdf'], 404: HTML },
    values: { kind: ['xml', 'xml', 'pdf'] },
  },
  { path: '/panel/aviso/*', answers: { 404: HTML } },
  { path: '/ayuda', answers: { 200: HTML } },
  {
    path: '/ayuda/{picture}',
    answers: { 200: ['image/webp'] },
    values: { picture: ['busqueda.webp', '..%2fguide.ts', '.'] },
  },
  { path: '/page.css', answers: { 200: ['text/css'] } },
  { path: '/favicon.ico', answers: { 204: [''] } },
  {
    path: '/widget/{file}',
    answers: { 200: ['text/javascript', 'application/javascript'], 206: ['text/javascript', 'application/javascript'] },
    values: {
      file: ['autofactura-portal.js', '../server/main/main.ts', '..%2f..%2fpackage.json', '%2e%2e/package.json', '.'],
    },
  },
  { path: '/.well-known/autofactura', answers: { 200: ['text/plain'] }, query: ['nonce'] },
  { path: '/internal/ask', answers: {}, query: ['domain'] },
  { path: '/', answers: {} },
  { path: '/pantalla', answers: {} },
  { path: '/{slug}/pantalla', answers: { 200: HTML, 302: [''] } },
  { path: '/{slug}', answers: { 200: HTML, 302: [''] }, query: ['t', 'folio', 'sig', 'd', 'e'] },
];

/** Requests of one page. */
export function pageSteps({ path, values = {}, query = [] }: PageRoute): fc.Arbitrary<Step> {
  const oneOf = (name: string): fc.Arbitrary<Named> => {
    const known = values[name];
    if (!known) return named;
    const text = fc.constantFrom(...known).map((each): Named => ({ kind: 'text', text: each }));
    return fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: named });
  };
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, oneOf(name)] as const);
  const pairs =
    query.length === 0 ? fc.constant([]) : fc.array(fc.tuple(fc.constantFrom(...query), named), { maxLength: 3 });
  return fc.record({
    method: fc.oneof(
      { weight: 8, arbitrary: fc.constant('GET') },
      { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
    ),
    path: fc.constant(path),
    caller: callers(false),
    params: fc.record(Object.fromEntries(inPath)) as fc.Arbitrary<Record<string, Named>>,
    query: pairs as fc.Arbitrary<Step['query']>,
    body: fc.constant({ kind: 'none' as const }),
    contentType: fc.constant(undefined),
    headers,
  });
}

/** What is wrong with the answer of a page, if anything. */
export function pageFault(
  route: PageRoute,
  step: Step,
  { status, headers: answered }: { readonly status: number; readonly headers: Headers },
): string | undefined {
  const type = (answered.get('content-type') ?? '').split(';')[0] ?? '';
  if (status >= 500 && !(status in route.answers)) return `the status is ${status}`;
  if (step.method === 'GET' && route.answers[status]?.includes(type)) return securityFault(type, answered);
  if (status >= 400 && (type === 'application/problem+json' || type === 'text/html'))
    return securityFault(type, answered);
  if (step.method === 'HEAD' || (step.method === 'OPTIONS' && status === 204)) return undefined;
  return `${step.method} was answered ${status} with ${type}`;
}

/** A page of ours runs no script but ours, whatever stands in it. */
function securityFault(type: string, answered: Headers): string | undefined {
  if (type !== 'text/html') return undefined;
  const policy = answered.get('content-security-policy') ?? '';
  // Where no script may run at all, a mail that is shown may keep the styles of its elements.
  const loose = policy.includes('script-src') ? /unsafe-/ : /unsafe-(?!inline)/;
  return /default-src 'none'/.test(policy) && !loose.test(policy) ? undefined : `the page has the policy «${policy}»`;
}
