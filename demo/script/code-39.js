/** Code 39 (ISO/IEC 16388): the barcode under a ticket's folio. */

// Nine elements a character, bars and spaces in turn; «w» is a wide one.
const PATTERNS = {
  0: 'nnnwwnwnn',
  1: 'wnnwnnnnw',
  2: 'nnwwnnnnw',
  3: 'wnwwnnnnn',
  4: 'nnnwwnnnw',
  5: 'wnnwwnnnn',
  6: 'nnwwwnnnn',
  7: 'nnnwnnwnw',
  8: 'wnnwnnwnn',
  9: 'nnwwnnwnn',
  A: 'wnnnnwnnw',
  B: 'nnwnnwnnw',
  C: 'wnwnnwnnn',
  D: 'nnnnwwnnw',
  E: 'wnnnwwnnn',
  F: 'nnwnwwnnn',
  G: 'nnnnnwwnw',
  H: 'wnnnnwwnn',
  I: 'nnwnnwwnn',
  J: 'nnnnwwwnn',
  K: 'wnnnnnnww',
  L: 'nnwnnnnww',
  M: 'wnwnnnnwn',
  N: 'nnnnwnnww',
  O: 'wnnnwnnwn',
  P: 'nnwnwnnwn',
  Q: 'nnnnnnwww',
  R: 'wnnnnnwwn',
  S: 'nnwnnnwwn',
  T: 'nnnnwnwwn',
  U: 'wwnnnnnnw',
  V: 'nwwnnnnnw',
  W: 'wwwnnnnnn',
  X: 'nwnnwnnnw',
  Y: 'wwnnwnnnn',
  Z: 'nwwnwnnnn',
  '-': 'nwnnnnwnw',
  '.': 'wwnnnnwnn',
  ' ': 'nwwnnnwnn',
  '*': 'nwnnwnwnn',
};
const WIDE = 2.5;

/** Draws `text` (capitals, digits, `-`, `.`, space; anything else is left out) into an empty `<svg>`, one unit high. */
export function drawBars(svg, text) {
  const bars = [];
  let x = 0;
  for (const letter of `*${text.toUpperCase()}*`) {
    for (const [index, width] of [...(PATTERNS[letter] ?? '')].entries()) {
      const wide = width === 'w' ? WIDE : 1;
      if (index % 2 === 0) bars.push(`M${x} 0h${wide}v1h-${wide}z`);
      x += wide;
    }
    x += 1;
  }
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', bars.join(''));
  svg.setAttribute('viewBox', `0 0 ${x - 1} 1`);
  svg.replaceChildren(path);
}
