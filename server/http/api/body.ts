/** Reads the body of a request once its route is known and its caller is allowed: within a size limit, within a time limit and without a NUL. */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { Problem } from '../../problems/problem.ts';
import { nulPointers, storableJson } from '../../text/storable.ts';
import type { BodyLimit } from './body-limits.ts';
import { receiveFile } from './received-file.ts';

/** How long a body may take to arrive: this, plus a second for each 64 KB that its route may read. */
const ARRIVAL_MS = 20_000;
const BYTES_A_SECOND = 64 * 1024;

const admitting = new WeakSet<object>();

/**
 * Creates middleware that reads the body for the handlers after it. Throws `payload-too-large`, `request-too-slow` or, for a NUL,
 * `malformed-request`.
 */
export function admitBody(limit: BodyLimit): MiddlewareHandler {
  const { maxBytes, nul, isFile = false } = limit;
  const read = bodyLimit({ maxSize: maxBytes, onError: (c) => refuseLarge(c, maxBytes) });
  const admit = createMiddleware(async (c, next) => {
    if (maxBytes > 0) {
      const whole = async () => void (await (isJson(c) ? c.req.text() : c.req.arrayBuffer()));
      const declared = declaredBytes(c);
      if (declared !== undefined && declared > maxBytes) refuseLarge(c, maxBytes);
      const asFile = () => receiveFile(c, maxBytes, () => refuseLarge(c, maxBytes));
      await inTime(c, arrivalMs(maxBytes), async () => {
        await (isFile ? asFile() : declared === undefined ? read(c, whole) : whole());
      });
      if (nul === 'refused' && !isCsv(c)) refuseNul(await c.req.text());
    }
    await next();
  });
  admitting.add(admit);
  return admit;
}

/** Throws for a route that could read a body without a limit: every POST, PUT, PATCH and DELETE needs one. */
export function assertBodiesLimited(
  routes: readonly { readonly method: string; readonly path: string; readonly handler: object }[],
): void {
  const nameOf = ({ method, path }: (typeof routes)[number]): string => `${method} ${path}`;
  const limited = new Set(routes.filter(({ handler }) => admitting.has(handler)).map(nameOf));
  const open = routes
    .filter(({ method }) => !['ALL', 'GET'].includes(method))
    .filter((route) => !limited.has(nameOf(route)));
  if (open.length > 0) throw new Error(`no body limit: ${[...new Set(open.map(nameOf))].join(', ')}`);
}

/** The time that a route's body may take to arrive, in milliseconds. */
export function arrivalMs(maxBytes: number): number {
  return ARRIVAL_MS + Math.ceil(maxBytes / BYTES_A_SECOND) * 1_000;
}

/**
 * The stated length of the body, which Node enforces; undefined if it is streamed without one. It is checked first, because hono's limit
 * opens the body as a stream even then, which costs a fifth of a search.
 */
function declaredBytes(c: Context): number | undefined {
  const length = c.req.header('content-length');
  return length === undefined || c.req.header('transfer-encoding') !== undefined ? undefined : Number(length);
}

async function inTime(c: Context, ms: number, read: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      c.header('connection', 'close');
      reject(new Problem('request-too-slow'));
    }, ms);
  });
  await Promise.race([read(), late]).finally(() => clearTimeout(timer));
}

function refuseLarge(c: Context, maxBytes: number): never {
  // The rest of the body is not read.
  c.header('connection', 'close');
  throw new Problem('payload-too-large', { params: { limit: `${maxBytes / 1024} KB` } });
}

function refuseNul(body: string): void {
  if (body.includes('\0')) throw new Problem('malformed-request');
  if (storableJson(body) === body) return;
  const faults = pointersOfNul(body).map((pointer) => ({ code: 'malformed', pointer }));
  if (faults.length > 0) throw new Problem('malformed-request', { faults });
}

function isCsv(c: Context): boolean {
  return (c.req.header('content-type') ?? '').startsWith('text/csv');
}

function isJson(c: Context): boolean {
  return (c.req.header('content-type') ?? '').startsWith('application/json');
}

/** Finds the pointers of NULs in a JSON body. For other text it returns none, because the route reports it. */
function pointersOfNul(body: string): readonly string[] {
  try {
    return nulPointers(body);
  } catch {
    return [];
  }
}
