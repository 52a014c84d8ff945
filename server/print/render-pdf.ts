/** Turns XML into a PDF, in the printing thread. */
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { qrUrl } from '../cfdi/qr.ts';
import { timbreCadena } from '../cfdi/timbre.ts';
import { pdfOf, withGlyphs } from './pdfmake-fonts.ts';
import { type PosterSheet, poster } from './poster.ts';
import { type PrintLook, type PrintTheme, representacion } from './representacion.ts';

/** The PDF, or why the text cannot be printed. */
export type RenderOutcome =
  | { readonly kind: 'pdf'; readonly pdf: Uint8Array }
  | { readonly kind: 'not-a-cfdi'; readonly detail: string };

/** One document. The same XML, theme and shop give the same bytes. An unreadable logo is left out: the invoice matters more. */
export async function renderPdf(xml: string, { theme, shop, canceledOn }: PrintLook): Promise<RenderOutcome> {
  const outcome = readCfdi(xml);
  if (outcome.kind === 'not-a-cfdi') return outcome;
  const { file } = outcome;
  const [timbre] = file.timbres;
  const stamped = timbre && { timbre, url: qrUrl(file.comprobante, timbre), cadena: timbreCadena(timbre) };
  const shown = withGlyphs(file);
  const named = shop && withGlyphs(shop);
  return withoutBadLogo(theme, (look) => representacion(shown, stamped, { theme: look, shop: named, canceledOn }));
}

/** One sheet of posters; the same for the same sheet. */
export async function renderPoster(sheet: PosterSheet): Promise<RenderOutcome> {
  const words = withGlyphs(sheet.words);
  return withoutBadLogo(sheet.theme, (theme) => poster({ ...sheet, words, theme }));
}

async function withoutBadLogo(
  theme: PrintTheme,
  documentOf: (theme: PrintTheme) => Parameters<typeof pdfOf>[0],
): Promise<RenderOutcome> {
  const draw = async (look: PrintTheme): Promise<RenderOutcome> => ({
    kind: 'pdf',
    pdf: await pdfOf(documentOf(look)),
  });
  if (!theme.logo) return draw(theme);
  return draw(theme).catch(() => draw({ primary: theme.primary }));
}
