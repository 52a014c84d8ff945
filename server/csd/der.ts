/** Walks DER, only as far as the certificate and key checks need: what node:crypto does not tell. */

/** One element: its tag byte and its content. */
export type DerElement = { readonly tag: number; readonly content: Uint8Array };

/** Tag bytes of the DER elements that are read. */
export const DER = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
  extensions: 0xa3,
} as const;

/** The elements that lie one after another in `bytes`; `undefined` when one is cut short or is not DER. */
export function parseDer(bytes: Uint8Array): readonly DerElement[] | undefined {
  const elements: DerElement[] = [];
  let at = 0;
  while (at < bytes.length) {
    const header = readHeader(bytes, at);
    if (!header || header.end > bytes.length) return undefined;
    elements.push({ tag: header.tag, content: bytes.subarray(header.start, header.end) });
    at = header.end;
  }
  return elements;
}

/** The children of the one element with this tag that `bytes` holds; `undefined` when it is anything else. */
export function parseSingle(bytes: Uint8Array, tag: number): readonly DerElement[] | undefined {
  const [element, ...rest] = parseDer(bytes) ?? [];
  return element?.tag === tag && rest.length === 0 ? parseDer(element.content) : undefined;
}

/** The first element, its header included, without what may follow it; `undefined` when there is none. */
export function firstDer(bytes: Uint8Array): Uint8Array | undefined {
  const header = readHeader(bytes, 0);
  return header && header.end <= bytes.length ? bytes.subarray(0, header.end) : undefined;
}

function readHeader(bytes: Uint8Array, at: number): { tag: number; start: number; end: number } | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return undefined;
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  const size = first - 0x80;
  // 0 is BER's indefinite form; four bytes of length are far beyond any certificate.
  if (size < 1 || size > 3 || at + 2 + size > bytes.length) return undefined;
  const start = at + 2 + size;
  return { tag, start, end: start + bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0) };
}
