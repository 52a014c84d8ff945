/** The mail that answers a request which ends without an invoice: declined in the merchant's words, or expired. */
import type { Portal } from '../../portals/portal.ts';
import { SOLD_WORDS } from '../../portals/trade-words.ts';
import { type Markup, markup } from '../../text/markup.ts';
import { headerText } from './address.ts';
import { contactLine, framed, logoId, type MailBasis, textOf } from './frame.ts';
import { buttons, datum, mailHtml, paragraphs } from './look.ts';
import type { Mail } from './mailer.ts';
import { ANSWER } from './texts.ts';
import { fill, nameWithoutLinks, oneLine } from './values.ts';

/** What a mail that answers a request says. */
export type AnswerMail = MailBasis & {
  readonly noun: Portal['settings']['noun'];
  /** `expired`: its sale never arrived. `unanswered`: the merchant never answered. After a refused correction the invoice stays in force. */
  readonly ending: 'declined' | 'expired' | 'unanswered' | 'correction-declined' | 'correction-unanswered';
  /** Why it was declined, in the merchant's words; empty if it expired. */
  readonly answer: string;
  /** The folio that the customer gave; empty if they gave none. */
  readonly folio: string;
  /** Opens the request's own page. */
  readonly url: string;
};

/** Composes the mail: a subject, HTML and plain text, with the logo inline. */
export function answerMail(basis: AnswerMail): Mail {
  const { merchant, portal, language, world, ending, answer, url } = basis;
  const comercio = oneLine(merchant.tradeName);
  const values = { comercio, noun: SOLD_WORDS[basis.noun][language] };
  const say = (text: keyof typeof ANSWER): string => fill(ANSWER[text][language], values);
  const subject = headerText(say('subject'));
  const folio = nameWithoutLinks(basis.folio);
  const contact = contactLine(basis);
  const parts: readonly Markup[] = [
    paragraphs(say(ending)),
    ...(answer === '' ? [] : [paragraphs(`«${answer}»`)]),
    ...(folio === '' ? [] : [datum(say('folio'), folio, 'code')]),
    buttons([{ label: say('button'), url, primary: portal.theme.primary }]),
  ];
  const html = mailHtml({
    ...{ language, title: subject, comercio, ...logoId(portal), parts },
    ...(world === 'test' && { banner: say('test') }),
    footer: contact.text === '' ? markup`${say('why')}` : markup`${contact.html}<br>${say('why')}`,
  });
  const text = textOf([
    world === 'test' ? say('test') : '',
    say(ending),
    answer === '' ? '' : `«${answer}»`,
    folio === '' ? '' : `${say('folio')}: ${folio}`,
    `${say('button')}:\n${url}`,
    contact.text,
    say('why'),
  ]);
  return framed(basis, { subject, html, text });
}
