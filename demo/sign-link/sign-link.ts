/**
 * Makes the link that opens one sale in a merchant's portal, for a ticket's QR or a mail.
 *
 *   signLink('https://factura.tu-comercio.mx', linkSecret, {
 *     slug: 'tu-portal', source: 'src_…', folio: 'A-1001', date: '2026-11-20T18:32:00-06:00', total: '348.00', formaPago: '01' })
 *
 * Only where customers cannot read the secret: on a server or in a till, never in a page.
 */
import { createHmac } from 'node:crypto';

/** `date` and `total` together, and only where the link is to make the sale; `formaPago` may be left out: the source's default says it. */
export type LinkedSale = {
  readonly slug: string;
  readonly source: string;
  readonly folio: string;
  readonly date?: string;
  readonly total?: string;
  readonly formaPago?: string;
};

/** The link. Throws for a sale that Autofactura could not use, before anybody prints it. */
export function signLink(base: string, secret: string, sale: LinkedSale): string {
  const { slug, source, folio, date = '', total = '', formaPago = '' } = sale;
  const signed = { slug, source, folio, date, total, formaPago };
  const fault = faultOf(signed);
  if (fault !== undefined) throw new Error(fault);
  const message = ['autofactura-link-v1', ...Object.values(signed)].join('\n');
  const sig = createHmac('sha256', secret).update(message, 'utf8').digest('hex').slice(0, 32);
  const query = Object.entries({ source, folio, date, total, formaPago, sig })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${percentEncoded(value)}`)
    .join('&');
  return `${base.replace(/\/+$/, '')}/${slug}?${query}`;
}

/** Why the server could not use it. */
function faultOf({ slug, source, folio, date, total, formaPago }: Required<LinkedSale>): string | undefined {
  const values = [slug, source, folio, date, total, formaPago];
  if (values.some((value) => /\p{Cc}/u.test(value))) return 'a value has a control character';
  if ([slug, source, folio].some((value) => /^ *$/.test(value))) return 'slug, source or folio is empty';
  // In units of UTF-16: an emoji is two.
  if (folio.length > 100) return 'folio is longer than 100 characters';
  if ((date === '') !== (total === '')) return 'date and total go together';
  if (date !== '' && !isInstant(date)) return 'date is not like 2026-11-20T18:32:00-06:00';
  if (total !== '' && !/^(?=.*[1-9])\d{1,15}(\.\d{1,2})?$/.test(total)) return 'total is not like 1250.50, above zero';
  if (formaPago !== '' && !/^\d\d$/.test(formaPago)) return 'formaPago is not two digits';
  return undefined;
}

/** RFC 3339 with its offset, of a day that is in the calendar. */
function isInstant(text: string): boolean {
  const time = /^([1-9]\d{3}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
  const [, day = ''] = time.exec(text) ?? [];
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** RFC 3986: `encodeURIComponent` leaves five more characters as they are. */
function percentEncoded(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
