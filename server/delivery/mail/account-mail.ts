/** This server's mails about accounts: short, in one voice, and without anybody's own words except a business's name. */
import type { Language } from '../../problems/problem.ts';
import { markup } from '../../text/markup.ts';
import { headerText, type MailAddress } from './address.ts';
import { buttons, mailHtml, paragraphs } from './look.ts';
import type { Mail } from './mailer.ts';

/** Who a mail goes to, from whom, in which language. */
export type AccountEnvelope = { readonly to: MailAddress; readonly sender: MailAddress; readonly language: Language };

/** The texts of such a mail. The title is its subject, and the text of its button if there is a link. */
export type AccountWords = {
  readonly title: string;
  readonly body: readonly string[];
  readonly url?: string;
  /** What to do if the reader did not ask for it. */
  readonly otherwise: string;
};

const BUTTON_COLOUR = '#0b5d4b';

/** Builds a mail from our own words, as HTML and as text. */
export function accountMail({ to, sender, language }: AccountEnvelope, words: AccountWords): Mail {
  const { title, body, url, otherwise } = words;
  const subject = headerText(title);
  const link = url === undefined ? [] : [buttons([{ label: title, url, primary: BUTTON_COLOUR }])];
  return {
    ...{ to, subject, attachments: [], from: { name: headerText('Autofactura'), address: sender } },
    headers: { 'Auto-Submitted': headerText('auto-generated') },
    html: mailHtml({
      ...{ language, title: subject, comercio: 'Autofactura' },
      parts: [paragraphs(body.join('\n\n')), ...link],
      footer: markup`${otherwise}`,
    }),
    text: [...body, ...(url === undefined ? [] : [url]), otherwise].join('\n\n'),
  };
}
