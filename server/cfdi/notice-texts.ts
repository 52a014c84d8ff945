/** What a merchant is told of what is amiss, by the kind of notice; `{name}`s are filled from its params. */
import type { Language, Words } from './problem.ts';

const NOTICES: Readonly<Record<string, Words>> = {
  'pac-credit-low': {
    'es-MX': 'A tu cuenta con {pac} le quedan {credit} timbres. Compra más antes de que se acaben.',
    en: 'Your account with {pac} has {credit} stamps left. Buy more before they run out.',
  },
  'pac-account': {
    'es-MX': '{pac} no está aceptando tu cuenta: {account}. Las facturas esperan a que lo arregles; ninguna se pierde.',
    en: '{pac} is not accepting your account: {account}. Invoices wait until you put it right; none is lost.',
  },
  'csd-expiring': {
    'es-MX':
      'Tu Certificado de Sello Digital vence el {validTo}. Tramita otro en el SAT (tarda hasta 72 horas en servir) y súbelo aquí.',
    en: 'Your Certificado de Sello Digital expires on {validTo}. Get another from the SAT (it takes up to 72 hours to work) and upload it here.',
  },
  'receptor-69b': {
    'es-MX':
      'Facturaste a {rfc}, que está en la lista del artículo 69-B del CFF como «{situacion}». La factura es válida; consúltalo con tu contador.',
    en: 'You invoiced {rfc}, which is on the list of article 69-B of the CFF as “{situacion}”. The invoice is valid; ask your accountant.',
  },
  'invoice-refused': {
    'es-MX': 'El PAC rechazó una factura por algo que tu cliente no puede arreglar: {message}',
    en: 'The PAC refused an invoice for something your customer cannot put right: {message}',
  },
};

const ACCOUNT_TROUBLE: Readonly<Record<string, Words>> = {
  credentials: { 'es-MX': 'el usuario o la contraseña no sirven', en: 'the user or the password is not accepted' },
  credit: { 'es-MX': 'no le quedan timbres', en: 'it has no stamps left' },
  suspended: {
    'es-MX': 'la cuenta o el emisor están suspendidos o sin dar de alta',
    en: 'the account or the issuer is suspended or not registered',
  },
  manifest: { 'es-MX': 'falta firmar el manifiesto', en: 'the manifest is not signed' },
};

/** The sentence of a notice. A kind without words is its own name. */
export function noticeText(kind: string, params: Readonly<Record<string, string>>, language: Language): string {
  const filled: Record<string, string> = { ...params };
  const trouble = ACCOUNT_TROUBLE[params['account'] ?? ''];
  if (trouble) filled['account'] = trouble[language];
  const text = NOTICES[kind]?.[language] ?? kind;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => filled[name] ?? whole);
}
