/**
 * The address a customer keeps («Copiar enlace»): the hosted page with the invoice's or request's path in its fragment, which
 * no server logs. Only a path of the portal's own API is ever followed from it.
 */
import type { Api } from './api.ts';

/** What precedes a portal's slug and an invoice's path in a fragment. */
export const MARK = '#autofactura=';

/** The `self` link in a page's fragment, when it is this portal's and of this API. */
export function selfIn(hash: string, slug: string, api: Api): string | undefined {
  const prefix = `${MARK}${slug}/`;
  if (!hash.startsWith(prefix)) return undefined;
  const self = decode(hash.slice(prefix.length));
  return self && api.owns(self) ? self : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
