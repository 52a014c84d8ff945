/**
 * The address a customer keeps («Copiar enlace»): the hosted page with the invoice's or request's path in its fragment, which
 * no server logs. Only a path of the portal's own API is ever followed from it.
 */
import type { Api } from './api.ts';

const MARK = '#autofactura=';

/** The page that will show `self` again. */
export function linkTo(hostedUrl: string, slug: string, self: string, api: Api): string {
  return `${hostedUrl}${MARK}${slug}/${encodeURIComponent(api.pathOf(self))}`;
}

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
