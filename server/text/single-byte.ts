/** Which single-byte code page a text was written in, decided by whether its letters make Spanish words. */

/** 0x80 to 0xff of each (WHATWG Encoding for windows-1252 and macintosh; IBM code page 850), the likeliest first. */
const CODE_PAGES: readonly string[] = [
  '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ' +
    Array.from({ length: 96 }, (_, index) => String.fromCharCode(0xa0 + index)).join(''),
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\xad±‗¾¶§÷¸°¨·¹³²■\xa0',
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\xa0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ',
];

/**
 * The text in the code page in which it makes most sense. `undefined` if it makes none in any, or equally much in two that read it
 * differently.
 */
export function decodeSingleByte(bytes: Uint8Array): string | undefined {
  const readings = CODE_PAGES.map((page, rank) => {
    const text = decodeBy(page, bytes);
    return { text, rank, ...sense(text) };
  });
  const [best, second] = readings.sort(
    (one, other) => other.good - other.bad * 3 - (one.good - one.bad * 3) || one.rank - other.rank,
  );
  if (!best || best.bad * 20 > best.good + (best.good === 0 ? 0 : 19)) return undefined;
  const isTie = second !== undefined && second.bad === 0 && best.rank > 0 && second.good === best.good;
  return isTie ? undefined : best.text;
}

function decodeBy(page: string, bytes: Uint8Array): string {
  const letters = [...page];
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += 8_192) {
    const part = bytes.subarray(from, from + 8_192);
    parts.push(
      Array.from(part, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : (letters[byte - 0x80] ?? ''))).join(''),
    );
  }
  return parts.join('');
}

/** How many non-ASCII letters are where Spanish has them, and how many are where no text has them. */
function sense(text: string): { readonly good: number; readonly bad: number } {
  let [good, bad] = [0, 0];
  for (const { 0: letter, index } of text.matchAll(/[\u0080-\uffff]/g)) {
    const worth = worthOf(letter, text.slice(Math.max(0, index - 3), index), text.slice(index + 1, index + 4));
    if (worth > 0) good += worth;
    else bad -= worth;
  }
  return { good, bad };
}

const LOWER = /[a-záéíóúüñ]$/;
const UPPER = /[A-ZÁÉÍÓÚÜÑ]$/;
const CAPITALS = /[A-ZÁÉÍÓÚÜÑ]{2}$/;
const LETTER = /\p{L}/u;

/** Above 0 for what Spanish has there, below for what it never has. */
function worthOf(letter: string, before: string, after: string): number {
  const [left, right] = [before.slice(-1), after.slice(0, 1)];
  const isInside = LETTER.test(left) && LETTER.test(right);
  if (/\p{L}/u.test(letter)) return worthOfLetter(letter, before, right);
  if ('¿¡'.includes(letter)) return LETTER.test(right) && !LETTER.test(left) ? 2 : -1;
  if ('°ºª²³'.includes(letter)) return !isInside && /[\w.]/.test(left) ? 1 : -1;
  if (letter === '’') return isInside && /^s\b/.test(after) ? 2 : isInside ? 1 : 0;
  if ('“‘«'.includes(letter)) return LETTER.test(left) ? -1 : 0;
  if ('”»…®™©'.includes(letter)) return isInside ? -1 : 0;
  if ('–—'.includes(letter)) return isInside && !(/\p{L}{3}/u.test(before) && /\p{L}{3}/u.test(after)) ? -1 : 0;
  if (' •·€£×½¼¾'.includes(letter)) return isInside ? -1 : 0;
  return -1;
}

function worthOfLetter(letter: string, before: string, right: string): number {
  const left = before.slice(-1);
  const isUpper = letter !== letter.toLowerCase();
  // A capital after a small letter, a small letter among capitals or after several.
  const isAmongCapitals = UPPER.test(left) && (UPPER.test(right) || CAPITALS.test(before));
  if (isUpper ? LOWER.test(left) : isAmongCapitals) return -1;
  if (isUpper && LOWER.test(right) && LETTER.test(left)) return -1;
  if (/[ñÑ]/.test(letter)) return /[aeiouáéíóú]/i.test(right) ? 2 : -1;
  if (/[áéíóúüÁÉÍÓÚÜ]/.test(letter)) return 2;
  if (/[ªº]/.test(letter)) return /\d|[.NnMm]/.test(left) ? 1 : -1;
  // French, Portuguese and German names: fewer, and inside words.
  return /[àâçèêëîïôûùäößãõÀÂÇÈÊÎÔÄÖ]/.test(letter) && (LETTER.test(left) || LETTER.test(right)) ? 0.5 : -1;
}
