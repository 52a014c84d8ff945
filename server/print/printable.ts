/**
 * Text our fonts can draw: what they cannot is marked, never dropped, so that a reader sees that the XML says more. Fonts for emoji and
 * every script would weigh tens of megabytes for what the SAT's register of names does not hold and few descriptions do.
 */

const CONTROL = /[^\P{Cc}\n]/gu;
const INVISIBLE = /^[\p{Mn}\p{Cf}]+$/u;
/** Direction and joining controls: they draw nothing, and outside their own script they could only disguise their neighbours. */
const FORMAT = /\p{Cf}/gu;
/** More marks than any language puts on a letter would be drawn over the lines above. */
const PILED_MARKS = /(\p{Mn}{2})\p{Mn}+/gu;

/** Replaces a run of characters without a glyph. */
export const UNPRINTABLE = '[…]';
const MARK = '\u{fffd}';

/** Whether the font has a glyph for a code point. */
export type Prints = (codePoint: number) => boolean;

/** Every string of a tree, ready to print: composed (NFC), control characters as spaces, what is unprintable as `[…]`. */
export function printableTree<T>(value: T, prints: Prints): T {
  return mapStrings(value, (text) => printable(text, prints)) as T;
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]));
}

function printable(text: string, prints: Prints): string {
  const clean = text.normalize('NFC').replace(CONTROL, ' ').replace(PILED_MARKS, '$1');
  const bare = clean.replace(FORMAT, '').replaceAll(MARK, UNPRINTABLE);
  if (drawable(bare, prints)) return bare;
  const graphemes = [...new Intl.Segmenter('es', { granularity: 'grapheme' }).segment(clean)];
  const marked = graphemes.map(({ segment }) => printableGrapheme(segment, prints)).join('');
  // A run of words in another script is one gap, not one for each of its letters.
  return marked.replace(FORMAT, '').replace(/\ufffd(?:[ ]*\ufffd)*/g, UNPRINTABLE);
}

// A family emoji is several code points and one picture: it gets one mark.
function printableGrapheme(grapheme: string, prints: Prints): string {
  if (drawable(grapheme, prints)) return grapheme;
  const [base = '', ...rest] = grapheme;
  return drawable(base, prints) && INVISIBLE.test(rest.join('')) ? base : MARK;
}

function drawable(text: string, prints: Prints): boolean {
  for (const character of text) if (character !== '\n' && !prints(character.codePointAt(0) ?? 0)) return false;
  return true;
}
