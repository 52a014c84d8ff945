/** Which encoding the bytes of an XML file are in, as they begin and as they declare it: XML 1.0 (5th edition), appendix F. */

/** The encodings that are read, by their IANA names. */
export type Encoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'ISO-8859-1' | 'windows-1252' | 'US-ASCII';

/** What the start of a file says about its encoding. */
export type DeclaredEncoding =
  /** `declared` is the name in the XML declaration, as it is written there; absent if there is none. */
  | {
      readonly kind: 'known';
      readonly assumed: Encoding;
      readonly declared?: string;
      /** What a byte order mark or the width of the first characters proves, whatever is declared. */
      readonly proven?: Encoding;
    }
  /** An encoding that is not read here, by the name it goes by. */
  | { readonly kind: 'unsupported'; readonly name: string };

const UNSUPPORTED_STARTS: readonly (readonly [hex: string, name: string])[] = [
  ['0000feff', 'UTF-32'],
  ['fffe0000', 'UTF-32'],
  ['0000003c', 'UTF-32'],
  ['3c000000', 'UTF-32'],
  ['4c6fa794', 'EBCDIC'],
];

/** The IANA names and aliases that are found in documents, in lower case. `UTF-16` alone leaves the byte order open. */
const NAMES: Readonly<Record<string, Encoding | 'UTF-16'>> = {
  'utf-8': 'UTF-8',
  utf8: 'UTF-8',
  'utf-16': 'UTF-16',
  utf16: 'UTF-16',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
  'iso-8859-1': 'ISO-8859-1',
  'iso8859-1': 'ISO-8859-1',
  'iso_8859-1': 'ISO-8859-1',
  latin1: 'ISO-8859-1',
  'latin-1': 'ISO-8859-1',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  'us-ascii': 'US-ASCII',
  ascii: 'US-ASCII',
};

/** The encoding that the file declares; without a declaration and a byte order mark it is UTF-8 (XML 1.0, 4.3.3). */
export function declaredEncoding(bytes: Uint8Array): DeclaredEncoding {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  const unsupported = UNSUPPORTED_STARTS.find(([hex]) => start === hex);
  if (unsupported) return { kind: 'unsupported', name: unsupported[1] };
  const proven = provenBy(start);
  const declared = declaredIn(bytes, proven);
  const proof = proven && { proven };
  if (declared === undefined) return { kind: 'known', assumed: proven ?? 'UTF-8', ...proof };
  const name = Object.hasOwn(NAMES, declared.toLowerCase()) ? NAMES[declared.toLowerCase()] : undefined;
  if (name === undefined) return { kind: 'unsupported', name: declared };
  const isWide = proven === 'UTF-16LE' || proven === 'UTF-16BE';
  const assumed = name !== 'UTF-16' ? name : isWide ? proven : 'UTF-16LE';
  return { kind: 'known', assumed, declared, ...proof };
}

/** A byte order mark, or `<` and its neighbour in two bytes each. */
function provenBy(start: string): Encoding | undefined {
  if (start.startsWith('efbbbf')) return 'UTF-8';
  if (start.startsWith('fffe') || /^3c00(?!00)..00$/.test(start)) return 'UTF-16LE';
  if (start.startsWith('feff') || /^003c00(?!00)..$/.test(start)) return 'UTF-16BE';
  return undefined;
}

/** The longest declaration that anybody writes is shorter. */
const DECLARATION_BYTES = 400;
const DECLARATION =
  /^\uFEFF?<\?xml\s+version\s*=\s*(?:"[^"]*"|'[^']*')\s+encoding\s*=\s*["']([A-Za-z][\w.-]{0,39})["']/;

function declaredIn(bytes: Uint8Array, proven: Encoding | undefined): string | undefined {
  // A declaration is ASCII: any reading of the right width shows it.
  const head = decode(bytes.subarray(0, DECLARATION_BYTES), proven ?? 'ISO-8859-1');
  return DECLARATION.exec(head)?.[1];
}

/** The bytes read so; what is not in the encoding becomes U+FFFD, a byte order mark stays in front. */
export function decode(bytes: Uint8Array, encoding: Encoding): string {
  // To the WHATWG, whose names TextDecoder knows, these are all windows-1252, which Node 20 in turn reads as ISO-8859-1.
  if (encoding === 'ISO-8859-1') return Buffer.from(bytes).toString('latin1');
  if (encoding === 'windows-1252')
    return Buffer.from(bytes)
      .toString('latin1')
      .replace(/[\x80-\x9f]/g, in1252);
  if (encoding === 'US-ASCII')
    return Buffer.from(bytes)
      .toString('latin1')
      .replace(/[\x80-\xff]/g, '\uFFFD');
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

/** Whether all bytes are valid in the encoding. Every byte is a letter in ISO-8859-1; five bytes are not in windows-1252. */
export function isIn(bytes: Uint8Array, encoding: Encoding): boolean {
  if (encoding === 'ISO-8859-1') return true;
  if (encoding === 'US-ASCII') return bytes.every((byte) => byte < 0x80);
  if (encoding === 'windows-1252') return bytes.every((byte) => !UNDEFINED_IN_1252.has(byte));
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const UNDEFINED_IN_1252: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** 0x80 to 0x9f in windows-1252 (WHATWG Encoding, index windows-1252). */
const FROM_80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function in1252(latin1: string): string {
  return FROM_80.charAt(latin1.charCodeAt(0) - 0x80);
}
