/** What no answer may be, whatever was asked. Says what is wrong, or nothing. */
import { PROBLEM_CODES, Problem } from '../../../server/problems/problem.ts';
import { MARKUP } from '../fuzz-bodies.ts';
import type { ApiDocument, Operation, Schema } from './api-document.ts';
import type { Sent } from './send.ts';
import type { Caller, Step } from './steps.ts';
import { CUSTOMER_NAME, OUR_SECRET, THEIR_SECRET } from './world.ts';

export type Answer = { readonly status: number; readonly headers: Headers; readonly bytes: Buffer };

/** Signs of our own insides: a stack, a file of ours, an engine's error. */
const INSIDES =
  /\n\s+at |node_modules|file:\/\/|\.ts:\d|\/(?:home|root|tmp|work|usr)\/|SQLITE_|SqliteError|DrizzleQuery|select \* from|violates|pg_catalog/;

/** RFC 6901. */
const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;

type Judged = {
  readonly document: ApiDocument;
  /** Absent where the request is none of the document's. */
  readonly operation: Operation | undefined;
  readonly step: Step;
  readonly sent: Sent;
  readonly answer: Answer;
};

export function faultOf(judged: Judged): string | undefined {
  const { answer, operation } = judged;
  if (answer.status >= 500 && answer.status !== 503) return `the status is ${answer.status}`;
  const shape = operation ? shapeFault(judged, operation) : undefined;
  return shape ?? leakFault(judged) ?? insideFault(answer) ?? callerFault(judged);
}

function typeOf({ headers }: Answer): string {
  return (headers.get('content-type') ?? '').split(';')[0] ?? '';
}

function shapeFault({ document, step, sent, answer }: Judged, operation: Operation): string | undefined {
  if (step.method === 'OPTIONS' && answer.status === 204) return undefined;
  if (step.method === 'HEAD') return answer.bytes.length > 0 ? 'HEAD was answered with a body' : undefined;
  if (answer.status >= 400) return problemFault(document, operation, sent, answer);
  if (step.method !== operation.method) return `${step.method} was answered ${answer.status}`;
  const declared = operation.answers[String(answer.status)];
  if (!declared) return `the status ${answer.status} is not declared`;
  if (!declared.content) return answer.bytes.length > 0 ? 'the answer should have no body' : undefined;
  const type = typeOf(answer);
  if (!(type in declared.content)) return `the type ${type} is not declared`;
  if (type === 'application/json') return jsonFault(document, operation, answer, type, answer.bytes.toString());
  if (type !== 'application/x-ndjson') return undefined;
  const lines = answer.bytes
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => jsonFault(document, operation, answer, type, line)).find((fault) => fault !== undefined);
}

function jsonFault(
  document: ApiDocument,
  operation: Operation,
  { status }: Answer,
  type: string,
  text: string,
): string | undefined {
  const fault = document.faultOfAnswer(operation, String(status), type, JSON.parse(text));
  return fault && `the answer is not as declared: ${fault}: ${text.slice(0, 400)}`;
}

type ProblemBody = { code: string; status: number; detail: string; retryAfter?: number; errors: Pointed[] };
type Pointed = { pointer: string; detail: string };

function problemFault(document: ApiDocument, operation: Operation, sent: Sent, answer: Answer): string | undefined {
  const type = typeOf(answer);
  if (type === 'text/html') return undefined;
  if (type !== 'application/problem+json') return `a refusal has the type ${type}`;
  const declared = [String(answer.status), `${String(answer.status)[0]}XX`].find((each) => each in operation.answers);
  if (declared === undefined) return `the status ${answer.status} is not declared`;
  const text = answer.bytes.toString();
  const body = JSON.parse(text) as ProblemBody;
  const fault = document.faultOfAnswer(operation, declared, type, body);
  if (fault) return `the problem is not as declared: ${fault}: ${text.slice(0, 400)}`;
  const code = PROBLEM_CODES.find((known) => known === body.code);
  if (!code || new Problem(code).status !== answer.status || body.status !== answer.status)
    return `${body.code} was answered with ${answer.status}`;
  const retry = answer.headers.get('retry-after');
  if ((retry !== null) !== (body.retryAfter !== undefined)) return 'Retry-After is not as in the body';
  const pointed = body.errors.find(({ pointer }) => !pointsSomewhere(document, operation, sent, pointer));
  if (pointed) return `the pointer ${JSON.stringify(pointed.pointer)} leads nowhere`;
  // A fault without words would show its code.
  const wordless = body.errors.find(({ detail }) => !/ /.test(detail));
  return wordless && `a fault has no words: ${wordless.detail}`;
}

/** In what was sent, or where the schema has a place for it. */
function pointsSomewhere(document: ApiDocument, operation: Operation, sent: Sent, pointer: string): boolean {
  if (pointer === '') return true;
  if (!pointer.startsWith('/')) return false;
  const steps = pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (operation.parameters.some(({ name }) => name === steps[0])) return true;
  const schemas = Object.values(operation.body ?? {}).map(({ schema }) => schema ?? {});
  return isInBody(sent, steps) || schemas.some((schema) => isInSchema(document, schema, steps));
}

