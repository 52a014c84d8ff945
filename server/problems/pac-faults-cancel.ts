/**
 * What a request to cancel is answered: the SAT's status of a folio (standard of its cancellation service) and
 * Finkok's of the whole request (wire-contracts 10.3, read 2026-11).
 */
import { merchant, operator, type SatFault, us } from './sat-fault.ts';

/** By status. 201 and 202 are not refusals; 205 is transient. */
export const CANCEL_FAULTS: Readonly<Record<string, SatFault>> = {
  '201': us('El SAT recibió la solicitud de cancelación.', 'The SAT received the request to cancel.'),
  '202': us('La cancelación ya se había solicitado.', 'The cancellation had been asked for already.'),
  '203': us('El folio fiscal no es de este emisor.', 'The folio fiscal is not this issuer’s.'),
  '204': merchant('El SAT no permite cancelar esta factura.', 'The SAT does not allow this invoice to be cancelled.'),
  '205': operator(
    'El SAT aún no conoce esta factura. Se vuelve a pedir más tarde; puede tardar un par de horas.',
    'The SAT does not know this invoice yet. It is asked again later; it may take a couple of hours.',
  ),
  '206': us('La factura no es de un CFDI del sector primario.', 'The invoice is not a CFDI of the primary sector.'),
  '207': merchant(
    'El motivo de la cancelación no es válido para esta factura. Elige otro.',
    'The motive of the cancellation is not valid for this invoice. Choose another.',
  ),
  '208': merchant(
    'El plazo para cancelar ya pasó: la fecha es posterior a la declaración.',
    'The time to cancel is over: the date is later than the tax return.',
  ),
  no_cancelable: merchant(
    'La factura tiene documentos relacionados vigentes. Cancela primero esos documentos.',
    'The invoice has related documents in force. Cancel those documents first.',
  ),
  rejected: merchant(
    'Tu cliente no aceptó la cancelación. Acuérdala con tu cliente y vuelve a solicitarla.',
    'Your customer did not accept the cancellation. Agree on it with your customer and ask for it again.',
  ),
  'never-arrived': merchant(
    'Tres días después, el SAT no tiene ninguna solicitud de cancelación. Vuelve a pedirla.',
    'Three days later the SAT has no request to cancel it. Ask for it again.',
  ),
  '304': merchant(
    'El Certificado de Sello Digital está revocado o caduco: el SAT no acepta la cancelación con él.',
    'The Certificado de Sello Digital is revoked or expired: the SAT does not accept the cancellation with it.',
  ),
  '708': operator(
    'El PAC no pudo conectarse con el SAT. Suele pasar solo en unos minutos.',
    'The PAC could not reach the SAT. It mostly passes by itself within minutes.',
  ),
  '711': merchant(
    'El PAC encontró un error en tu Certificado de Sello Digital. Vuelve a subirlo o tramita otro en el SAT.',
    'The PAC found an error in your Certificado de Sello Digital. Upload it again or get another from the SAT.',
  ),
  '798': merchant(
    'Ya hay una solicitud de cancelación en curso. Espera 72 horas antes de pedir otra.',
    'A request to cancel is under way already. Wait 72 hours before asking for another.',
  ),
  '799': merchant(
    'Se llegó al límite de cinco solicitudes de cancelación de esta factura.',
    'The limit of five requests to cancel this invoice was reached.',
  ),
};
