/** The contrast of colours (WCAG 2.2, relative luminance). */

/** The luminance of `#rrggbb`, from 0 (black) to 1 (white); `undefined` for an invalid colour. */
export function luminance(colour: string): number | undefined {
  const [, ...pairs] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour) ?? [];
  if (pairs.length < 3) return undefined;
  const [red = 0, green = 0, blue = 0] = pairs.map((pair) => {
    const share = Number.parseInt(pair, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The text colour that the portal puts on a colour, its contrast, and the colour's contrast with a white page. */
export function contrastOf(
  colour: string,
): { readonly text: 'black' | 'white'; readonly ratio: number; readonly onPage: number } | undefined {
  const light = luminance(colour);
  if (light === undefined) return undefined;
  const onPage = 1.05 / (light + 0.05);
  const onBlack = (light + 0.05) / 0.05;
  // The portal's own choice (`readableOn`).
  return light > 0.179 ? { text: 'black', ratio: onBlack, onPage } : { text: 'white', ratio: onPage, onPage };
}
