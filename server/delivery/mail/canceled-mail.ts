/** The mail to a customer whose invoice was cancelled at the SAT. */
import type { Portal } from '../../portals/portal.ts';
import { SOLD_WORDS } from '../../portals/trade-words.ts';
import { markup } from '../../text/markup.ts';
import { headerText } from './address.ts';
import { contactLine, framed, logoId, type MailBasis, textOf } from './frame.ts';
import { buttons, datum, mailHtml, paragraphs } from './look.ts';
import type { Mail } from './mailer.ts';
import { CANCELED, CANCELED_CREDIT_NOTE } from './texts.ts';
import { fill, oneLine } from './values.ts';

/** What a mail about a cancelled invoice says. `total` is formatted for display. */
export type CanceledMail = MailBasis & {
  readonly noun: Portal['settings']['noun'];
  readonly invoice: {
    readonly serieFolio: string;
    readonly uuid: string;
    readonly total: string;
    readonly isCreditNote?: boolean;
  };
  /** The portal, where the sale can be invoiced again. */
  readonly url: string;
};

/** Composes the mail. Nothing is attached, because the earlier files are no longer valid. */
export function canceledMail(basis: CanceledMail): Mail {
  const { invoice, merchant, portal, language, world, url } = basis;
  const comercio = oneLine(merchant.tradeName);
  const noun = SOLD_WORDS[basis.noun][language];
  const words = invoice.isCreditNote ? { ...CANCELED, ...CANCELED_CREDIT_NOTE } : CANCELED;
  const say = (text: keyof typeof CANCELED): string =>
    fill(words[text][language], { comercio, noun, serieFolio: oneLine(invoice.serieFolio) });
  const subject = headerText(say('subject'));
  const contact = contactLine(basis);
  const html = mailHtml({
    language,
    title: subject,
    comercio,
    ...logoId(portal),
    ...(world === 'test' && { banner: say('test') }),
    parts: [
      paragraphs(say('message')),
      datum(say('total'), oneLine(invoice.total), 'large'),
      datum(say('uuid'), oneLine(invoice.uuid), 'code'),
      // What a nota de crédito was for has its invoice still.
      ...(invoice.isCreditNote ? [] : [buttons([{ label: say('button'), url, primary: portal.theme.primary }])]),
    ],
    footer: contact.text === '' ? markup`${say('why')}` : markup`${contact.html}<br>${say('why')}`,
  });
  const text = textOf([
    world === 'test' ? say('test') : '',
    say('message'),
    `${say('total')}: ${oneLine(invoice.total)}\n${say('uuid')}: ${oneLine(invoice.uuid)}`,
    invoice.isCreditNote ? '' : `${say('button')}:\n${url}`,
    contact.text,
    say('why'),
  ]);
  return framed(basis, { subject, html, text });
}
