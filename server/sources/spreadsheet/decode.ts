/** The bytes of a file that somebody's office program wrote. */

/** Bytes as text: UTF-8, or what Excel writes in Mexico where they are not. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Node 20 takes windows-1252 for Latin-1: what lies between the two is put right here.
    const latin1 = new TextDecoder('windows-1252').decode(bytes);
    return latin1.replace(/[\x80-\x9f]/g, (mark) => WINDOWS_1252[mark.charCodeAt(0) - 0x80] ?? mark);
  }
}

/** 0x80 to 0x9f (WHATWG Encoding, index windows-1252). */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
