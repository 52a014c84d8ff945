/** Makes values that others wrote safe to use in our sentences. */
import { formatTrimmed, type Micro } from '../../cfdi/money.ts';

/** Replaces `{name}` placeholders, in one pass; an unknown one stays as it was typed. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );
}

/** Converts text to one line: control characters become spaces, and invisible characters that could disguise it are removed. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cf}\p{Cs}]/gu, '')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
}

/** Anything that a mail program would turn into a link: an address, a scheme, `www.`, a domain or an IPv4 address. */
const LINKED = /:\/|@|^(?:mailto|tel|sms):|^\W*www\.|[\p{L}\d-]\.[\p{L}][\p{L}\d-]+|\d+\.\d+\.\d+\.\d+/iu;
const MAX_NAME = 120;

/** A customer's name on one line, without words that would become links, so that our mail cannot carry advertising. */
export function nameWithoutLinks(name: string): string {
  const words = oneLine(name.normalize('NFKC').replaceAll('。', '.')).split(' ');
  return [...words.filter((word) => !LINKED.test(word)).join(' ')].slice(0, MAX_NAME).join('').trim();
}

/** `$1,348.00 MXN`. */
export function shownAmount(amount: Micro, moneda: string): string {
  const [whole = '', cents = ''] = formatTrimmed(amount, 2).split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents} ${moneda}`;
}
