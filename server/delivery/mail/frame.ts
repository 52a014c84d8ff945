/** What every mail has besides its texts: a sender, a logo, a contact, and a header that marks it as automatic. */

import type { World } from '../../merchants/tenant.ts';
import type { Portal } from '../../portals/portal.ts';
import type { Language } from '../../problems/problem.ts';
import { type Markup, markup, NOTHING } from '../../text/markup.ts';
import { type HeaderText, headerText, type MailAddress, parseMailAddress } from './address.ts';
import { link } from './look.ts';
import type { Mail, MailAttachment } from './mailer.ts';
import { CONTACT } from './texts.ts';
import { oneLine } from './values.ts';

/** What every mail is made from. */
export type MailBasis = {
  readonly to: MailAddress;
  /** The sending address; carriers only sign for its domain. The merchant's name is shown before it. */
  readonly sender: MailAddress;
  readonly merchant: { readonly tradeName: string };
  readonly portal: Pick<Portal['settings'], 'theme' | 'contact'>;
  readonly world: World;
  readonly language: Language;
};

type OwnParts = Pick<Mail, 'subject' | 'html' | 'text'> & Partial<Pick<Mail, 'attachments' | 'headers'>>;

/** Builds the parts of a mail around its words. Replies go to the merchant, if they have an address. */
export function framed({ to, sender, merchant, portal }: MailBasis, parts: OwnParts): Mail {
  const replyTo = parseMailAddress(portal.contact.email ?? '');
  const logo = logoOf(portal.theme.logo);
  return {
    to,
    from: { name: headerText(merchant.tradeName), address: sender },
    ...(replyTo && { replyTo }),
    subject: parts.subject,
    html: parts.html,
    text: parts.text,
    attachments: [...(parts.attachments ?? []), ...(logo ? [logo] : [])],
    // RFC 3834: no out-of-office replies.
    headers: { 'Auto-Submitted': headerText('auto-generated'), ...parts.headers },
  };
}

/** The content id of the logo in the HTML, because most mail programs do not show `data:` URLs. */
const LOGO_ID = 'logo@autofactura';

/** The logo of the frame, if the theme has one that can be shown. */
export function logoId({ theme }: MailBasis['portal']): { readonly logo?: string } {
  return logoOf(theme.logo) ? { logo: LOGO_ID } : {};
}

function logoOf(dataUrl: string | undefined): MailAttachment | undefined {
  const [, kind, base64] = /^data:image\/(png|jpeg);base64,([A-Za-z\d+/]+=*)$/.exec(dataUrl ?? '') ?? [];
  if (base64 === undefined) return undefined;
  const contentType = kind === 'png' ? 'image/png' : 'image/jpeg';
  const filename = headerText(kind === 'png' ? 'logo.png' : 'logo.jpg');
  return { filename, contentType, content: Buffer.from(base64, 'base64'), contentId: LOGO_ID };
}

/** The contact line, such as «¿Dudas? hola@cafejacaranda.mx · 55 1234 5678», in HTML and plain text; empty if the merchant gave neither. */
export function contactLine({ portal, language }: MailBasis): { readonly html: Markup; readonly text: string } {
  const email = parseMailAddress(portal.contact.email ?? '');
  const phone = oneLine(portal.contact.phone ?? '');
  const ways = [
    ...(email ? [{ label: String(email), url: `mailto:${encodeURIComponent(email).replace('%40', '@')}` }] : []),
    ...(phone === '' ? [] : [{ label: phone, url: `tel:${phone.replace(/[^+\d]/g, '')}` }]),
  ];
  if (ways.length === 0) return { html: NOTHING, text: '' };
  const lead = CONTACT.lead[language];
  const links = ways.map(({ label, url }, index) => markup`${index === 0 ? ' ' : ' · '}${link(label, url)}`);
  return { html: markup`${lead}${links}`, text: `${lead} ${ways.map(({ label }) => label).join(' · ')}` };
}

/** The plain text of a mail: its blocks with an empty line between them, without the empty ones. */
export function textOf(blocks: readonly string[]): string {
  const kept = blocks.map((block) => block.replace(/[^\P{Cc}\n]|\p{Cs}/gu, '').trim()).filter((block) => block !== '');
  return `${kept.join('\n\n')}\n`;
}

/** A subject that is never empty, whatever the merchant typed. */
export function subjectOf(typed: string, otherwise: string): HeaderText {
  const subject = headerText(typed);
  return subject === '' ? headerText(otherwise) : subject;
}

/** The HTML of a mail as a browser shows it: there are no attachments, so the logo is in the HTML itself. */
export function withLogo(html: string, theme: MailBasis['portal']['theme']): string {
  return html.replaceAll(`cid:${LOGO_ID}`, () => theme.logo ?? '');
}
