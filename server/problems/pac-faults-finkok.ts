/** Finkok's own codes (its wiki as phpcfdi/finkok and public clients quote it; wire-contracts 2.4, read 2026-11). */
import { merchant, operator, type SatFault, us } from './sat-fault.ts';

/** By Finkok's code. 603 and 707 are not refusals; 708 and 709 are transient. */
export const FINKOK_FAULTS: Readonly<Record<string, SatFault>> = {
  '501': merchant(
    'Finkok no aceptó el usuario o la contraseña de tu cuenta. Actualízalos en tu configuración.',
    'Finkok did not accept your account’s user or password. Update them in your settings.',
  ),
  '603': us('Finkok aún no tiene un timbre de este documento.', 'Finkok does not have a stamp for this document yet.'),
  '701': merchant(
    'Finkok tiene suspendida tu cuenta. Pídele que la active.',
    'Finkok has suspended your account. Ask them to activate it.',
  ),
  '702': merchant(
    'Tu RFC no está dado de alta en tu cuenta de Finkok. Dalo de alta ahí.',
    'Your RFC is not registered in your Finkok account. Register it there.',
  ),
  '703': merchant(
    'Finkok tiene suspendida tu cuenta. Pídele que la active.',
    'Finkok has suspended your account. Ask them to activate it.',
  ),
  '704': merchant(
    'La contraseña de tu llave privada en Finkok no es la correcta.',
    'The password of your private key at Finkok is not right.',
  ),
  '705': us('Finkok no pudo leer la estructura del documento.', 'Finkok could not read the structure of the document.'),
  '706': operator(
    'Finkok no reconoce la cuenta de socio con la que trabaja este servidor.',
    'Finkok does not recognise the partner account that this server uses.',
  ),
  '707': us('El documento ya lleva un timbre.', 'The document already has a stamp.'),
  '708': operator(
    'Finkok no pudo conectarse con el SAT. Suele pasar solo en unos minutos.',
    'Finkok could not reach the SAT. This usually resolves itself within minutes.',
  ),
  '709': operator(
    'Finkok no pudo generar el sello del SAT. Suele pasar solo en unos minutos.',
    'Finkok could not generate the SAT’s seal. This usually resolves itself within minutes.',
  ),
  '710': us(
    'Finkok encontró que los importes del documento no cuadran.',
    'Finkok found that the amounts of the document do not add up.',
  ),
  '711': merchant(
    'Finkok encontró un error en tu Certificado de Sello Digital. Vuelve a subirlo o tramita otro en el SAT.',
    'Finkok found an error in your Certificado de Sello Digital. Upload it again or get a new one from the SAT.',
  ),
  '712': us(
    'NoCertificado no es el del certificado que lleva el documento.',
    'NoCertificado does not match the certificate in the document.',
  ),
  '713': merchant(
    'Tu RFC no es de tu cuenta de Finkok. Revisa con cuál cuenta estás dado de alta.',
    'Your RFC does not belong to your Finkok account. Check which account it is registered with.',
  ),
  '714': merchant(
    'Tu cuenta de Finkok llegó a su límite de timbres del mes.',
    'Your Finkok account has reached its limit of stamps for the month.',
  ),
  '718': merchant(
    'A tu cuenta de Finkok se le acabaron los timbres. Compra más.',
    'Your Finkok account has no stamps left. Buy more.',
  ),
  '719': merchant(
    'El Certificado de Sello Digital no es del RFC que factura. Sube el tuyo en tu configuración.',
    'The Certificado de Sello Digital does not belong to the RFC that invoices. Upload yours in your settings.',
  ),
  '720': merchant(
    'Finkok no tiene un certificado activo de tu RFC. Si es nuevo, el SAT tarda hasta 72 horas en publicarlo.',
    'Finkok has no active certificate for your RFC. If it is new, the SAT takes up to 72 hours to publish it.',
  ),
  '738': us(
    'Un espacio de nombres o schemaLocation del documento no es el que Finkok espera.',
    'A namespace or schemaLocation of the document is not the one Finkok expects.',
  ),
  '740': merchant(
    'Falta que firmes el manifiesto de Finkok. Fírmalo en su portal.',
    'You have not signed Finkok’s manifest yet. Sign it on their portal.',
  ),
};
