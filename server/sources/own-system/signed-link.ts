/**
 * A link that a till, a shop or a mail makes by itself, asking nobody: it names one sale of one source and is signed with that source's
 * link secret. `demo/sign-link` makes them in four languages; its vectors hold here too.
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

/** What a link says, decoded; what it leaves out is empty. */
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
 * Whether it is signed with this secret: by the first 128 bits of the HMAC-SHA256 over its decoded values, a line each, in hexadecimal.
 * Never with a control character in a value: a line break would make two links of one text.
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

/** Whether it says the sale's total, to the centavo, and its day in `zone`; not without both. */
export function isOfTotalAndDay({ date, total }: SignedLink, sale: SaleBody, zone: string): boolean {
  const said = parseMicro(total);
  if (said === undefined || !INSTANT.safeParse(date).success) return false;
  const dayOf = (text: string): string => localDate(Date.parse(text), zone);
  return dayOf(date) === dayOf(sale.date) && roundTo(said, 2) === roundTo(toMicro(sale.total), 2);
}

/**
 * Of all others the sale comes by another road, where it may be numbered a little otherwise (a spreadsheet takes zeros off): one made here
 * besides would let a purchase be invoiced twice.
 */
const MADE_OF_LINKS: ReadonlySet<SourceType> = new Set(['api', 'manual']);

/** Tills' clocks are an hour off, or of another zone. */
const CLOCK_SKEW_MS = 86_400_000;

/**
 * What a link tells of the sale that is made of it: paid, in one line by the source's defaults. Of the sale's own date, so that whatever the
 * till tells itself stands above it. Nothing for a source whose sales come by another road, and without date and total.
 */
export function linkFacts(type: SourceType, link: SignedLink, now: number): readonly SaleFact[] {
  const { folio, date, total, formaPago } = link;
  if (!MADE_OF_LINKS.has(type) || !date || !total) return [];
  // What can be no sale waits in the queue with its reason, below the same link made right.
  const at = isUsable(link, now) ? Date.parse(date) : 0;
  const fact = submittedFact({ folio, date, total, ...(formaPago && { formaPago }) }, Math.min(at, now));
  return fact ? [fact] : [];
}

const TOTAL = /^(?=.*[1-9])\d{1,15}(\.\d{1,2})?$/;
const TO_BE_PAID = '99';

/** Whether a sale that was paid by `now` can be of its date, its total and its form of payment. */
function isUsable({ date, total, formaPago }: SignedLink, now: number): boolean {
  const isPaid = formaPago === '' || (formaPago !== TO_BE_PAID && findFormaPago(formaPago) !== undefined);
  const isDated = INSTANT.safeParse(date).success && Date.parse(date) <= now + CLOCK_SKEW_MS;
  return isDated && TOTAL.test(total) && isPaid;
}
