/** What every mail of ours has besides its words: a sender, a logo, a way to a person, its mark as automatic. */

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
  /** Of this server's domain: carriers sign for that one. The merchant's name is shown before it. */
  readonly sender: MailAddress;
  readonly merchant: { readonly tradeName: string };
  readonly portal: Pick<Portal['settings'], 'theme' | 'contact'>;
  readonly world: World;
  readonly language: Language;
};

type OwnParts = Pick<Mail, 'subject' | 'html' | 'text'> & Partial<Pick<Mail, 'attachments' | 'headers'>>;

/** The mail around its words. Answers go to the merchant, where it has an address. */
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
    // RFC 3834: no holiday notes in return.
    headers: { 'Auto-Submitted': headerText('auto-generated'), ...parts.headers },
  };
}

/** By which the HTML shows the logo: most mail programs show no `data:` URL. */
export const LOGO_ID = 'logo@autofactura';

/** The frame's logo, where the theme has one that can be shown. */
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

/** «¿Dudas? hola@cafejacaranda.mx · 55 1234 5678», in both forms; nothing where the merchant gave neither. */
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

/** A text twin: blocks with an empty line between them, those that are empty left out. */
export function textOf(blocks: readonly string[]): string {
  const kept = blocks.map((block) => block.replace(/[^\P{Cc}\n]|\p{Cs}/gu, '').trim()).filter((block) => block !== '');
  return `${kept.join('\n\n')}\n`;
}

/** A subject that is not empty, whatever the merchant typed. */
export function subjectOf(typed: string, otherwise: string): HeaderText {
  const subject = headerText(typed);
  return subject === '' ? headerText(otherwise) : subject;
}
