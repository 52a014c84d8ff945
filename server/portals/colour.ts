/** Readable colours (WCAG 2.2, relative luminance). */

const INK = '#1f2937';

/** `#rrggbb`, or our ink for an invalid colour: a theme of an older version must not spoil a mail. */
export function hexColour(text: string): string {
  return /^#[\da-f]{6}$/i.test(text) ? text.toLowerCase() : INK;
}

/** Black or white, whichever is more readable on it. */
export function readableOn(background: string): '#000000' | '#ffffff' {
  return contrast(background, '#000000') > contrast(background, '#ffffff') ? '#000000' : '#ffffff';
}

/** The contrast ratio, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
