/** What is still missing before a merchant's invoices count, by code. */
import type { Words } from './words.ts';

const words = (es: string, en: string): Words => ({ 'es-MX': es, en });

/** By fault code: what is missing and how to provide it. `{name}`s are filled from the fault's params. */
export const GOING_LIVE_FAULTS: Readonly<Record<string, Words>> = {
  'nombre-not-of-csd': words(
    'El nombre no es el de tu sello digital. Escríbelo como «{expected}».',
    'The name is not the one on your digital seal. Write it as “{expected}”.',
  ),
  'csd-missing': words(
    'Falta tu sello digital (CSD). Súbelo: son los archivos .cer y .key que obtuviste en CertiSAT.',
    'Your digital seal (CSD) is missing. Upload the .cer and .key files that you got from CertiSAT.',
  ),
  'csd-of-another-rfc': words(
    'Tu sello digital es de {found} y tu negocio factura con {expected}. Sube el de {expected}.',
    'Your digital seal belongs to {found}, but your business invoices as {expected}. Upload the one that belongs to {expected}.',
  ),
  'csd-not-in-force': words(
    'Tu sello digital no está vigente ({validFrom} – {validTo}). Tramita uno nuevo en CertiSAT y súbelo.',
    'Your digital seal is not in force ({validFrom} – {validTo}). Get a new one at CertiSAT and upload it.',
  ),
  'pac-missing': words(
    'Falta tu cuenta con un PAC, que es quien timbra tus facturas.',
    'Your account with a PAC is missing. The PAC stamps your invoices.',
  ),
  'pac-refused': words(
    'Tu PAC, {pac}, no aceptó tu cuenta. Revisa usuario y contraseña, o pregúntale qué le falta.',
    'Your PAC, {pac}, did not accept your account. Check the user and password, or ask them what is missing.',
  ),
  'pac-unavailable': words(
    'Tu PAC, {pac}, no contestó. Inténtalo en unos minutos.',
    'Your PAC, {pac}, did not answer. Try again in a few minutes.',
  ),
  'manifest-missing': words(
    'Di qué día firmaste el contrato y manifiesto con tu PAC. Se firma allá, con tu e.firma, que aquí nunca se sube.',
    'Say on which day you signed the contract and manifest with your PAC. You sign them there, with your e.firma, which is never uploaded here.',
  ),
  'manifest-in-future': words('Ese día todavía no llega.', 'That day has not come yet.'),
  'branch-missing': words('Falta la sucursal desde donde vendes.', 'The branch that you sell from is missing.'),
  'sales-missing': words('Todavía no hay ventas.', 'There are no sales yet.'),
  'portal-missing': words('Falta tu portal de facturación.', 'Your invoicing portal is missing.'),
  'portal-off': words('Tu portal está apagado.', 'Your portal is switched off.'),
  'test-missing': words(
    'Haz una factura de prueba en tu portal y revisa que te guste.',
    'Make a test invoice in your portal and check that you like it.',
  ),
  'not-live': words('Tu portal todavía es de prueba.', 'Your portal is still a test portal.'),
  'not-promoted': words(
    'Nadie ha abierto tu portal todavía. Ponlo en tus tickets y en tu página.',
    'Nobody has opened your portal yet. Put its address on your receipts and your site.',
  ),
};
