/** Computes how large a text may be so that it fits its room, in as many lines as that takes. */

/** Of Roboto, a character is this much of its size wide on average, and a word's widest letters somewhat more. */
const CHARACTER = 0.54;
const WIDE_CHARACTER = 0.62;
const LINE = 1.2;
const MOST_LINES = 3;
/** Anything smaller cannot be read at arm's length. */
const SMALLEST = 6;

/** The room of a text in points, the largest it may be, and in how many lines at most: three when absent. */
export type Room = {
  readonly width: number;
  readonly height: number;
  readonly largest: number;
  readonly lines?: number;
};

/** Points, between 6 and `largest`. */
export function fittedSize(text: string, { width, height, largest, lines: most = MOST_LINES }: Room): number {
  const longestWord = Math.max(1, ...text.split(/[\s/]+/).map((word) => word.length));
  const sizes = Array.from({ length: most }, (_, index) => {
    const lines = index + 1;
    // A line that breaks between words is rarely full.
    const characters = lines === 1 ? text.length : (text.length / lines) * 1.15;
    return Math.min(height / (lines * LINE), width / (Math.max(1, characters) * CHARACTER));
  });
  return Math.max(SMALLEST, Math.min(largest, width / (longestWord * WIDE_CHARACTER), Math.max(...sizes)));
}
