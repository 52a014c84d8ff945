/** Notices that a proxy stands before this server which it was not told to trust: to the log, and to every merchant it serves. */
import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { cameByUntrustedProxy } from './address.ts';
import type { Services } from './services.ts';

/** The middleware that watches for an untrusted proxy, and what it has seen. */
export type ProxyWatch = {
  readonly watch: MiddlewareHandler;
  /** When the first customer came through it, in epoch milliseconds; `undefined` while none did. */
  since(): number | undefined;
};

/** One for an app. What it saw ends with the process: whoever corrects the setting starts anew. */
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
