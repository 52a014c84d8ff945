/** Texts of the notices that merchants get, by kind; `{name}`s are filled from its params. */

import { fill } from './fill.ts';
import { refusalMeaning } from './refusal-meaning.ts';
import type { Fixes } from './sat-fault.ts';
import type { Language, Words } from './words.ts';

const NOTICES: Readonly<Record<string, Words>> = {
  'pac-credit-low': {
    'es-MX': 'A tu cuenta con {pac} le quedan {credit} timbres. Compra más antes de que se acaben.',
    en: 'Your account with {pac} has {credit} stamps left. Buy more before they run out.',
  },
  'pac-account': {
    'es-MX': '{pac} no está aceptando tu cuenta: {account}. Las facturas esperan a que lo arregles; ninguna se pierde.',
    en: '{pac} is not accepting your account: {account}. Invoices wait until you fix it; none is lost.',
  },
  'proxy-not-trusted': {
    'es-MX':
      'Delante del servidor hay un proxy en el que no confía: todos tus clientes cuentan como uno y se bloquean entre sí al buscar. Pídele a quien lo administra que ponga AUTOFACTURA_TRUST_PROXY=true.',
    en: 'The server is behind a proxy that it does not trust: all your customers count as one and lock each other out of searching. Ask its administrator to set AUTOFACTURA_TRUST_PROXY=true.',
  },
  'csd-expiring': {
    'es-MX':
      'Tu Certificado de Sello Digital vence el {validTo}. Tramita otro en el SAT (tarda hasta 72 horas en quedar activo) y súbelo aquí.',
    en: 'Your Certificado de Sello Digital expires on {validTo}. Get a new one from the SAT (it takes up to 72 hours to work) and upload it here.',
  },
  'receptor-69b': {
    'es-MX':
      'Facturaste a {rfc}, que está en la lista del artículo 69-B del CFF como «{situacion}». La factura es válida; consúltalo con tu contador.',
    en: 'You invoiced {rfc}, which is on the list of article 69-B of the CFF as “{situacion}”. The invoice is valid; ask your accountant.',
  },
  'invoice-refused': {
    'es-MX': 'Una factura no se pudo timbrar. {meaning} {who}',
    en: 'An invoice could not be stamped. {meaning} {who}',
  },
  'invoice-waiting': {
    'es-MX':
      '{pac} lleva más de cinco minutos sin decir si timbró una factura. Se le sigue preguntando; la venta está apartada y no se factura dos veces.',
    en: '{pac} has not said for over five minutes whether it stamped an invoice. We keep asking; the sale is set aside and is not invoiced twice.',
  },
  'invoice-unsent': {
    'es-MX':
      'Una factura lleva más de dos horas sin que ningún PAC la reciba. Se sigue intentando y la venta está apartada. Revisa tu cuenta con el PAC; si ya no se va a timbrar, libera la venta y se podrá facturar otra vez.',
    en: 'For over two hours no PAC has received an invoice. We keep trying, and the sale is set aside. Check your account with the PAC; if it is not going to be stamped, release the sale and it can be invoiced again.',
  },
  'invoice-foreign': {
    'es-MX':
      '{pac} contestó con un CFDI que no es el que se le pidió ({reason}). Puede haber una factura válida que nadie pidió: revísala en {pac} o en el SAT.',
    en: '{pac} answered with a CFDI that is not what it was asked for ({reason}). There may be a valid invoice that nobody asked for: check it at {pac} or at the SAT.',
  },
  'invoice-undecided': {
    'es-MX':
      'No se pudo saber si una factura quedó timbrada ({reason}). La venta está apartada: busca la factura en tu PAC o en el SAT antes de facturar la venta de otra forma.',
    en: 'We could not find out whether an invoice was stamped ({reason}). The sale is set aside: look for the invoice at your PAC or at the SAT before you invoice the sale in another way.',
  },
  'global-late': {
    'es-MX':
      'La factura global {period} de la sucursal {branch} aún no está timbrada, y su plazo de 24 horas termina el {until}, hora de la sucursal. Se sigue intentando. Si hay otro aviso de una factura que no se pudo timbrar, empieza por ese.',
    en: 'The global invoice {period} of branch {branch} is not stamped yet, and its 24-hour deadline is {until}, in the branch’s time zone. We keep trying. If another notice is about an invoice that could not be stamped, start with that one.',
  },
  'global-locked': {
    'es-MX':
      'Hay ventas {period} de la sucursal {branch} sin factura global, pero ese mes está cerrado. Quien lleva tu contabilidad puede emitirla o abrir el mes.',
    en: 'There are sales {period} of branch {branch} without a global invoice, but that month is locked. Your accountant can issue it or unlock the month.',
  },
  'global-exit-late': {
    'es-MX':
      'Tu cliente ya tiene su factura de la venta {folio}, pero la venta sigue también en la factura global. Lo seguimos intentando; si no queda antes de que termine el mes, avísale a tu contador. Si hay otro aviso de una factura que no se pudo timbrar, empieza por ese.',
    en: 'Your customer has the invoice for sale {folio}, but the sale is still in the global invoice too. We keep trying automatically; if it is not done before the month ends, tell your accountant. If another notice is about an invoice that could not be stamped, start with that one.',
  },
  'cancellation-refused': {
    'es-MX': 'Una factura no se pudo cancelar y sigue vigente. {meaning}',
    en: 'An invoice could not be cancelled and is still in force. {meaning}',
  },
  'cancellation-waiting': {
    'es-MX': 'Una cancelación sigue en espera: {reason} Se vuelve a intentar sola.',
    en: 'A cancellation is still waiting: {reason} It is retried automatically.',
  },
  'clock-skew': {
    'es-MX':
      'El reloj de este servidor va {minutes} minutos {direction} respecto al de {pac}. Mientras tanto no se sella nada: las facturas esperan y ninguna se pierde. Avísale a quien administra el servidor.',
    en: 'This server’s clock is {minutes} minutes {direction} that of {pac}. Until it is corrected nothing is sealed: invoices wait and none is lost. Tell the server’s administrator.',
  },
  'fecha-refused': {
    'es-MX':
      '{pac} no aceptó la fecha de una factura: «{message}». Se sella otra vez dentro de un rato, y tu cliente no tiene que hacer nada. Si se repite, revisa el código postal de la sucursal y el reloj del servidor.',
    en: '{pac} did not accept the date of an invoice: “{message}”. It will be sealed again in a while, and your customer does not need to do anything. If it happens again, check the branch’s postal code and the server’s clock.',
  },
  'sale-in-two-sources': {
    'es-MX':
      'La venta {folio} por {total} nos llegó por dos caminos, y quizá otras también: cada una se podría facturar. Si es la misma compra, deja un solo camino y cancela la otra.',
    en: 'Sale {folio} for {total} arrived from two sources, and others may have too, so each could be invoiced. If it is one purchase, keep one source and cancel the other sale.',
  },
  'lookup-weak': {
    'es-MX':
      'En tu portal {portal} es fácil adivinar la búsqueda por {ways}. Sigue funcionando, pero a veces tu cliente dará un dato más antes de ver su compra. Agrégale otro dato en los ajustes del portal, o acéptala ahí.',
    en: 'In your portal {portal} the search by {ways} is easy to guess. It keeps working, but at times your customer will be asked for one more detail before seeing the purchase. Add another field to it in the portal’s settings, or accept it there.',
  },
  restored: {
    'es-MX':
      'La base de datos se restauró de un respaldo. Facturas que no estaban en él y se recuperaron: {count}; ninguna se emite otra vez. Revisa lo demás que cambió desde ese respaldo: ajustes, cuentas, solicitudes y cancelaciones.',
    en: 'The database was restored from a backup. Invoices that were not in it and have been recovered: {count}; none is issued again. Check whatever else changed since that backup: settings, accounts, requests and cancellations.',
  },
  'restore-conflict': {
    'es-MX':
      'Después de restaurar un respaldo hay que revisar la factura {folio}: {why}. Puede haber dos CFDI de la misma venta: búscala en tu PAC{uuid} antes de volver a facturar, y cancela la que sobre.',
    en: 'After a backup was restored, invoice {folio} needs a look: {why}. There may be two CFDI for the same sale: look it up at your PAC{uuid} before invoicing again, and cancel the one that is not needed.',
  },
  'source-verification': {
    'es-MX': 'El código para confirmar «{name}» es {code}. Escríbelo donde tu proveedor te lo pide.',
    en: 'The code that confirms “{name}” is {code}. Enter it where your provider asks for it.',
  },
  'forma-pago-assumed': {
    'es-MX':
      '«{name}» no dice con certeza cómo se pagaron algunas ventas: usamos la forma de pago más probable (una tarjeta sin tipo, 04). Dinos cuál es en los ajustes de esa fuente: las ventas que aún no se facturan la tomarán.',
    en: '“{name}” does not say for certain how some sales were paid, so we used the likeliest form of payment (a card of unknown kind, 04). State which one it is in that source’s settings; sales that have not been invoiced yet will use it.',
  },
  'sale-changed-after-invoice': {
    'es-MX':
      'La venta {folio} cambió después de facturarse: se facturaron {invoiced} y ahora son {now}. Si ahora es menos, hace falta una nota de crédito o una cancelación; si es más, una factura que sustituya a la anterior.',
    en: 'Sale {folio} changed after it was invoiced: it was invoiced for {invoiced}, and now it is {now}. If it is less now, it needs a credit note or a cancellation; if it is more, an invoice that replaces the first one.',
  },
  'sale-unpaid-after-invoice': {
    'es-MX':
      'La venta {folio} se facturó por {invoiced}, y ahora su pago está en disputa o ya no aparece completo. Revísala en «{name}»: si pierdes el pago, hace falta una nota de crédito o una cancelación.',
    en: 'Sale {folio} was invoiced for {invoiced}, and now its payment is in dispute or no longer complete. Check it in “{name}”: if you lose the payment, the invoice needs a credit note or a cancellation.',
  },
  'sale-left-locked-month': {
    'es-MX':
      'La venta {folio} por {total} se canceló o dejó de estar pagada, y es de {month}, un mes que ya está cerrado. Nadie puede facturarla ya; el cuadre de ese mes bajó en esa cantidad. Avísale a quien lleva tu contabilidad.',
    en: 'Sale {folio} for {total} was cancelled or is no longer paid, and it is from {month}, a month that is locked. It can no longer be invoiced, and that month’s reconciliation went down by that amount. Let your accountant know.',
  },
  'gift-cards-left-out': {
    'es-MX':
      '«{name}» vendió tarjetas de regalo junto con otros productos. Una tarjeta no es mercancía todavía: la dejamos fuera de la factura, y lo que se compre con ella se factura completo cuando se use. Pregúntale a tu contador si la tarjeta lleva un CFDI de anticipo.',
    en: '“{name}” sold gift cards together with other products. A card is not goods yet: we left it out of the invoice, and what it buys is invoiced in full when it is used. Ask your accountant whether the card needs a CFDI de anticipo.',
  },
  'source-not-answering': {
    'es-MX':
      '«{name}» no contesta, o contesta otra cosa, cuando tus clientes buscan su compra. Revisa que tu sistema esté en línea y que responda como dice la documentación.',
    en: '“{name}” does not answer as documented, or at all, when your customers search for their purchase. Check that your system is online and answers as the documentation says.',
  },
  'registry-down': {
    'es-MX':
      '{source} no responde a las consultas de datos fiscales. Revisa tu cuenta; mientras tanto, los datos se comprueban al timbrar.',
    en: '{source} is not answering checks of tax details. Check your account; meanwhile the details are checked when the invoice is stamped.',
  },
  'registry-budget': {
    'es-MX':
      'Se acabó el presupuesto de hoy ({budget} MXN) para consultas con {source}. Hasta mañana, los datos se comprueban al timbrar.',
    en: 'Today’s budget ({budget} MXN) for checks with {source} is spent. Until tomorrow, details are checked when the invoice is stamped.',
  },
  'mail-not-leaving': {
    'es-MX':
      'Los correos a tus clientes no están saliendo ({reason}). Se sigue intentando durante cinco días; mientras, pueden descargar su factura en tu portal. Revisa la cuenta de correo, o avísale a quien administra el servidor.',
    en: 'Mail to your customers is not leaving ({reason}). We keep trying for five days; meanwhile they can download their invoice at your portal. Check the mail account, or tell whoever administers the server.',
  },
  'listener-disabled': {
    'es-MX':
      'Dejamos de enviarle avisos a «{name}»: {reason}. Revísalo y vuelve a activarlo; lo que pasó mientras tanto se puede reenviar.',
    en: 'We stopped sending notifications to “{name}”: {reason}. Check it and enable it again; what happened in the meantime can be sent again.',
  },
};

