/** The mail to a customer whose sale can be invoiced for a few more days. */
import type { Portal } from '../../portals/portal.ts';
import { SOLD_WORDS } from '../../portals/trade-words.ts';
import { markup } from '../../text/markup.ts';
import { headerText } from './address.ts';
import { contactLine, framed, logoId, type MailBasis, textOf } from './frame.ts';
import { buttons, datum, link, mailHtml, paragraphs } from './look.ts';
import type { Mail } from './mailer.ts';
import { REMINDER } from './texts.ts';
import { fill, oneLine } from './values.ts';

/** What a reminder says. `total` is formatted for display. */
export type ReminderMail = MailBasis & {
  readonly noun: Portal['settings']['noun'];
  readonly sale: { readonly folio: string; readonly total: string };
  /** The last day for the subject, `30 de noviembre de 2026`, and to the minute for the body: `30 de noviembre, 23:59, hora de Tijuana`. */
  readonly lastDay: string;
  readonly deadline: string;
  /** What the end of the year means for deducting the invoice. */
  readonly note?: string;
  /** Opens the portal at this sale. */
  readonly url: string;
  /** Accepts a one-click POST (RFC 8058), and a GET from a person who clicks it. */
  readonly unsubscribeUrl: string;
};

/** Composes the mail. Customers can unsubscribe from their mail program and from the mail itself. */
export function reminderMail(basis: ReminderMail): Mail {
  const { sale, merchant, portal, language, world, url, unsubscribeUrl } = basis;
  const comercio = oneLine(merchant.tradeName);
  const days = { lastDay: oneLine(basis.lastDay), deadline: oneLine(basis.deadline) };
  const values = { comercio, noun: SOLD_WORDS[basis.noun][language], ...days };
  const say: Say = (text) => fill(REMINDER[text][language], values);
  const subject = headerText(say('subject'));
  const contact = contactLine(basis);
  const why = markup`${say('why')} ${link(say('stop'), unsubscribeUrl)}`;
  const html = mailHtml({
    language,
    title: subject,
    comercio,
    ...logoId(portal),
    ...(world === 'test' && { banner: say('test') }),
    parts: [
      paragraphs(basis.note === undefined ? say('message') : `${say('message')}\n\n${basis.note}`),
      datum(say('total'), oneLine(sale.total), 'large'),
      datum(say('folio'), oneLine(sale.folio), 'code'),
      buttons([{ label: say('button'), url, primary: portal.theme.primary }]),
    ],
    footer: contact.text === '' ? why : markup`${contact.html}<br>${why}`,
  });
  const text = twinOf(basis, say);
  return framed(basis, { subject, html, text, headers: unsubscribeHeaders(unsubscribeUrl) });
}

type Say = (text: keyof typeof REMINDER) => string;

function twinOf(basis: ReminderMail, say: Say): string {
  const { sale, world, url, unsubscribeUrl } = basis;
  return textOf([
    world === 'test' ? say('test') : '',
    say('message'),
    basis.note ?? '',
    `${say('total')}: ${oneLine(sale.total)}\n${say('folio')}: ${oneLine(sale.folio)}`,
    `${say('button')}:\n${url}`,
    contactLine(basis).text,
    say('why'),
    `${say('stop')}:\n${unsubscribeUrl}`,
  ]);
}

/** A line of a mail has at most 998 characters (RFC 5322). */
const MAX_URL = 900;

/** The unsubscribe headers. `URL` escapes anything that could close the angle brackets early. */
function unsubscribeHeaders(url: string): NonNullable<Mail['headers']> {
  if (!URL.canParse(url) || url.length > MAX_URL) return {};
  const target = new URL(url).href.replace(/[<>\s]/g, encodeURIComponent);
  return {
    'List-Unsubscribe': headerText(`<${target}>`, target.length + 2),
    'List-Unsubscribe-Post': headerText('List-Unsubscribe=One-Click'),
  };
}
