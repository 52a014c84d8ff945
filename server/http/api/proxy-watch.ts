/**
 * Detects a proxy in front of this server that it is not configured to trust, and reports it in the log and to every merchant of the
 * server.
 */
import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { cameByUntrustedProxy } from './address.ts';
import type { Services } from './services.ts';

/** The middleware that watches for an untrusted proxy, and what it has seen. */
export type ProxyWatch = {
  readonly watch: MiddlewareHandler;
  /** When the first customer came through the proxy, in epoch milliseconds; `undefined` if none did. */
  since(): number | undefined;
};

/** Creates the watch, one for each app. Its findings are lost on restart, so that a corrected setting starts afresh. */
export function createProxyWatch({ trustProxy, invoicing }: Pick<Services, 'trustProxy' | 'invoicing'>): ProxyWatch {
  let since: number | undefined;
  const watch = createMiddleware(async (c, next) => {
    if (since === undefined && cameByUntrustedProxy(c, trustProxy)) {
      since = invoicing.now();
      invoicing.log('proxy.not-trusted', {
        effect: 'all customers share one address and one budget of failed look-ups',
        remedy: 'set AUTOFACTURA_TRUST_PROXY=true (or the addresses of your proxies) if they set x-forwarded-for',
      });
    }
    await next();
  });
  return { watch, since: () => since };
}
