/** What can go wrong in the test run of a portal, and what its merchant can do about it. */
import type { Words } from './words.ts';

type Row = { readonly problem: Words; readonly toDo: Words };

const row = (problem: readonly [es: string, en: string], toDo: readonly [es: string, en: string]): Row => ({
  problem: { 'es-MX': problem[0], en: problem[1] },
  toDo: { 'es-MX': toDo[0], en: toDo[1] },
});

/** By fault code: what went wrong, and what to do about it. */
export const TEST_RUN_FAULTS = {
  'portal-off': row(
    ['Tu portal está apagado.', 'Your portal is switched off.'],
    ['Enciéndelo en sus ajustes y vuelve a probar.', 'Switch it on in its settings and test again.'],
  ),
  'no-csd': row(
    ['Falta tu certificado de sello digital (CSD).', 'Your digital seal certificate (CSD) is missing.'],
    [
      'Sube tu CSD de prueba: el .cer, el .key y su contraseña.',
      'Upload your test CSD: the .cer, the .key and its password.',
    ],
  ),
  'csd-expired': row(
    ['Tu certificado de sello digital (CSD) ya venció.', 'Your digital seal certificate (CSD) has expired.'],
    ['Saca uno nuevo en el portal del SAT y súbelo.', 'Get a new one on the SAT’s site and upload it.'],
  ),
  'no-branch': row(
    ['Todavía no tienes una sucursal.', 'You have no branch yet.'],
    [
      'Agrega una con su código postal: de ahí salen tus facturas.',
      'Add one with its postal code: that is where your invoices are issued.',
    ],
  ),
  'no-search-set': row(
    [
      'Tu portal no se puede usar sin correo: toda búsqueda lo pide.',
      'Your portal cannot be used without an e-mail address: every search asks for one.',
    ],
    [
      'Agrega una búsqueda sin correo, por ejemplo folio y total.',
      'Add a search without an e-mail address, for example folio and total.',
    ],
  ),
  'sale-refused': row(
    ['No se pudo guardar la venta de prueba.', 'The test sale could not be stored.'],
    ['Revisa los ajustes de tu portal y vuelve a probar.', 'Check your portal’s settings and test again.'],
  ),
  'sale-not-found': row(
    ['La búsqueda no encontró la venta de prueba.', 'The search did not find the test sale.'],
    ['Revisa los datos de búsqueda de tu portal.', 'Check the search fields of your portal.'],
  ),
  refused: row(
    ['Tu portal respondió con un error en este paso.', 'Your portal answered this step with an error.'],
    [
      'Lee el detalle; casi siempre es un dato fiscal del emisor.',
      'Read the details; it is nearly always one of the issuer’s tax details.',
    ],
  ),
  rejected: row(
    ['El PAC rechazó la factura.', 'The PAC refused the invoice.'],
    [
      'Revisa tus datos fiscales (nombre, régimen y código postal) y que tu CSD sea de ese RFC.',
      'Check your tax details (name, tax regime and postal code), and that your CSD belongs to that RFC.',
    ],
  ),
  'pac-away': row(
    ['El PAC no respondió a tiempo.', 'The PAC did not answer in time.'],
    [
      'Espera unos minutos y vuelve a probar; tu cliente vería su factura en cuanto el PAC responda.',
      'Wait a few minutes and test again; your customer would see the invoice as soon as the PAC answers.',
    ],
  ),
  'no-mail-carrier': row(
    [
      'No hay quien mande tus correos: tus clientes tendrán que descargar su factura.',
      'No mail account is connected, so your customers will have to download their invoices.',
    ],
    [
      'Conecta una cuenta de correo si quieres que les llegue por correo.',
      'Connect a mail account if you want them to get their invoices by e-mail.',
    ],
  ),
  'mail-not-made': row(
    ['No se pudo armar el correo.', 'The e-mail could not be composed.'],
    [
      'Revisa el asunto y el mensaje del correo en los ajustes de tu portal.',
      'Check the e-mail’s subject and message in your portal’s settings.',
    ],
  ),
  'xml-faulty': row(
    ['El XML timbrado no pasó nuestra revisión.', 'The stamped XML did not pass our own check.'],
    [
      'No salgas en vivo todavía: mándale el detalle a quien administra el servidor.',
      'Do not go live yet: send the details to the server’s administrator.',
    ],
  ),
  'pdf-not-printed': row(
    ['No se pudo imprimir el PDF.', 'The PDF could not be printed.'],
    [
      'Vuelve a probar en unos minutos; si sigue igual, quita el logo y prueba otra vez.',
      'Test again in a few minutes; if it still fails, remove the logo and try again.',
    ],
  ),
  'not-reached': row(
    ['No llegamos a este paso.', 'This step was not reached.'],
    ['Primero resuelve el paso que falló.', 'Fix the step that failed first.'],
  ),
} as const satisfies Readonly<Record<string, Row>>;

/** The code of a fault in a test run; part of the API. */
export type TestRunFault = keyof typeof TEST_RUN_FAULTS;