function isInBody({ body }: Sent, steps: readonly string[]): boolean {
  let value: unknown;
  try {
    value = JSON.parse(body?.toString() ?? '');
  } catch {
    return false;
  }
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false;
    value = (value as Record<string, unknown>)[step];
  }
  return true;
}

function isInSchema(document: ApiDocument, schema: Schema, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return true;
  const { properties, items, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = document.resolve(schema);
  const below = [
    ...(properties && Object.hasOwn(properties, step) ? [properties[step]] : []),
    ...(items && /^\d+$/.test(step) ? [items] : []),
    ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
  ];
  return (
    below.some((each) => each && isInSchema(document, each, rest)) ||
    [...anyOf, ...oneOf, ...allOf].some((each) => isInSchema(document, each, [step, ...rest]))
  );
}

/** Another merchant's, a customer's, a merchant's own: shown to nobody who has no right to it. */
function leakFault({ step, sent, answer }: Judged): string | undefined {
  const text = answer.bytes.toString();
  const { caller } = step;
  const asked = `${decoded(sent.url)} ${sent.body?.toString() ?? ''}`;
  const leaks = (secret: string, isAllowed: boolean): boolean =>
    !isAllowed && text.includes(secret) && !asked.includes(secret);
  const isOurs = caller.kind === 'full' || caller.kind === 'narrow';
  if (leaks(THEIR_SECRET, caller.kind === 'theirs' || (sent.names.theirs && sent.opens.theirs)))
    return 'it shows what is the other merchant’s';
  if (leaks(OUR_SECRET, isOurs || (sent.names.ours && sent.opens.ours))) return 'it shows what is our merchant’s alone';
  const mayReadInvoices = caller.kind === 'full' || (caller.kind === 'narrow' && caller.scope === 'invoices:read');
  if (leaks(CUSTOMER_NAME, mayReadInvoices || isOpenedInvoice(step, sent))) return 'it names a customer';
  return undefined;
}

function isOpenedInvoice({ path }: Step, { opens }: Sent): boolean {
  return opens.ours && (path.startsWith('/v1/invoices/') || path.startsWith('/panel/'));
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** Of a browser that signs in with a passkey: to it the challenge is bound, and nothing else. */
const BROWSER_COOKIE = /^__Host-autofactura-browser=/;

function insideFault(answer: Answer): string | undefined {
  const type = typeOf(answer);
  if (answer.headers.getSetCookie().some((set) => !BROWSER_COOKIE.test(set))) return 'it sets a cookie';
  if (answer.headers.get('x-content-type-options') !== 'nosniff') return 'its type may be guessed (no nosniff)';
  if (!/max-age=31536000/.test(answer.headers.get('strict-transport-security') ?? '')) return 'it asks for no https';
  if (answer.headers.get('access-control-allow-credentials') !== null) return 'it allows credentials';
  if (/json/.test(type)) {
    const policy = answer.headers.get('content-security-policy') ?? '';
    if (!/default-src 'none'.*frame-ancestors 'none'/.test(policy)) return 'data may be framed or run as a page';
    // The widget's files are everybody's.
    if (!/no-store|^public/.test(answer.headers.get('cache-control') ?? '')) return 'data may be kept on the way';
  }
  if (!/json|html|text/.test(type)) return undefined;
  const text = answer.bytes.toString();
  const pointers = [...text.matchAll(/"pointer":("(?:[^"\\]|\\.)*")/g)].map(
    ([, each = '""']) => JSON.parse(each) as string,
  );
  const broken = pointers.find((each) => !POINTER.test(each));
  if (broken !== undefined) return `no JSON Pointer: ${broken}`;
  if (type === 'text/html' && text.includes(MARKUP)) return 'markup that was sent stands in the page';
  if (/evil\.example/.test(text)) return 'it repeats a host that somebody made up';
  const inside = INSIDES.exec(text);
  return inside ? `it shows our insides: ${text.slice(Math.max(0, inside.index - 80), inside.index + 120)}` : undefined;
}

/** What a key does not open stays shut. */
function callerFault({ operation, step, sent, answer }: Judged): string | undefined {
  if (!operation?.isSecured || answer.status >= 300 || step.method !== operation.method) return undefined;
  const { kind }: Caller = step.caller;
  if ('authorization' in step.headers) return 'a header that is no key opened it';
  if (kind === 'nobody' || kind === 'wrong') return `it was opened with ${kind === 'wrong' ? 'a wrong' : 'no'} key`;
  if ((kind === 'theirs' || kind === 'live') && sent.names.ours && /\{(?:id|slug)\}/.test(operation.path))
    return `a key of ${kind === 'live' ? 'the live world' : 'the other merchant'} opened what is not its own`;
  if ((kind === 'full' || kind === 'narrow') && sent.names.theirs && /\{(?:id|slug)\}/.test(operation.path))
    return 'our key opened what is the other merchant’s';
  return undefined;
}
