/** Which sites may use a portal from a browser. This is not access control; it keeps other sites from posing as the merchant. */
import type { Context, MiddlewareHandler, Next } from 'hono';
import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import { PROOF_HEADER } from '../../limits/proof-of-work.ts';
import { Problem } from '../../problems/problem.ts';
import type { ApiVariables } from '../api/api.ts';
import type { Services } from '../api/services.ts';

/** How long a browser need not ask again. */
const PREFLIGHT_SECONDS = 600;
const METHODS = ['GET', 'POST'];
const HEADERS = ['content-type', 'accept-language', 'idempotency-key', PROOF_HEADER];

/** Creates CORS middleware that allows the exact origins of the portal's list and this server's own. Any other page gets `origin-not-allowed`. */
export function portalCors(services: Services) {
  const own = new URL(services.publicUrl).origin;
  return createMiddleware<ApiVariables>(async (c, next) => {
    const slug = c.req.param('slug') ?? '';
    const origin = c.req.header('origin');
    if (origin === undefined || origin === own) return allow(c, next, own);
    // A page on the portal's own domain sends its requests there.
    if (c.get('ownSlug') === slug && isSameHost(origin, c.req.header('host'))) return allow(c, next, origin);
    const portal = await services.invoicing.store.portals.getPortal(slug);
    const allowed = portal?.settings.allowedOrigins ?? ['*'];
    if (!allowed.includes('*') && !allowed.includes(origin)) throw new Problem('origin-not-allowed');
    return allow(c, next, origin, PREFLIGHT_SECONDS);
  });
}

/** Answers a preflight, and lets one origin read every other answer. */
function allow(c: Context, next: Next, origin: string, maxAge?: number): ReturnType<MiddlewareHandler> {
  const preflight = { origin, allowMethods: METHODS, allowHeaders: HEADERS, ...(maxAge !== undefined && { maxAge }) };
  if (c.req.method === 'OPTIONS') return cors(preflight)(c, next);
  // hono's middleware would rebuild the answer, with a stream for its body, which costs a fifth of a search.
  c.header('access-control-allow-origin', origin);
  c.header('vary', 'Origin', { append: true });
  return next();
}

function isSameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).hostname === host?.replace(/:\d+$/, '');
}

/** Creates CORS middleware for links that contain their own secret, which work from anywhere. */
export function openCors() {
  return cors({ origin: '*', allowMethods: METHODS, allowHeaders: HEADERS, maxAge: PREFLIGHT_SECONDS });
}
