/**
 * Makes the link that opens one sale in a merchant's portal, for a ticket's QR or a mail.
 *
 *   signLink('https://factura.tu-comercio.mx', linkSecret, {
 *     slug: 'tu-portal', source: 'src_…', folio: 'A-1001', date: '2026-11-20T18:32:00-06:00', total: '348.00', formaPago: '01' })
 *
 * Only where customers cannot read the secret: on a server or in a till, never in a page.
 */
import { createHmac } from 'node:crypto';

/** `date`, `total` and `formaPago` only where the link is to make the sale: all three, or none. */
export type LinkedSale = {
  readonly slug: string;
  readonly source: string;
  readonly folio: string;
  readonly date?: string;
  readonly total?: string;
  readonly formaPago?: string;
};

/** The link. Throws for a value with a control character, such as a line break. */
export function signLink(base: string, secret: string, sale: LinkedSale): string {
  const { slug, source, folio, date = '', total = '', formaPago = '' } = sale;
  const values = [slug, source, folio, date, total, formaPago];
  if (values.some((value) => /\p{Cc}/u.test(value))) throw new Error('a value has a control character');
  const message = ['autofactura-link-v1', ...values].join('\n');
  const sig = createHmac('sha256', secret).update(message, 'utf8').digest('hex').slice(0, 32);
  const query = Object.entries({ source, folio, date, total, formaPago, sig })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${percentEncoded(value)}`)
    .join('&');
  return `${base.replace(/\/+$/, '')}/${slug}?${query}`;
}

/** RFC 3986: `encodeURIComponent` leaves five more characters as they are. */
function percentEncoded(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