const LISTENER_TROUBLE: Readonly<Record<string, Words>> = {
  gone: { 'es-MX': 'contestó que ya no existe', en: 'it answered that it is gone' },
  failing: {
    'es-MX': 'lleva cinco días sin recibir nada',
    en: 'nothing has reached it for five days',
  },
};

const ACCOUNT_TROUBLE: Readonly<Record<string, Words>> = {
  credentials: { 'es-MX': 'no acepta el usuario o la contraseña', en: 'the user or the password is not accepted' },
  credit: { 'es-MX': 'no le quedan timbres', en: 'it has no stamps left' },
  suspended: {
    'es-MX': 'la cuenta o el emisor están suspendidos o sin dar de alta',
    en: 'the account or the issuer is suspended or not registered',
  },
  manifest: { 'es-MX': 'falta firmar el manifiesto', en: 'the manifest is not signed' },
};

const CLOCK_DIRECTION: Readonly<Record<string, Words>> = {
  ahead: { 'es-MX': 'adelantado', en: 'ahead of' },
  behind: { 'es-MX': 'atrasado', en: 'behind' },
};

/** Why it cannot be decided automatically. */
const UNDECIDED: Readonly<Record<string, Words>> = {
  'pac-not-configured': {
    'es-MX': 'la cuenta con la que se envió ya no está',
    en: 'the account that it was sent with no longer exists',
  },
  'absent-at-pac': {
    'es-MX': 'tu PAC no tiene su timbre, y ya pasó el plazo para timbrarla',
    en: 'your PAC has no stamp for it, and it is too late for it to be stamped',
  },
  'cannot-be-resent': {
    'es-MX': 'pasó el plazo en que se podía volver a preguntar',
    en: 'it is too late to ask for it again',
  },
  restored: {
    'es-MX': 'se restauró un respaldo y otra factura de la misma venta ya se había enviado',
    en: 'a backup was restored, and another invoice for the same sale had already been sent',
  },
};

