/** Values that others wrote, made fit to stand in our sentences. */
import { formatTrimmed, type Micro } from '../../cfdi/money.ts';

/** `{name}`s filled from what there is, once; one that there is not stays as it was typed. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );
}

/** On one line: controls become spaces, invisible characters that could disguise it are left out. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cf}\p{Cs}]/gu, '')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
}

/** Anything that a mail program would make a link of: an address, a scheme, `www.`, a domain, a number of IPv4. */
const LINKED = /:\/|@|^(?:mailto|tel|sms):|^\W*www\.|[\p{L}\d-]\.[\p{L}][\p{L}\d-]+|\d+\.\d+\.\d+\.\d+/iu;
const MAX_NAME = 120;

/** A customer's name on one line, without words that would be links: our mail must carry nobody's advertisement. */
export function nameWithoutLinks(name: string): string {
  const words = oneLine(name.normalize('NFKC').replaceAll('。', '.')).split(' ');
  return [...words.filter((word) => !LINKED.test(word)).join(' ')].slice(0, MAX_NAME).join('').trim();
}

/** `$1,348.00 MXN`. */
export function shownAmount(amount: Micro, moneda: string): string {
  const [whole = '', cents = ''] = formatTrimmed(amount, 2).split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents} ${moneda}`;
}
