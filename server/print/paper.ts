/** The sheet: Letter, its margins, greys that survive a black-and-white printer, and the type used on it. */
import type { StyleDictionary } from 'pdfmake/interfaces.js';

/** Secondary text: dark enough for a fax (contrast 7:1 on white). */
export const GREY = '#555555';
/** Hairlines. */
export const RULE = '#c8c8c8';

/** Points, left, top, right, bottom; Letter is 612 × 792. */
export const MARGINS: [number, number, number, number] = [36, 40, 36, 46];
/** Width between the margins, in points. */
export const WIDTH = 612 - 36 - 36;

/** The monospaced face of seals: one of PDF's standard fonts, never embedded. A character is 0.6 of the size wide. */
export const MONO = 'Courier';

/** Named text styles of the invoice, with sizes in points. */
export const STYLES: StyleDictionary = {
  title: { fontSize: 18, bold: true },
  serieFolio: { fontSize: 11, bold: true },
  label: { fontSize: 6.5, color: GREY },
  name: { fontSize: 10, bold: true },
  uuid: { fontSize: 10, bold: true },
  columnHead: { fontSize: 7, bold: true, color: GREY },
  small: { fontSize: 6.5, color: GREY },
  total: { fontSize: 11, bold: true },
  mono: { font: MONO, fontSize: 5.6, lineHeight: 1.25 },
};