/** Why an invoice that a backup lacks was not recovered. */
const UNRESTORED: Readonly<Record<string, Words>> = {
  held: {
    'es-MX': 'su venta también está en otra factura',
    en: 'its sale is in another invoice as well',
  },
  damaged: {
    'es-MX': 'su registro en el diario de timbres está dañado',
    en: 'its record in the journal of stamps is damaged',
  },
  failed: {
    'es-MX': 'la base de datos no la aceptó',
    en: 'the database did not accept it',
  },
};

const UNKNOWN_REFUSAL: Words = {
  'es-MX': 'El motivo llegó con un código que no conocemos ({code}): «{message}».',
  en: 'The reason came with a code that we do not know ({code}): “{message}”.',
};

const WHO_FIXES: Readonly<Record<Fixes, Words>> = {
  customer: { 'es-MX': 'Lo corrige tu cliente.', en: 'Your customer can correct it.' },
  merchant: {
    'es-MX': 'Te toca corregirlo a ti; la solicitud de tu cliente quedó guardada.',
    en: 'It is up to you to correct it; your customer’s request was saved.',
  },
  operator: {
    'es-MX': 'Le toca corregirlo a quien administra este servidor; la solicitud de tu cliente quedó guardada.',
    en: 'It is up to this server’s administrator to correct it; your customer’s request was saved.',
  },
  us: {
    'es-MX':
      'Es un error de Autofactura: repórtalo con el código {code} y lo que dijo el PAC, «{message}». La solicitud quedó guardada.',
    en: 'It is an error in Autofactura: report it with the code {code} and what the PAC said, “{message}”. The request was saved.',
  },
};

