/** What may stand in a header of a mail. Both types are made here alone, so that nothing else reaches a header. */
import { domainToASCII } from 'node:url';
import { oneLine } from './values.ts';

/** One address, `local@domain`, nothing around it. */
export type MailAddress = string & { readonly __brand: 'MailAddress' };

/** One line of text without control characters. */
export type HeaderText = string & { readonly __brand: 'HeaderText' };

/** RFC 5321: 256 with the angle brackets. */
const MAX_ADDRESS = 254;
const MAX_HEADER_TEXT = 200;

/** Of RFC 5322's forms only the plain one: no quotes, no comments, no literals, no second address. */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;
const FORBIDDEN = /[\s\p{C}"(),:;<>\\[\]]/u;

/** `undefined` for whatever is no plain address. A domain in letters of its own is written as DNS knows it. */
export function parseMailAddress(text: string): MailAddress | undefined {
  // Before the domain is read: URL rules drop line ends instead of refusing them.
  if (FORBIDDEN.test(text)) return undefined;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = domainToASCII(text.slice(at + 1));
  const labels = domain.split('.');
  if (at < 1 || local.length > 64 || !LOCAL.test(local)) return undefined;
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label)) || /^\d+$/.test(labels.at(-1) ?? '')) {
    return undefined;
  }
  const address = `${local}@${domain}`;
  return address.length > MAX_ADDRESS ? undefined : (address as MailAddress);
}

/** The text on one line, cut where a subject would be too long, or at `most`. */
export function headerText(text: string, most = MAX_HEADER_TEXT): HeaderText {
  return [...oneLine(text)].slice(0, most).join('').trim() as HeaderText;
}

/** `"Café Jacaranda" <facturas@…>`, the name quoted whatever is in it. */
export function namedAddress(name: HeaderText, address: MailAddress): string {
  return name === '' ? address : `"${name.replace(/[\\"]/g, '\\$&')}" <${address}>`;
}
