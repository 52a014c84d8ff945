/**
 * The answers to a request to cancel: the SAT's status of a folio (standard of its cancellation service) and
 * Finkok's of the whole request (wire-contracts 10.3, read 2026-11).
 */
import { merchant, operator, type SatFault, us } from './sat-fault.ts';

/** By status. 201 and 202 are not refusals; 205 is transient. */
export const CANCEL_FAULTS: Readonly<Record<string, SatFault>> = {
  '201': us('El SAT recibió la solicitud de cancelación.', 'The SAT received the cancellation request.'),
  '202': us('La cancelación ya se había solicitado.', 'The cancellation had already been requested.'),
  '203': us('El folio fiscal no es de este emisor.', 'The folio fiscal does not belong to this issuer.'),
  '204': merchant('El SAT no permite cancelar esta factura.', 'The SAT does not allow this invoice to be cancelled.'),
  '205': operator(
    'El SAT aún no conoce esta factura. Se vuelve a pedir más tarde; puede tardar un par de horas.',
    'The SAT does not know this invoice yet. The request is repeated later; it may take a couple of hours.',
  ),
  '206': us('La factura no es un CFDI del sector primario.', 'The invoice is not a CFDI of the primary sector.'),
  '207': merchant(
    'El motivo de la cancelación no es válido para esta factura. Elige otro.',
    'The motivo of the cancellation is not valid for this invoice. Choose another one.',
  ),
  '208': merchant(
    'El plazo para cancelar ya pasó: la fecha es posterior a la declaración.',
    'It is too late to cancel: the date is later than the tax return.',
  ),
  no_cancelable: merchant(
    'La factura tiene documentos relacionados vigentes. Cancela primero esos documentos.',
    'The invoice has related documents in force. Cancel those first.',
  ),
  rejected: merchant(
    'Tu cliente no aceptó la cancelación. Acuérdala con tu cliente y vuelve a solicitarla.',
    'Your customer did not accept the cancellation. Agree on it with your customer and request it again.',
  ),
  'never-arrived': merchant(
    'Tres días después, el SAT no tiene ninguna solicitud de cancelación. Vuelve a pedirla.',
    'After three days the SAT has no request to cancel it. Request it again.',
  ),
  '304': merchant(
    'El Certificado de Sello Digital está revocado o caduco: el SAT no acepta la cancelación con él.',
    'The Certificado de Sello Digital is revoked or expired: the SAT does not accept the cancellation with it.',
  ),
  '708': operator(
    'El PAC no pudo conectarse con el SAT. Suele pasar solo en unos minutos.',
    'The PAC could not reach the SAT. This usually resolves itself within minutes.',
  ),
  '711': merchant(
    'El PAC encontró un error en tu Certificado de Sello Digital. Vuelve a subirlo o tramita otro en el SAT.',
    'The PAC found an error in your Certificado de Sello Digital. Upload it again or get a new one from the SAT.',
  ),
  '798': merchant(
    'Ya hay una solicitud de cancelación en curso. Espera 72 horas antes de pedir otra.',
    'A cancellation request is already in progress. Wait 72 hours before you send another one.',
  ),
  '799': merchant(
    'Se llegó al límite de cinco solicitudes de cancelación de esta factura.',
    'This invoice has reached the limit of five cancellation requests.',
  ),
};