/** The sentence of a notice. A kind without a text is shown by its name. */
export function noticeText(kind: string, params: Readonly<Record<string, string>>, language: Language): string {
  const filled: Record<string, string> = { ...params };
  const trouble = ACCOUNT_TROUBLE[params.account ?? ''];
  if (trouble) filled.account = trouble[language];
  const undecided = kind === 'invoice-undecided' ? UNDECIDED[params.reason ?? ''] : undefined;
  if (undecided) filled.reason = undecided[language];
  const unrestored = kind === 'restore-conflict' ? UNRESTORED[params.why ?? ''] : undefined;
  if (unrestored) Object.assign(filled, { why: unrestored[language], uuid: params.uuid ? ` (${params.uuid})` : '' });
  const direction = kind === 'clock-skew' ? CLOCK_DIRECTION[params.direction ?? ''] : undefined;
  if (direction) filled.direction = direction[language];
  const silence = kind === 'listener-disabled' ? LISTENER_TROUBLE[params.reason ?? ''] : undefined;
  if (silence) filled.reason = silence[language];
  const held = kind === 'cancellation-waiting' ? CANCELLATION_HELD[params.reason ?? ''] : undefined;
  if (held) filled.reason = held[language];
  if (kind === 'cancellation-refused') filled.meaning = cancellationRefusal(params, language);
  if (kind === 'invoice-refused') Object.assign(filled, refusalWords(params, language));
  return fill(NOTICES[kind]?.[language] ?? kind, filled, language);
}

