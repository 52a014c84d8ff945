/** The deadline of a found sale for its holder: as a text, as an instant, and as a calendar entry. */
import type { z } from '@hono/zod-openapi';
import { localDate } from '../../catalogs/local-time.ts';
import { issueZone } from '../../catalogs/postal-code.ts';
import type { FoundSale } from '../../invoicing/found-sale.ts';
import type { Links } from '../../links/links.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { deadlineEnd, deadlineMoment, deductionNote } from '../../portals/deadline-words.ts';
import type { Portal } from '../../portals/portal.ts';
import type { Language } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';
import type { foundSaleWire } from '../api/wire.ts';

/** What the text of a deadline needs besides the sale. */
export type DeadlineContext = {
  readonly portal: Portal;
  readonly merchant: Merchant;
  readonly language: Language;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly links: Links;
};

/** Builds the context with which all sales of this portal are shown at this moment. */
export function deadlineContext(
  { invoicing, links }: Services,
  about: Pick<DeadlineContext, 'portal' | 'merchant' | 'language'>,
): DeadlineContext {
  return { ...about, now: invoicing.now(), links };
}

/** Builds the view. Words and calendar exist before the deadline; afterwards the sale's `reason` says what can still be done. */
export function deadlineView(
  found: FoundSale,
  token: string,
  { portal, language, now, links }: DeadlineContext,
): z.output<typeof foundSaleWire>['deadline'] {
  const { sale, branch, standing } = found;
  const zone = issueZone(branch.codigoPostal);
  const { deadline: date, expired, status } = standing;
  const base = { date, expired, endsAt: new Date(deadlineEnd(date, zone)).toISOString() };
  if (expired || (status !== 'open' && status !== 'unpaid')) return base;
  const saleDate = localDate(Date.parse(sale.body.date), zone);
  const note = deductionNote({ saleDate, deadline: date, today: localDate(now, zone) }, language);
  const moment = deadlineMoment(date, { zone, now, language });
  return {
    ...base,
    text: language === 'en' ? `You have until ${moment}.` : `Tienes hasta el ${moment}.`,
    ...(note !== undefined && { note }),
    calendar: links.api.calendar(portal.slug, token),
  };
}
