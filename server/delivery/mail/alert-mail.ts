/** The mail that alerts a merchant's team, about one or several events. */

import { type Markup, markup } from '../../text/markup.ts';
import { headerText } from './address.ts';
import { framed, logoId, type MailBasis, textOf } from './frame.ts';
import { buttons, link, mailHtml, paragraph, paragraphs } from './look.ts';
import type { Mail } from './mailer.ts';
import { ALERT } from './texts.ts';
import { fill, oneLine } from './values.ts';

/** One event, in a sentence, with the page that shows it. */
export type AlertLine = { readonly text: string; readonly url?: string };

/** What an alert mail says. */
export type AlertMail = MailBasis & {
  /** Newest first. */
  readonly lines: readonly AlertLine[];
  /** The title of a single event, such as «Solicitud de factura por atender»; not used for several. */
  readonly title?: string;
  /** Whether none of it is real; its subject then says so. */
  readonly isTrial: boolean;
  /** The page on which the team can act on it. */
  readonly url?: string;
};

const SHOWN = 10;

/** Composes the mail from the first ten lines and the number of further ones. A single line becomes the subject. */
export function alertMail(basis: AlertMail): Mail {
  const { lines, title, isTrial, merchant, portal, language, world, url } = basis;
  const comercio = oneLine(merchant.tradeName);
  const say = (text: keyof typeof ALERT, count = lines.length): string =>
    fill(ALERT[text][language], { comercio, count: String(count) });
  const one = title === undefined ? say('one') : `${title} · ${comercio}`;
  const headline = lines.length === 1 ? one : say('many');
  const subject = headerText(isTrial ? fill(ALERT.trial[language], { subject: headline }) : headline);
  const shown = lines.slice(0, SHOWN).map((line) => ({ ...line, text: oneLine(line.text) }));
  const more = lines.length > SHOWN ? say('more', lines.length - SHOWN) : '';
  const html = mailHtml({
    language,
    title: subject,
    comercio,
    ...logoId(portal),
    ...(world === 'test' && { banner: say('test') }),
    parts: [
      ...shown.map(lineHtml),
      ...(more === '' ? [] : [paragraphs(more)]),
      ...(url === undefined ? [] : [buttons([{ label: say('button'), url, primary: portal.theme.primary }])]),
    ],
    footer: markup`${say('why')}`,
  });
  const text = textOf([
    world === 'test' ? say('test') : '',
    ...shown.map((line) => (line.url === undefined ? `- ${line.text}` : `- ${line.text}\n  ${line.url}`)),
    more,
    url === undefined ? '' : `${say('button')}:\n${url}`,
    say('why'),
  ]);
  return framed(basis, { subject, html, text });
}

function lineHtml({ text, url }: AlertLine): Markup {
  return paragraph(url === undefined ? markup`${text}` : link(text, url));
}
