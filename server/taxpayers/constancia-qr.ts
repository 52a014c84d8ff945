/** The QR of a Constancia de Situación Fiscal or a Cédula: an address of the SAT with the CIF's number and the RFC (wire-contracts 13). */
import { parseRfc, type Rfc } from '../cfdi/rfc.ts';

/** What the QR identifies: the number of the tax identity card (idCIF) and the RFC. */
export type ConstanciaQr = { readonly idCif: string; readonly rfc: Rfc };

const HOST = 'siat.sat.gob.mx';
const PATH = '/app/qr/faces/pages/mobile/validadorqr.jsf';
const D3 = /^(\d{8,12})_([A-ZÑ&]{3,4}\d{6}[A-Z\d]{3})$/;

/** What the text says, if it is the SAT's address for a Constancia, whole and nothing else; `undefined` for any other text. */
export function parseConstanciaQr(text: string): ConstanciaQr | undefined {
  const url = parseUrl(text.trim());
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  if (url.host !== HOST || url.pathname !== PATH || url.username || url.password || url.hash) return undefined;
  const { searchParams } = url;
  if (searchParams.get('D1') !== '10' || searchParams.get('D2') !== '1') return undefined;
  const [, idCif = '', typed = ''] = D3.exec((searchParams.get('D3') ?? '').toUpperCase()) ?? [];
  const rfc = parseRfc(typed);
  return rfc ? { idCif, rfc } : undefined;
}

/** The page's address, built only from its parts: a submitted URL is never fetched. `base` is the SAT's origin. */
export function constanciaUrl({ idCif, rfc }: ConstanciaQr, base = `https://${HOST}`): URL {
  const url = new URL(`${base}${PATH}`);
  url.searchParams.set('D1', '10');
  url.searchParams.set('D2', '1');
  url.searchParams.set('D3', `${idCif}_${rfc}`);
  return url;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
