/** Decimals as others write them in a CFDI: xs:decimal, with the number of decimals as written. */
import type { Micro } from './money.ts';

/** `decimals` as written, including trailing zeros (`348.50` has 2), which determine the SAT's tolerances; at most 6. */
export type WrittenDecimal = { readonly value: Micro; readonly decimals: number };

// A dozen rules read the same few attributes of a document: each is parsed once.
const REMEMBERED = 2048;
const LONGEST = 64;
const remembered = new Map<string, WrittenDecimal | undefined>();

/** Reads an attribute; `undefined` if it is no decimal, over 64 characters or over six decimals. A minus sign is read, for its rule to refuse. */
export function readDecimal(text: string): WrittenDecimal | undefined {
  if (text.length > LONGEST) return undefined;
  const known = remembered.get(text);
  if (known !== undefined || remembered.has(text)) return known;
  const read = parse(text);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(text, read);
  return read;
}

/** Only the value: 0 if it is absent or unreadable, because an unreadable value is a fault of its own rule. */
export function amountOf(text: string | undefined): Micro {
  return (text !== undefined && readDecimal(text)?.value) || 0n;
}

const XS_DECIMAL = /^\s*([+-]?)(\d{0,24})(?:\.(\d*))?\s*$/;

function parse(text: string): WrittenDecimal | undefined {
  const match = XS_DECIMAL.exec(text);
  const whole = match?.[2] ?? '';
  const written = match?.[3] ?? '';
  const fraction = written.length > 6 ? written.replace(/(?<=^\d{6,})0+$/, '') : written;
  if (!match || whole + fraction === '' || fraction.length > 6) return undefined;
  const value = BigInt(whole + fraction.padEnd(6, '0'));
  return { value: match[1] === '-' ? -value : value, decimals: fraction.length };
}
