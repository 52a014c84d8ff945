/** The same page made by pdfmake as it comes: its own font files, opened anew for each document, and its own QR. For comparison. */
import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import type { TFontDictionary } from 'pdfmake/interfaces.js';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { qrUrl } from '../../server/cfdi/qr.ts';
import { timbreCadena } from '../../server/cfdi/timbre.ts';
import { representacion } from '../../server/print/representacion.ts';

const roboto = createRequire(import.meta.url)('pdfmake/fonts/Roboto.js') as TFontDictionary;

/** The PDF of a stamped CFDI. Puts the fonts back, so that `renderPdf` may be called in turn. */
export async function stockPdf(xml: string): Promise<Uint8Array> {
  const outcome = readCfdi(xml);
  const timbre = outcome.kind === 'cfdi' ? outcome.file.timbres[0] : undefined;
  if (outcome.kind !== 'cfdi' || !timbre) throw new Error('not a stamped CFDI');
  const { comprobante } = outcome.file;
  const url = qrUrl(comprobante, timbre);
  const definition = representacion(
    outcome.file,
    { timbre, url, cadena: timbreCadena(timbre) },
    { theme: { primary: '#1f2937' } },
  );
  const [foot] = Array.isArray(definition.content) ? definition.content.slice(-1) : [];
  if (typeof foot === 'object' && 'columns' in foot) foot.columns[0] = { qr: url, eccLevel: 'M', fit: 120 };
  const kept = pdfmake.fonts;
  pdfmake.setFonts({ ...roboto, Courier: { normal: 'Courier' } });
  pdfmake.setLocalAccessPolicy(() => true);
  pdfmake.setUrlAccessPolicy(() => false);
  const document = pdfmake.createPdf(definition);
  pdfmake.setFonts(kept);
  return document.getBuffer();
}
