/** Decodes files of unknown encoding. */
import { decodeSingleByte } from './single-byte.ts';

/** Excel's workbooks are zip files; those of before 2007 are compound documents. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return [
    [0x50, 0x4b, 0x03, 0x04],
    [0xd0, 0xcf, 0x11, 0xe0],
  ].some((mark) => startsWith(bytes, mark));
}

/**
 * UTF-8 and UTF-16 with or without a byte order mark, windows-1252, DOS code page 850 and MacRoman, distinguished by the words that their
 * letters make; without a BOM and without NULs. Damaged UTF-8 characters are U+FFFD. `undefined` if no reading makes words: a file is never
 * silently garbled.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const utf16 = utf16Of(bytes);
  if (utf16) return plain(new TextDecoder(utf16).decode(bytes));
  try {
    return plain(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    const isUtf8 = startsWith(bytes, [0xef, 0xbb, 0xbf]) || isDamagedUtf8(bytes);
    const text = isUtf8 ? new TextDecoder('utf-8').decode(bytes) : decodeSingleByte(bytes);
    return text === undefined ? undefined : plain(text);
  }
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function plain(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll('\0', '');
}

/** What Excel calls «Texto Unicode». Without its mark, every other byte of western text is 0. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const start = bytes.subarray(0, 4_096 - (4_096 % 2));
  const zeros = [0, 0];
  start.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const most = start.length / 2;
  if (start.length < 4 || Math.max(even, odd) < most * 0.7) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** A letter of two bytes or more makes sense by chance once in a while; more of them than of those that do not is UTF-8. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  const damaged = text.match(/\ufffd/g)?.length ?? 0;
  const whole = text.match(/[\u0080-\ufffc]|[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0;
  return whole > damaged;
}
