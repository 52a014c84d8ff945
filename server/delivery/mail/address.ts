/** Text that is safe in a mail header. Both types are created only here, so that nothing else can reach a header. */
import { domainToASCII } from 'node:url';
import { oneLine } from './values.ts';

/** One address, `local@domain`, with nothing around it. */
export type MailAddress = string & { readonly __brand: 'MailAddress' };

/** One line of text without control characters. */
export type HeaderText = string & { readonly __brand: 'HeaderText' };

/** RFC 5321: 256 with the angle brackets. */
const MAX_ADDRESS = 254;
const MAX_HEADER_TEXT = 200;

/** Only the plain form of RFC 5322: no quotes, comments, literals or second address. */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;
const FORBIDDEN = /[\s\p{C}"(),:;<>\\[\]]/u;

/** Parses a plain address; `undefined` for anything else. An internationalized domain is converted to its DNS form. */
export function parseMailAddress(text: string): MailAddress | undefined {
  // This comes before the domain is parsed, because URL parsing drops line breaks instead of refusing them.
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

/** Converts text to one line, cut at the length limit of a subject, or at `most`. */
export function headerText(text: string, most = MAX_HEADER_TEXT): HeaderText {
  return [...oneLine(text)].slice(0, most).join('').trim() as HeaderText;
}

/** Formats an address with a name, such as `"Café Jacaranda" <facturas@…>`. The name is always quoted. */
export function namedAddress(name: HeaderText, address: MailAddress): string {
  return name === '' ? address : `"${name.replace(/[\\"]/g, '\\$&')}" <${address}>`;
}
