/** The foot of the last page: QR, who certified it and when, seals and the timbre's cadena; or why there are none. */
import type { Content } from 'pdfmake/interfaces.js';
import type { Comprobante, Timbre } from '../cfdi/comprobante.ts';
import { WIDTH } from './paper.ts';
import { qrPng } from './qr-png.ts';
import { described } from './tags.ts';

/** 3.2 cm a side: the SAT requires at least 2.75 (Anexo 20 v4.0). */
const QR_POINTS = 90;
const GAP = 14;
/** Characters in a line of a seal beside the QR: the monospaced face is 0.6 × 5.6 points wide. */
const LINE_CHARACTERS = Math.floor((WIDTH - QR_POINTS - GAP) / (0.6 * 5.6));
const LINE = new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g');

/** The foot of a stamped document. `url` is the SAT's verification address, `cadena` the timbre's. */
export type Stamped = { readonly timbre: Timbre; readonly url: string; readonly cadena: string };

/** QR and seals, never split between two pages. Without a timbre (a preview) there is no QR and the text says so. */
export function seals(c: Comprobante, stamped: Stamped | undefined): Content {
  if (!stamped)
    return {
      unbreakable: true,
      margin: [0, 18, 0, 0],
      stack: [
        { text: 'Sin timbre: vista previa, no es un comprobante fiscal.', bold: true },
        ...(c.noCertificado ? [datum('No. de serie del CSD del emisor', c.noCertificado)] : []),
        ...(c.sello ? wrapped('Sello digital del CFDI', c.sello) : []),
      ],
    };
  const { timbre, url, cadena } = stamped;
  return {
    unbreakable: true,
    margin: [0, 18, 0, 0],
    columns: [
      described('Código QR para verificar la factura en el SAT', { image: qrPng(url), width: QR_POINTS }),
      { width: '*', stack: [...certification(c, timbre), ...sealLines(c, timbre, cadena)] },
    ],
    columnGap: GAP,
  };
}

/** Whether a timbre comes from a PAC's tests: NoCertificadoSAT begins with 20001 or 30001; production's with 00001. */
export function isTestTimbre({ noCertificadoSat }: Timbre): boolean {
  return /^[23]0001/.test(noCertificadoSat);
}

function certification(c: Comprobante, timbre: Timbre): Content[] {
  const test: Content = {
    text: 'Sin validez fiscal: timbrado con un certificado de pruebas.',
    bold: true,
    margin: [0, 0, 0, 3],
  };
  const left = [
    datum('No. de serie del CSD del emisor', c.noCertificado ?? ''),
    datum('No. de serie del certificado del SAT', timbre.noCertificadoSat),
  ];
  const right = [
    datum('Fecha y hora de certificación', timbre.fechaTimbrado),
    datum('RFC del proveedor de certificación', timbre.rfcProvCertif),
  ];
  return [
    ...(isTestTimbre(timbre) ? [test] : []),
    { columns: [{ stack: left }, { stack: right }], columnGap: GAP },
    ...(timbre.leyenda ? [datum('Leyenda', timbre.leyenda)] : []),
  ];
}

function sealLines(c: Comprobante, timbre: Timbre, cadena: string): Content[] {
  return [
    ...wrapped('Sello digital del CFDI', c.sello ?? timbre.selloCfd),
    ...wrapped('Sello digital del SAT', timbre.selloSat),
    ...wrapped('Cadena original del complemento de certificación digital del SAT', cadena),
  ];
}

function datum(label: string, value: string): Content {
  return { text: [{ text: `${label} `, style: 'label' }, value], fontSize: 7 };
}

/** A long text without spaces, broken at the line's width; the standard font has nothing beyond Latin-1. */
function wrapped(label: string, text: string): Content[] {
  const lines = text.replace(/[^\x20-\xff]/g, '?').match(LINE) ?? [];
  return [
    { text: label, style: 'label', margin: [0, 3, 0, 0] },
    ...lines.map((line): Content => ({ text: line, style: 'mono', noWrap: true })),
  ];
}
