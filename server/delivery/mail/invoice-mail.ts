/** The mail that delivers an invoice. */
import type { Portal } from '../../portals/portal.ts';
import { SOLD_WORDS } from '../../portals/trade-words.ts';
import { markup } from '../../text/markup.ts';
import { headerText } from './address.ts';
import { contactLine, framed, logoId, type MailBasis, subjectOf, textOf } from './frame.ts';
import { buttons, datum, mailHtml, paragraphs } from './look.ts';
import type { Mail, MailAttachment } from './mailer.ts';
import { CREDIT_NOTE, INVOICE } from './texts.ts';
import { fill, nameWithoutLinks, oneLine } from './values.ts';

/** The invoice's values, formatted for display. */
export type MailedInvoice = {
  /** `A-1042`. */
  readonly serieFolio: string;
  readonly uuid: string;
  /** The folios on the tickets, which are the only numbers that the customer knows. */
  readonly purchases: readonly string[];
  /** The invoice that it corrects and takes the place of, `A-1041`; absent for a first one. */
  readonly replaces?: string | undefined;
  /** Whether it is a nota de crédito (E), which thanks nobody for a purchase. */
  readonly isCreditNote?: boolean | undefined;
  /** `$348.00 MXN`. */
  readonly total: string;
  /** The receptor's name, which is the one value here that a stranger can choose. */
  readonly nombre: string;
  readonly links: { readonly pdf: string; readonly xml: string };
};

/** The merchant's own words, in which `{comercio}`, `{serieFolio}`, `{total}` and `{nombre}` are replaced; empty means none. */
export type InvoiceMailTexts = { readonly subject?: string | undefined; readonly message?: string | undefined };

/** What an invoice mail says, and the files that it attaches. */
export type InvoiceMail = MailBasis & {
  readonly noun: Portal['settings']['noun'];
  readonly invoice: MailedInvoice;
  readonly xml: Uint8Array;
  /** The PDF. If it could not be printed the mail is sent without it, and its button prints again. */
  readonly pdf?: Uint8Array;
  readonly texts?: InvoiceMailTexts | undefined;
};

/** Composes the mail: a subject, HTML and plain text, with PDF and XML attached and the logo inline. */
export function invoiceMail(basis: InvoiceMail): Mail {
  const { invoice, merchant, language } = basis;
  // The merchant wrote its words for invoices.
  const { texts = {} } = invoice.isCreditNote ? {} : basis;
  const words = invoice.isCreditNote ? { ...INVOICE, ...CREDIT_NOTE } : INVOICE;
  const values = {
    comercio: oneLine(merchant.tradeName),
    serieFolio: oneLine(invoice.serieFolio),
    total: oneLine(invoice.total),
    nombre: nameWithoutLinks(invoice.nombre),
    anterior: oneLine(invoice.replaces ?? ''),
  };
  const say: Say = (text) => fill(words[text][language], values);
  const subject = subjectOf(fill(texts.subject ?? '', values), say('subject'));
  const message = fill(texts.message?.trim() || words.message[language], values);
  const html = htmlOf(basis, say, subject, message);
  return framed(basis, { subject, html, text: twinOf(basis, say, message), attachments: documents(basis) });
}

type Say = (text: keyof typeof INVOICE) => string;

function htmlOf(basis: InvoiceMail, say: Say, title: string, message: string): string {
  const { invoice, merchant, portal, language, world } = basis;
  const contact = contactLine(basis);
  const { pdf, xml } = invoice.links;
  return mailHtml({
    language,
    title,
    comercio: oneLine(merchant.tradeName),
    ...logoId(portal),
    ...(world === 'test' && { banner: say('test') }),
    parts: [
      paragraphs(message),
      ...(invoice.replaces === undefined ? [] : [paragraphs(say('replaces'))]),
      datum(say('total'), oneLine(invoice.total), 'large'),
      datum(soldLabel(basis), soldFolios(basis), 'code'),
      buttons([
        { label: say('pdf'), url: pdf, primary: portal.theme.primary },
        { label: say('xml'), url: xml },
      ]),
      datum(say('factura'), oneLine(invoice.serieFolio), 'code'),
      datum(say('uuid'), oneLine(invoice.uuid), 'code'),
    ],
    footer: contact.text === '' ? markup`${say('why')}` : markup`${contact.html}<br>${say('why')}`,
  });
}

function twinOf(basis: InvoiceMail, say: Say, message: string): string {
  const { serieFolio, uuid, total, links } = basis.invoice;
  const sold = `${soldLabel(basis)}: ${soldFolios(basis)}`;
  const facts = [`${say('total')}: ${oneLine(total)}`, sold, `${say('factura')}: ${oneLine(serieFolio)}`];
  return textOf([
    basis.world === 'test' ? say('test') : '',
    message,
    basis.invoice.replaces === undefined ? '' : say('replaces'),
    [...facts, `${say('uuid')}: ${oneLine(uuid)}`].join('\n'),
    `${say('pdf')}:\n${links.pdf}`,
    `${say('xml')}:\n${links.xml}`,
    contactLine(basis).text,
    say('why'),
  ]);
}

/** The label of the purchases in the words of the trade, singular or plural: «Compra», «Consumos», «Boletos». */
function soldLabel({ noun, language, invoice }: InvoiceMail): string {
  const word = SOLD_WORDS[noun][language];
  const plural = invoice.purchases.length === 1 ? '' : 's';
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}${plural}`;
}

function soldFolios({ invoice }: InvoiceMail): string {
  return invoice.purchases.map(oneLine).join(', ');
}

/** The attachments, with the same names as the downloads, so that an accountant can file them. */
function documents({ invoice, pdf, xml }: InvoiceMail): readonly MailAttachment[] {
  const name = `${invoice.serieFolio}-${invoice.uuid}`.replace(/[^\w.-]/g, '_');
  const printed: readonly MailAttachment[] =
    pdf === undefined ? [] : [{ filename: headerText(`${name}.pdf`), contentType: 'application/pdf', content: pdf }];
  return [...printed, { filename: headerText(`${name}.xml`), contentType: 'application/xml', content: xml }];
}
