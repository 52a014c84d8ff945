/** A request that came by a portal's own domain: which portal it opens, and that nothing else of this server is served there. */
import { createMiddleware } from 'hono/factory';
import { Problem } from '../../problems/problem.ts';
import type { ApiVariables } from './api.ts';
import type { Services } from './services.ts';

/** Everything that a portal's page needs; the panel, the documentation and merchants' routes are only at the server's own address. */
const AT_OWN_HOST =
  /^\/(?:|pantalla|page\.css|favicon\.ico|\.well-known\/autofactura|widget\/.*|problems\/.*|v1\/(?:portals|invoices|requests|mail)\/.*|[^/]+|[^/]+\/pantalla)$/;
const NEVER = /^\/(?:panel|ayuda|docs|openapi\.json|demo|health|internal)(?:\/|$)/;

/** Names that are nobody's domain: addresses, and this machine. */
const NO_DOMAIN = /^(?:[\d.]+|\[.*\]|[^.]*)$/;

/** Sets `ownSlug` if the request's host is a portal's own domain, and refuses what is not served there. Any other host is the server's. */
export function ownHost(services: Services) {
  const ours = new URL(services.publicUrl).hostname;
  return createMiddleware<ApiVariables>(async (c, next) => {
    const host = hostnameOf(c.req.header('host') ?? '');
    if (host !== ours && !NO_DOMAIN.test(host)) {
      const domain = await services.invoicing.store.domains.ofHost(host);
      if (domain) {
        if (!AT_OWN_HOST.test(c.req.path) || NEVER.test(c.req.path)) throw new Problem('unknown-resource');
        c.set('ownSlug', domain.slug);
      }
    }
    await next();
  });
}

function hostnameOf(header: string): string {
  return header.replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
}
