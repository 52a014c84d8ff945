/** Answers what a proxy and this server's own checks ask about portals' own domains. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { HERE_PATH } from '../links/portal-links.ts';
import { mayHaveCertificate, parseHost } from '../portals/domain.ts';
import { Problem } from '../problems/problem.ts';
import { isTrustedPeer } from './api/address.ts';
import { type Api, createApi } from './api/api.ts';
import type { Services } from './api/services.ts';

const NONCE = /^[0-9a-f]{32}$/;

/**
 * `/internal/ask?domain=…` tells Caddy whether it may obtain a certificate. Only the proxy itself gets an answer: a direct connection from
 * this machine or from a trusted proxy's address, never a forwarded request, which carries `x-forwarded-for`.
 */
export function domainInfrastructureRoutes(services: Services): Api {
  const { store } = services.invoicing;
  const api = createApi();
  api.get('/internal/ask', async (c) => {
    if (!isProxyItself(c, services)) throw new Problem('unknown-resource');
    const host = parseHost(c.req.query('domain') ?? '');
    const domain = host === undefined ? undefined : await store.domains.ofHost(host);
    if (!domain || !mayHaveCertificate(domain)) throw new Problem('unknown-resource');
    c.header('cache-control', 'no-store');
    return c.body(null, 200);
  });
  api.get(HERE_PATH, (c) => {
    const nonce = c.req.query('nonce') ?? '';
    if (!NONCE.test(nonce)) throw new Problem('unknown-resource');
    c.header('cache-control', 'no-store');
    return c.text(services.hereProof(nonce));
  });
  return api;
}

function isProxyItself(c: Context, { trustProxy }: Services): boolean {
  if (c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined) return false;
  const peer = c.env?.incoming ? getConnInfo(c).remote.address : undefined;
  return peer !== undefined && isTrustedPeer(peer, trustProxy);
}
