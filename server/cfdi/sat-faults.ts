/** The SAT's matrix of errors of CFDI 4.0 and the older codes all PACs share: what each means and who can put it right. */
import { merchant, type SatFault, us } from './sat-fault.ts';
import { COMPROBANTE_FAULTS } from './sat-faults-comprobante.ts';
import { CONCEPTO_FAULTS } from './sat-faults-conceptos.ts';
import { IMPUESTO_FAULTS } from './sat-faults-impuestos.ts';
import { RECEPTOR_FAULTS } from './sat-faults-receptor.ts';

/** Every code of the matrix by its canonical spelling, `CFDI40101` … `CFDI140227` (matriz de errores CFDI 4.0, 2024-12-13). */
export const SAT_FAULTS: Readonly<Record<string, SatFault>> = {
  ...COMPROBANTE_FAULTS,
  ...RECEPTOR_FAULTS,
  ...CONCEPTO_FAULTS,
  ...IMPUESTO_FAULTS,
};

/** The generic codes that precede the matrix, by number. 307 is no refusal: the document is stamped already. */
export const PAC_FAULTS: Readonly<Record<string, SatFault>> = {
  '300': merchant('El PAC no aceptó el usuario o la contraseña.', 'The PAC did not accept the user or password.'),
  '301': us(
    'El documento no cumple con el esquema del SAT (cfdv40.xsd).',
    'The document does not fit the SAT’s schema (cfdv40.xsd).',
  ),
  '302': us('El sello no corresponde al documento.', 'The seal does not match the document.'),
  '303': merchant('El certificado de sello no es del emisor.', 'The seal certificate is not the issuer’s.'),
  '304': merchant(
    'El certificado de sello está revocado o caduco, o el SAT aún no lo publica.',
    'The seal certificate is revoked or expired, or the SAT has not published it yet.',
  ),
  '305': merchant(
    'La fecha está fuera de la vigencia del certificado de sello.',
    'The date is outside the seal certificate’s validity.',
  ),
  '306': merchant(
    'El certificado es una e.firma, no un Certificado de Sello Digital.',
    'The certificate is an e.firma, not a Certificado de Sello Digital.',
  ),
  '307': us('El documento ya está timbrado.', 'The document is stamped already.'),
  '308': merchant('El certificado de sello no lo emitió el SAT.', 'The seal certificate was not issued by the SAT.'),
  '401': us(
    'Fecha es de hace más de 72 horas o está en el futuro.',
    'Fecha is more than 72 hours old or in the future.',
  ),
  '402': merchant(
    'El emisor no está en la lista de contribuyentes obligados del SAT, o sus obligaciones no están al corriente.',
    'The issuer is not in the SAT’s list of obliged taxpayers, or its obligations are not in order.',
  ),
  '403': us('Fecha es anterior a lo que el SAT admite.', 'Fecha is earlier than the SAT admits.'),
};

/**
 * The SAT's code anywhere in a PAC's text, in its canonical spelling: PACs write `CFDI40224` for `CFDI140224` and the
 * reverse, and wrap codes in codes of their own. A code we know is preferred; `undefined` when there is none.
 */
export function satCodeIn(text: string): string | undefined {
  const codes = Array.from(text.matchAll(/CFDI[ -]?(\d{5,6})(?!\d)/gi), (match) => canonical(match[1] as string));
  return codes.find((code) => code in SAT_FAULTS) ?? codes[0];
}

function canonical(digits: string): string {
  const spellings = [digits, `1${digits}`, digits.replace(/^1(?=\d{5}$)/, '')];
  return `CFDI${spellings.find((spelling) => `CFDI${spelling}` in SAT_FAULTS) ?? digits}`;
}