/** What a refused cancellation means; the PAC's own words if no table has its code. */
export function cancellationRefusal(
  { code = '', message = '', pac = '' }: Readonly<Record<string, string>>,
  language: Language,
): string {
  const { known, detail, code: understood } = refusalMeaning({ code: `cancel:${code}`, message, pac });
  return fill((known ? detail : UNKNOWN_REFUSAL)[language], { code: understood, message, pac }, language);
}

const CANCELLATION_HELD: Readonly<Record<string, Words>> = {
  pac: {
    'es-MX': 'tu PAC no contesta o no la acepta por ahora.',
    en: 'your PAC is not answering, or does not accept it at the moment.',
  },
  csd: {
    'es-MX': 'falta un Certificado de Sello Digital vigente para firmarla.',
    en: 'there is no Certificado de Sello Digital in force to sign it with.',
  },
};

function refusalWords(params: Readonly<Record<string, string>>, language: Language): Record<string, string> {
  const { code = '', satCode = '', message = '', pac = '' } = params;
  const { fixes, known, detail, code: understood } = refusalMeaning({ code, satCode, message, pac });
  const values = { ...params, code: understood };
  return {
    meaning: fill((known ? detail : UNKNOWN_REFUSAL)[language], values, language),
    who: fill(WHO_FIXES[fixes][language], values, language),
  };
}
