/**
 * What PACs refuse besides the SAT's matrix, and who can correct it: the codes that precede the matrix and
 * all PACs share (wire-contracts 1.1, cfdi-rules 15, read 2026-11), each PAC's own, the answers to a cancellation.
 */
import { CANCEL_FAULTS } from './pac-faults-cancel.ts';
import { FINKOK_FAULTS } from './pac-faults-finkok.ts';
import { DIVERZA_FAULTS, FACTURAMA_FAULTS, FACTURAPI_FAULTS, PRODIGIA_FAULTS } from './pac-faults-rest.ts';
import { SW_FAULTS } from './pac-faults-sw.ts';
import { customer, merchant, operator, type SatFault, us } from './sat-fault.ts';

/** By code. 307 is not a refusal: the document is already stamped. */
const SHARED: Readonly<Record<string, SatFault>> = {
  '300': merchant('El PAC no aceptó el usuario o la contraseña.', 'The PAC did not accept the user or password.'),
  '301': us(
    'El documento no cumple con el esquema del SAT (cfdv40.xsd).',
    'The document does not conform to the SAT’s schema (cfdv40.xsd).',
  ),
  '302': us('El sello no corresponde al documento.', 'The seal does not match the document.'),
  '303': merchant('El certificado de sello no es del emisor.', 'The seal certificate does not belong to the issuer.'),
  '304': merchant(
    'El certificado de sello está revocado o caduco, o el SAT aún no lo publica.',
    'The seal certificate is revoked or expired, or the SAT has not published it yet.',
  ),
  '305': merchant(
    'La fecha está fuera de la vigencia del certificado de sello, o el SAT aún no lo publica.',
    'The date is outside the seal certificate’s validity, or the SAT has not published it yet.',
  ),
  '306': merchant(
    'El certificado es una e.firma, no un Certificado de Sello Digital.',
    'The certificate is an e.firma, not a Certificado de Sello Digital.',
  ),
  '307': us('El documento ya está timbrado.', 'The document is already stamped.'),
  '308': merchant('El certificado de sello no lo emitió el SAT.', 'The seal certificate was not issued by the SAT.'),
  '401': operator(
    'Fecha es de hace más de 72 horas o está en el futuro. Revisa el reloj de este servidor.',
    'Fecha is more than 72 hours old or in the future. Check this server’s clock.',
  ),
  '402': merchant(
    'El emisor no está en la lista de contribuyentes obligados del SAT, o sus obligaciones no están al corriente.',
    'The issuer is not in the SAT’s list of taxpayers with obligations (LCO), or its obligations are not up to date.',
  ),
  '403': us('Fecha es anterior a lo que el SAT admite.', 'Fecha is earlier than the SAT accepts.'),
  // The PACs' code for CFDI40143 before the matrix existed.
  '607': customer(
    'rfc',
    'El SAT no reconoce este RFC. Revísalo letra por letra. Si lo acabas de tramitar, espera 72 horas.',
    'The SAT does not recognise this RFC. Check it letter by letter. If you only just got it, wait 72 hours.',
  ),
};

/** The codes all PACs share, by number; a PAC's own as `sw:AU2001`; a cancellation's answer as `cancel:207`. */
export const PAC_FAULTS: Readonly<Record<string, SatFault>> = {
  ...SHARED,
  ...keyed('finkok', FINKOK_FAULTS),
  ...keyed('sw', SW_FAULTS),
  ...keyed('prodigia', PRODIGIA_FAULTS),
  ...keyed('diverza', DIVERZA_FAULTS),
  ...keyed('facturapi', FACTURAPI_FAULTS),
  ...keyed('facturama', FACTURAMA_FAULTS),
  ...keyed('cancel', CANCEL_FAULTS),
};

function keyed(owner: string, faults: Readonly<Record<string, SatFault>>): Record<string, SatFault> {
  return Object.fromEntries(Object.entries(faults).map(([code, fault]) => [`${owner}:${code}`, fault]));
}
