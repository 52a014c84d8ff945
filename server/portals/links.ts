/** Every link to a portal is built here, so that there is one place to change when a portal gets another address. */
import type { Channel } from './channels.ts';
import type { Portal } from './portal.ts';

/** What a link needs to know of a portal. */
export type Linked = Pick<Portal, 'slug'>;

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
  return {
    page: (portal, options) => `${publicUrl}${portalPath(portal, options)}`,
    display: (portal) => `${publicUrl}${portalPath(portal)}/pantalla`,
    inLetters: (portal) => `${publicUrl}${portalPath(portal)}`.replace(/^https?:\/\//, ''),
    script: () => `${publicUrl}/widget/autofactura-portal.js`,
  };
}

/** The same as `page`, from the root of the server. */
export function portalPath({ slug }: Linked, { token, channel }: LinkOptions = {}): string {
  const query = [
    ...(token === undefined ? [] : [`t=${encodeURIComponent(token)}`]),
    ...(channel === undefined ? [] : [`c=${channel}`]),
  ];
  return `/${encodeURIComponent(slug)}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}
