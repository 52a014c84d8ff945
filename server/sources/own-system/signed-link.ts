/**
 * A link that a till, a shop or a mail creates offline: it names one sale of one source and is signed with that source's link secret.
 * `demo/sign-link` creates such links in four languages; its test vectors apply here too.
 */
import { createHmac } from 'node:crypto';
import { formaPago as findFormaPago } from '../../catalogs/forma-pago.ts';
import { localDate } from '../../catalogs/local-time.ts';
import { parseMicro, roundTo, toMicro } from '../../cfdi/money.ts';
import type { SaleBody } from '../../sales/sale.ts';
import type { SaleFact } from '../intake/fact.ts';
import { INSTANT } from '../intake/order-values.ts';
import { submittedFact } from '../intake/submitted-fact.ts';
import { isSameSecret } from '../providers/webhook-body.ts';
import type { SourceType } from '../source.ts';

/** The decoded content of a link; what it leaves out is empty. */
export type SignedLink = {
  readonly slug: string;
  readonly source: string;
  readonly folio: string;
  readonly date: string;
  readonly total: string;
  readonly formaPago: string;
};

const VERSION = 'autofactura-link-v1';

/**
 * Whether the link is signed with this secret, by the first 128 bits of the HMAC-SHA256 over its decoded values, one per line, in hexadecimal.
 * Control characters are refused, because a line break would make two links out of one text.
 */
export function isSignedWith(secret: string, link: SignedLink, signature: string): boolean {
  const { slug, source, folio, date, total, formaPago } = link;
  const values = [slug, source, folio, date, total, formaPago];
  if (values.some((value) => /\p{Cc}/u.test(value))) return false;
  const digest = createHmac('sha256', secret)
    .update([VERSION, ...values].join('\n'), 'utf8')
    .digest('hex');
  return isSameSecret(digest.slice(0, 32), signature.toLowerCase());
}

/** Whether the link has the sale's total, to the centavo, and its day in `zone`. Both are required. */
export function isOfTotalAndDay({ date, total }: SignedLink, sale: SaleBody, zone: string): boolean {
  const stated = parseMicro(total);
  if (stated === undefined || !INSTANT.safeParse(date).success) return false;
  const dayOf = (text: string): string => localDate(Date.parse(text), zone);
  return dayOf(date) === dayOf(sale.date) && roundTo(stated, 2) === roundTo(toMicro(sale.total), 2);
}

/**
 * Types of source whose links may create a sale. For all others the sale arrives another way, perhaps with a slightly different number (a
 * spreadsheet drops zeros); creating one here as well would let a purchase be invoiced twice.
 */
const MADE_OF_LINKS: ReadonlySet<SourceType> = new Set(['api', 'manual']);

/** How far a till's clock may be off: an hour, or another time zone. */
const CLOCK_SKEW_MS = 86_400_000;

/**
 * The facts of a sale created from a link: paid, in one line by the source's defaults. Its version is the sale's own date, so that whatever the
 * till submits itself takes precedence. Nothing for a source whose sales arrive another way, or without date and total.
 */
export function linkFacts(type: SourceType, link: SignedLink, now: number): readonly SaleFact[] {
  const { folio, date, total, formaPago } = link;
  if (!MADE_OF_LINKS.has(type) || !date || !total) return [];
  // A link that cannot become a sale waits in the queue with its reason, until a corrected one replaces it.
  const at = isUsable(link, now) ? Date.parse(date) : 0;
  const fact = submittedFact({ folio, date, total, ...(formaPago && { formaPago }) }, Math.min(at, now));
  return fact ? [fact] : [];
}

const TOTAL = /^(?=.*[1-9])\d{1,15}(\.\d{1,2})?$/;
const TO_BE_PAID = '99';

/** Whether a sale paid by `now` can have this date, total and form of payment. */
function isUsable({ date, total, formaPago }: SignedLink, now: number): boolean {
  const isPaid = formaPago === '' || (formaPago !== TO_BE_PAID && findFormaPago(formaPago) !== undefined);
  const isDated = INSTANT.safeParse(date).success && Date.parse(date) <= now + CLOCK_SKEW_MS;
  return isDated && TOTAL.test(total) && isPaid;
}
