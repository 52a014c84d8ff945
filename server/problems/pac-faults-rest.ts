/**
 * What Prodigia, Diverza, Facturapi and Facturama say in codes of their own or, having none, by HTTP status, which is
 * keyed `http-{status}` so that it is never taken for a code all PACs share (wire-contracts 4–7, read 2026-11;
 * Facturapi's OpenAPI of 2026-08-20).
 */
import { merchant, operator, type SatFault, us } from './sat-fault.ts';
import { RECEPTOR_FAULTS } from './sat-faults-receptor.ts';

const credentials = (pac: string): SatFault =>
  merchant(
    `${pac} no aceptó los datos de acceso de tu cuenta. Actualízalos en tu configuración.`,
    `${pac} did not accept your account’s credentials. Update them in your settings.`,
  );
const notAllowed = (pac: string): SatFault =>
  merchant(
    `${pac} no deja facturar a tu cuenta o a tu RFC. Revisa con su soporte que estén activos.`,
    `${pac} does not let your account or your RFC invoice. Check with its support that they are active.`,
  );
const tooFast = (pac: string): SatFault =>
  operator(
    `${pac} recibió demasiadas solicitudes seguidas. Se espera y se vuelve a intentar.`,
    `${pac} got too many requests in a row. We wait and try again.`,
  );
const down = (pac: string): SatFault =>
  operator(
    `${pac} está fuera de servicio por ahora. Suele pasar solo en unos minutos.`,
    `${pac} is out of service at the moment. This usually resolves itself within minutes.`,
  );
const unreadable = (pac: string): SatFault =>
  us(`${pac} no pudo leer lo que le enviamos.`, `${pac} could not read what we sent.`);

/** Prodigia (PADE) has no codes except those that all PACs share. */
export const PRODIGIA_FAULTS: Readonly<Record<string, SatFault>> = {
  'http-401': credentials('Prodigia'),
  'http-429': tooFast('Prodigia'),
  'http-500': down('Prodigia'),
  'http-503': down('Prodigia'),
};

/** Diverza, as its client libraries read it. */
export const DIVERZA_FAULTS: Readonly<Record<string, SatFault>> = {
  'http-400': unreadable('Diverza'),
  'http-401': credentials('Diverza'),
  'http-402': merchant(
    'A tu cuenta de Diverza se le acabaron los timbres. Compra más.',
    'Your Diverza account has no stamps left. Buy more.',
  ),
  'http-403': notAllowed('Diverza'),
  'http-404': us('Diverza no tiene esa factura.', 'Diverza does not have that invoice.'),
  'http-429': tooFast('Diverza'),
  'http-500': down('Diverza'),
  'http-503': down('Diverza'),
};

/** Facturapi's names for faults in the receptor that the SAT's matrix has too. */
const SAME_AS_SAT: Readonly<Record<string, string>> = {
  legal_name_mismatch: 'CFDI40145',
  tax_address_zip_mismatch: 'CFDI40148',
  tax_id_not_found: 'CFDI40143',
  tax_system_not_allowed_for_tax_id: 'CFDI40158',
  tax_system_not_in_catalog: 'CFDI40157',
};

/** Our adapter's own refusal, before anything is sent, of a document that the issuer would change. */
function notExpressible(pac: string): SatFault {
  return merchant(
    `Esta factura lleva algo que ${pac} no puede expresar como se debe. No se envió nada; hazla con un PAC que timbre XML sellado.`,
    `This invoice has something that ${pac} cannot express correctly. Nothing was sent; issue it with a PAC that stamps sealed XML.`,
  );
}

/** Facturapi's `code`s. */
export const FACTURAPI_FAULTS: Readonly<Record<string, SatFault>> = {
  ...rowsOf(SAME_AS_SAT),
  'not-expressible': notExpressible('Facturapi'),
  'invoice-failed': operator(
    'Facturapi intentó timbrarla durante casi una hora, no pudo y liberó el folio. Puede pedirse de nuevo.',
    'Facturapi tried to stamp it for nearly an hour, failed, and released the folio. It can be requested again.',
  ),
  'cancellation-rejected': merchant('El receptor rechazó la cancelación.', 'The receptor rejected the cancellation.'),
  invalid_request: unreadable('Facturapi'),
  product_key_not_found: merchant(
    'Facturapi no conoce la clave de producto de un concepto. Revísala en tu catálogo.',
    'Facturapi does not know the product key of a line. Check it in your catalogue.',
  ),
  unit_key_not_found: merchant(
    'Facturapi no conoce la clave de unidad de un concepto. Revísala en tu catálogo.',
    'Facturapi does not know the unit key of a line. Check it in your catalogue.',
  ),
  idempotency_key_in_use: us(
    'Facturapi ya recibió una factura con nuestra clave: se busca esa antes de hacer otra.',
    'Facturapi already received an invoice with our key: we look for that one before making another.',
  ),
  stamping_in_progress: operator(
    'Facturapi todavía está timbrando esta factura.',
    'Facturapi is still stamping this invoice.',
  ),
  invoice_stamping_service_unavailable: operator(
    'El servicio de timbrado de Facturapi no responde por ahora. Suele pasar solo en unos minutos.',
    'Facturapi’s stamping service is not answering at the moment. This usually resolves itself within minutes.',
  ),
  invoice_stamping_validation_error: us(
    'Facturapi encontró un error en el documento y no dijo cuál.',
    'Facturapi found an error in the document and did not say which.',
  ),
  rate_limit_exceeded: tooFast('Facturapi'),
  'http-400': unreadable('Facturapi'),
  'http-401': credentials('Facturapi'),
  'http-403': notAllowed('Facturapi'),
  'http-429': tooFast('Facturapi'),
  'http-500': down('Facturapi'),
  'http-503': down('Facturapi'),
};

/** Facturama has no codes: a text with the SAT's inside it, or an HTTP status. */
export const FACTURAMA_FAULTS: Readonly<Record<string, SatFault>> = {
  'not-expressible': notExpressible('Facturama'),
  'model-state': merchant(
    'Facturama no aceptó un dato de la factura. Suele ser el emisor, su CSD o una clave.',
    'Facturama did not accept part of the invoice. It is usually the issuer, its CSD or a key.',
  ),
  'http-400': unreadable('Facturama'),
  'http-401': credentials('Facturama'),
  'http-403': notAllowed('Facturama'),
  'http-404': us('Facturama no tiene esa factura.', 'Facturama does not have that invoice.'),
  'http-429': tooFast('Facturama'),
  'http-500': down('Facturama'),
  'http-503': down('Facturama'),
};

function rowsOf(sameAs: Readonly<Record<string, string>>): Record<string, SatFault> {
  return Object.fromEntries(
    Object.entries(sameAs).flatMap(([code, satCode]) => {
      const row = RECEPTOR_FAULTS[satCode];
      return row ? [[code, row]] : [];
    }),
  );
}
