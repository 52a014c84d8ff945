/** Links to a portal's own pages, on its own domain if it has one. */

/** A portal with a domain of its own that is active is linked by it. */
export type Linked = { readonly slug: string; readonly host?: string };

/** What a link to a portal may carry: the token that opens one sale, and the channel that brings the visit. */
export type LinkOptions = { readonly token?: string; readonly channel?: string };

/** Builds the public URLs of a portal. */
export type PortalLinks = {
  /** The portal's own page, absolute; with a token it opens that sale. */
  page(portal: Linked, options?: LinkOptions): string;
  /** The page with a QR that fills a till's display. */
  display(portal: Linked): string;
  /** The portal's address as people read it aloud and type it: without scheme or channel. */
  inLetters(portal: Linked): string;
  /** The page at which the element shows the answer to a request. */
  answer(portal: Linked, request: { readonly id: string; readonly token: string }): string;
  /** Where an address stops getting reminders. */
  unsubscribe(token: string): string;
  /** Where this server is asked, at a portal's own domain, whether it is the one that answers there. */
  here(host: string, nonce: string): string;
  /** The script that defines the element. */
  script(): string;
};

/** The path at which a server shows that it answers for a portal's own domain. */
export const HERE_PATH = '/.well-known/autofactura';

/** The path that a reminder's unsubscribe link leads to, with its `token`. */
export const UNSUBSCRIBE_PATH = '/v1/mail/unsubscribe';

/** The links to the portals of the server at `publicUrl`. */
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
    answer: (portal, { id, token }) =>
      `${page(portal)}#autofactura=${portal.slug}/${encodeURIComponent(`requests/${id}?token=${token}`)}`,
    unsubscribe: (token) => `${publicUrl}${UNSUBSCRIBE_PATH}?token=${token}`,
    here: (host, nonce) => `${originAt(publicUrl, host)}${HERE_PATH}?nonce=${nonce}`,
    script: () => `${publicUrl}/widget/autofactura-portal.js`,
  };
}

/** This server's origin under another name: by the same scheme and port. */
function originAt(publicUrl: string, host: string): string {
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
