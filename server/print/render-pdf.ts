/** From XML to PDF with pdfmake, in this thread. Loading this module loads pdfmake and its fonts: only the worker does. */
import pdfmake from 'pdfmake';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { qrUrl } from '../cfdi/qr.ts';
import { timbreCadena } from '../cfdi/timbre.ts';
import { keepFont } from './kept-fonts.ts';
import { MONO } from './paper.ts';
import { type Prints, printableTree } from './printable.ts';
import { type PrintShop, type PrintTheme, representacion } from './representacion.ts';
import { tagEverything } from './tagged.ts';

/** The PDF, or why the text cannot be printed. */
export type RenderOutcome =
  | { readonly kind: 'pdf'; readonly pdf: Uint8Array }
  | { readonly kind: 'not-a-cfdi'; readonly detail: string };

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

/** One document. The same XML, theme and shop give the same bytes. A logo that cannot be read is left out: the invoice matters more. */
export async function renderPdf(
  xml: string,
  { theme, shop }: { readonly theme: PrintTheme; readonly shop?: PrintShop | undefined },
): Promise<RenderOutcome> {
  const outcome = readCfdi(xml);
  if (outcome.kind === 'not-a-cfdi') return outcome;
  const { file } = outcome;
  const [timbre] = file.timbres;
  const stamped = timbre && { timbre, url: qrUrl(file.comprobante, timbre), cadena: timbreCadena(timbre) };
  const shown = printableTree(file, prints);
  const named = shop && printableTree(shop, prints);
  const draw = async (look: PrintTheme) => {
    const pdf: Uint8Array = await pdfmake
      .createPdf(representacion(shown, stamped, { theme: look, shop: named }))
      .getBuffer();
    return { kind: 'pdf', pdf } as const;
  };
  if (!theme.logo) return draw(theme);
  return draw(theme).catch(() => draw({ primary: theme.primary }));
}
