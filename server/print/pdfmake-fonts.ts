/** pdfmake with our fonts, for everything that is printed. Loading this module loads pdfmake and its fonts: only the worker does. */
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { keepFont } from './kept-fonts.ts';
import { MONO } from './paper.ts';
import { type Prints, printableTree } from './printable.ts';
import { tagEverything } from './tagged.ts';

const regular = keepFont('pdfmake/fonts/Roboto/Roboto-Regular.ttf');
const medium = keepFont('pdfmake/fonts/Roboto/Roboto-Medium.ttf');
const prints: Prints = (codePoint) => regular.prints(codePoint) && medium.prints(codePoint);

// pdfmake's file system lives in memory and is not in its types; a document can name no other file and no address.
const { virtualfs } = pdfmake as unknown as { virtualfs: { writeFileSync(name: string, bytes: Uint8Array): void } };
virtualfs.writeFileSync('regular', regular.marker);
virtualfs.writeFileSync('medium', medium.marker);
pdfmake.setFonts({ Roboto: { normal: 'regular', bold: 'medium' }, [MONO]: { normal: MONO } });
tagEverything();
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path === MONO);

/** Every string of a tree, in a form that our fonts can draw. */
export function withGlyphs<T>(tree: T): T {
  return printableTree(tree, prints);
}

/** The bytes of a document; pdfmake writes into its argument. */
export async function pdfOf(document: TDocumentDefinitions): Promise<Uint8Array> {
  return pdfmake.createPdf(document).getBuffer();
}
