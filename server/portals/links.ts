/** Every link to a portal is built here, so that there is one place to change when a portal gets another address. */
import type { Channel } from './channels.ts';
import type { Portal } from './portal.ts';

/** A portal with a domain of its own that is active is linked by it. */
export type Linked = Pick<Portal, 'slug' | 'host'>;

/** What a link to a portal may carry: the token that opens one sale, and the channel that brings the visit. */
export type LinkOptions = { readonly token?: string; readonly channel?: Channel };

/** Builds the public URLs of a portal. */
export type PortalLinks = {
  /** The portal's own page, absolute; with a token it opens that sale. */
  page(portal: Linked, options?: LinkOptions): string;
  /** The page with a QR that fills a till's display. */
  display(portal: Linked): string;
  /** The portal's address as people read it aloud and type it: without scheme or channel. */
  inLetters(portal: Linked): string;
  /** The script that defines the element. */
  script(): string;
};

/** `publicUrl` is where customers reach this server, without a trailing slash. */
export function createPortalLinks(publicUrl: string): PortalLinks {
  const page: PortalLinks['page'] = ({ slug, host }, options) =>
    host === undefined
      ? `${publicUrl}${portalPath({ slug }, options)}`
      : `${originAt(publicUrl, host)}${rootPath(options)}`;
  return {
    page,
    display: ({ slug, host }) =>
      host === undefined ? `${publicUrl}${portalPath({ slug })}/pantalla` : `${originAt(publicUrl, host)}/pantalla`,
    inLetters: (portal) => page(portal).replace(/^https?:\/\/|\/$/g, ''),
    script: () => `${publicUrl}/widget/autofactura-portal.js`,
  };
}

/** This server's origin under another name: by the same scheme and port. */
export function originAt(publicUrl: string, host: string): string {
  const url = new URL(publicUrl);
  url.hostname = host;
  return url.origin;
}

/** The same as `page` at the server's own address, from its root. */
export function portalPath({ slug }: Pick<Linked, 'slug'>, options: LinkOptions = {}): string {
  return `/${encodeURIComponent(slug)}${queryOf(options)}`;
}

/** The same as `page` at a domain of the portal's own, from its root. */
export function rootPath(options: LinkOptions = {}): string {
  return `/${queryOf(options)}`;
}

function queryOf({ token, channel }: LinkOptions): string {
  const query = [
    ...(token === undefined ? [] : [`t=${encodeURIComponent(token)}`]),
    ...(channel === undefined ? [] : [`c=${channel}`]),
  ];
  return query.length > 0 ? `?${query.join('&')}` : '';
}
