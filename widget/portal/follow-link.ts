/**
 * The address that a customer keeps («Copiar enlace»): the hosted page with the path of the invoice or request in its fragment, which
 * no server logs. Only a path of the portal's own API is ever followed from it.
 */
import type { Api } from './api.ts';

/** What precedes a portal's slug and an invoice's path in a fragment. */
export const MARK = '#autofactura=';

/**
 * The `self` link in a page's fragment, when it is of this API. Its slug may be one that the portal had when the link was mailed: browsers carry
 * the fragment along to the new address, and the path's own token is what opens it.
 */
export function selfIn(hash: string, api: Api): string | undefined {
  const [mark = '', ...path] = hash.split('/');
  const self = mark.startsWith(MARK) && decode(path.join('/'));
  return self && api.owns(self) ? self : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
