/** Every refusal that the API can answer with: its HTTP status, the step where it can be corrected, its texts. A code is never renamed or reused. */
import type { FixedAt, Words } from './words.ts';

type Row = { readonly status: number; readonly fixedAt: FixedAt; readonly title: Words; readonly detail: Words };

const row = (
  status: number,
  fixedAt: FixedAt,
  title: readonly [es: string, en: string],
  detail: readonly [es: string, en: string],
): Row => ({
  status,
  fixedAt,
  title: { 'es-MX': title[0], en: title[1] },
  detail: { 'es-MX': detail[0], en: detail[1] },
});

/** By problem code. The code is part of the API; the words may be improved at any time. */
export const PROBLEMS = {
  'malformed-request': row(
    400,
    'merchant',
    ['Petición mal formada', 'Malformed request'],
    [
      'Hay datos que no pudimos leer. Revisa los campos señalados.',
      'Some of the data could not be read. Check the marked fields.',
    ],
  ),
  'missing-lookup-combination': row(
    422,
    'lookup',
    ['Faltan datos para buscar', 'Some search details are missing'],
    ['Completa los datos que faltan para poder buscar.', 'Fill in the missing details so that we can search.'],
  ),
  'invalid-receptor': row(
    422,
    'receptor',
    ['Revisa tus datos fiscales', 'Check your tax details'],
    [
      'Hay datos fiscales por corregir. Los señalamos en cada campo.',
      'Some of your tax details need correcting. Each one is marked at its field.',
    ],
  ),
  'sat-refused-receptor': row(
    422,
    'receptor',
    ['El SAT no reconoce un dato', 'The SAT does not recognise one of your details'],
    [
      'Un dato no coincide con el registro del SAT. Corrígelo y vuelve a intentarlo; no se generó ninguna factura.',
      'One of your details does not match the SAT’s register. Correct it and try again; no invoice was made.',
    ],
  ),
  'not-a-constancia': row(
    422,
    'receptor',
    ['Ese código no es de una Constancia', 'That code is not from a Constancia'],
    [
      'Ese código no es el de una Constancia o Cédula. Usa el QR de la primera página, o escribe tus datos.',
      'That code is not from a Constancia or Cédula. Use the QR on its first page, or type your details.',
    ],
  ),
  'already-invoiced': row(
    409,
    'lookup',
    ['Ya tiene factura', 'Already invoiced'],
    [
      'Ya se facturó. Si la factura es tuya, escribe el RFC y el código postal con los que se hizo para descargarla.',
      'This was already invoiced. If the invoice is yours, enter the RFC and postal code it was made with to download it.',
    ],
  ),
  'in-progress': row(
    409,
    'later',
    ['La factura se está generando', 'The invoice is being made'],
    [
      'Ya hay una factura en proceso con otros datos. Espera un momento y vuelve a buscar.',
      'An invoice with other details is already in progress. Wait a moment and search again.',
    ],
  ),
  'sale-in-global': row(
    409,
    'merchant',
    ['Ya está en una factura global', 'Already in a global invoice'],
    [
      'Lo que pagaste ya está en una factura global de {merchant}. Deja tus datos y {merchant} te hace la tuya.',
      'What you paid for is already in one of {merchant}’s global invoices. Leave your details and {merchant} will make yours.',
    ],
  ),
  'invalid-global': row(
    422,
    'merchant',
    ['Revisa los datos de la factura global', 'Check the details of the global invoice'],
    [
      'Hay datos de la factura global por corregir. Los señalamos en cada campo.',
      'Some details of the global invoice need correcting. Each one is marked at its field.',
    ],
  ),
  'nothing-to-globalize': row(
    409,
    'merchant',
    ['No hay ventas para la factura global', 'There are no sales for the global invoice'],
    [
      'Ninguna venta de ese periodo está libre: ya tienen factura, no están pagadas o no pueden ir en la global. La vista previa dice cuántas quedan fuera y por qué.',
      'No sale of that period is available: each one has an invoice, is not paid, or cannot go into a global invoice. The preview says how many are left out and why.',
    ],
  ),
  'global-period-open': row(
    409,
    'later',
    ['El periodo todavía no termina', 'The period is not over yet'],
    [
      'La factura global se hace cuando el periodo ya terminó en la hora de la sucursal: desde el {date}.',
      'The global invoice can be made once the period is over in the branch’s time zone, from {date} on.',
    ],
  ),
  'proof-mismatch': row(
    403,
    'lookup',
    ['Los datos no coinciden', 'The details do not match'],
    [
      'El RFC o el código postal no son los de esa factura. Si no la pediste tú, avísale al comercio.',
      'The RFC or the postal code is not the one on that invoice. If it was not you who requested it, let the shop know.',
    ],
  ),
  'sale-unpaid': row(
    409,
    'later',
    ['Tu pago aún no se confirma', 'Your payment is not confirmed yet'],
    [
      'En cuanto se confirme tu pago podrás facturar aquí mismo.',
      'As soon as your payment is confirmed, you can get your invoice right here.',
    ],
  ),
  'sale-closed': row(
    409,
    'merchant',
    ['No se puede facturar', 'This cannot be invoiced'],
    [
      'El pago se canceló o se reembolsó, por eso no se puede facturar.',
      'The payment was cancelled or refunded, so it cannot be invoiced.',
    ],
  ),
  'deadline-passed': row(
    409,
    'later',
    ['El plazo del comercio terminó', 'The shop’s deadline has passed'],
    [
      'El plazo de {merchant} terminó el {date}. Todavía puedes enviarle una solicitud.',
      'The deadline of {merchant} was {date}. You can still send them a request.',
    ],
  ),
  'needs-merchant': row(
    409,
    'merchant',
    ['El comercio debe completar esta factura', 'The shop must complete this invoice'],
    [
      'El comercio debe completar esta factura. Deja tu solicitud y verás la respuesta en un enlace.',
      'The shop must complete this invoice. Leave your request, and you will see the answer through a link.',
    ],
  ),
  'merchant-must-fix': row(
    422,
    'merchant',
    ['Tuvimos un problema de nuestro lado', 'We had a problem on our side'],
    [
      'Tuvimos un problema de nuestro lado; tu solicitud quedó guardada y la verás en este enlace.',
      'We had a problem on our side. Your request was saved, and you can follow it through this link.',
    ],
  ),
  'sales-do-not-mix': row(
    422,
    'lookup',
    ['No caben en una sola factura', 'They cannot go on one invoice'],
    [
      'En una factura solo se puede juntar lo de la misma sucursal y la misma moneda.',
      'One invoice can only combine what was paid at the same branch and in the same currency.',
    ],
  ),
  'invalid-sale': row(
    422,
    'merchant',
    ['La venta no se puede facturar así', 'The sale cannot be invoiced like this'],
    [
      'Hay datos de la venta por corregir. Los señalamos uno por uno.',
      'Some of the sale’s details need correcting. Each one is listed.',
    ],
  ),
  'proof-of-work': row(
    429,
    'later',
    ['Un momento, estamos comprobando', 'One moment, we are checking'],
    [
      'Hoy alguien está probando datos en esta página, y por eso falta una comprobación corta. Vuelve a intentarlo; lo que escribiste se conserva.',
      'Somebody is guessing details on this page today, so a short check is needed first. Try again; what you typed is kept.',
    ],
  ),
  'second-proof-needed': row(
    403,
    'lookup',
    ['Falta un dato', 'One more detail is needed'],
    [
      'Para mostrarte lo que encontramos necesitamos un dato más. Vuelve a buscar y te lo pediremos.',
      'To show you what we found, we need one more detail. Search again and we will ask you for it.',
    ],
  ),
  'second-proof-mismatch': row(
    403,
    'lookup',
    ['Ese dato no coincide', 'That detail does not match'],
    [
      'Ese dato no es el de lo que encontramos. Revísalo y vuelve a intentarlo.',
      'That detail does not match what we found. Check it and try again.',
    ],
  ),
  'too-many-attempts': row(
    429,
    'later',
    ['Demasiados intentos', 'Too many attempts'],
    [
      'Hubo demasiados intentos. Espera {wait} y vuelve a intentarlo; lo que escribiste se conserva.',
      'There were too many attempts. Wait {wait} and try again; what you typed is kept.',
    ],
  ),
  'sale-tries-spent': row(
    429,
    'later',
    ['Hoy ya no se puede intentar con estos datos', 'No more attempts with these details today'],
    [
      'Hubo varios intentos con datos que no coinciden, tal vez de otra persona. Si ya tienes tu factura, ábrela con el enlace que te llegó por correo. Si no, intenta con otra conexión, como tus datos móviles, busca con tu correo o con tu tarjeta, donde se pueda, escríbele a {merchant} o vuelve en {wait}.',
      'There were several attempts with details that do not match, perhaps by somebody else. If you already have your invoice, open it with the link you got by e-mail. Otherwise try another connection, such as your mobile data, search with your e-mail or your card, if that is offered, write to {merchant}, or come back in {wait}.',
    ],
  ),
  'requests-spent': row(
    429,
    'later',
    ['Hoy ya hay muchas solicitudes', 'There are many requests today'],
    [
      'Hoy ya se recibieron muchas solicitudes y no pudimos guardar la tuya. Escríbele directamente a {merchant} para pedir tu factura, o vuelve en {wait}; lo que escribiste se conserva.',
      'Many requests came in today and yours could not be saved. Write to {merchant} to ask for your invoice, or come back in {wait}; what you typed is kept.',
    ],
  ),
  'request-declined': row(
    409,
    'merchant',
    ['La solicitud ya se rechazó', 'The request was already declined'],
    [
      'Esta solicitud ya se rechazó y su cliente ya lo sabe. Si cambiaste de opinión, factura la venta directamente.',
      'This request was already declined and its customer has been notified. If you changed your mind, invoice the sale directly.',
    ],
  ),
  'request-accepted': row(
    409,
    'merchant',
    ['La solicitud ya se aceptó', 'The request was already accepted'],
    [
      'Esta solicitud ya se aceptó y su factura está hecha o en camino, así que ya no se puede rechazar.',
      'This request was already accepted and its invoice has been made or is on its way, so it can no longer be declined.',
    ],
  ),
  'request-needs-sale': row(
    409,
    'merchant',
    ['Falta saber qué venta es', 'The sale is not known'],
    [
      'No sabemos qué venta se factura con esta solicitud. Indica una en «sale».',
      'We do not know which sale to invoice for this request. Name one in “sale”.',
    ],
  ),
  'too-many-requests': row(
    429,
    'later',
    ['Demasiadas peticiones', 'Too many requests'],
    ['Espera unos segundos antes de seguir.', 'Wait a few seconds before you continue.'],
  ),
  'test-world-only': row(
    409,
    'merchant',
    ['Solo en modo de prueba', 'Only in the test world'],
    [
      'La prueba hace una venta y una factura sin validez: corre solo en un portal de prueba.',
      'The test makes a sale and an invoice that are not real, so it only runs on a test portal.',
    ],
  ),
  'portal-off': row(
    503,
    'merchant',
    ['La facturación en línea no está disponible', 'Online invoicing is not available'],
    [
      'La facturación en línea no está disponible por ahora. Pide tu factura directamente al comercio.',
      'Online invoicing is not available at the moment. Ask the shop for your invoice.',
    ],
  ),
  'pac-in-use': row(
    409,
    'merchant',
    ['Esta cuenta está en uso', 'This account is in use'],
    [
      'Hay facturas en camino con este PAC, y solo él puede decir si quedaron timbradas. Inténtalo cuando se resuelvan.',
      'Some invoices are still in progress at this PAC, and only it can say whether they were stamped. Try again once they are settled.',
    ],
  ),
  'not-cancelable': row(
    409,
    'merchant',
    ['Esta factura no se puede cancelar', 'This invoice cannot be cancelled'],
    [
      'Solo se cancela una factura timbrada y vigente. Revisa su estado.',
      'Only an invoice that is stamped and in force can be cancelled. Check its status.',
    ],
  ),
  'related-documents': row(
    409,
    'merchant',
    ['Tiene documentos relacionados', 'It has related documents'],
    [
      'El SAT no la cancela mientras haya documentos vigentes relacionados con ella, como una nota de crédito. Primero cancela esos.',
      'The SAT does not cancel it while related documents, such as a credit note, are in force. Cancel those first.',
    ],
  ),
  'leaves-global': row(
    409,
    'merchant',
    ['Esta nota saca una venta de la factura global', 'This nota de crédito takes a sale out of the global invoice'],
    [
      'Esta nota de crédito saca de la factura global una venta que sin ella quedaría facturada dos veces. Si la global está mal, cancela las dos en el portal del SAT, primero esta nota.',
      'This nota de crédito takes a sale out of the global invoice that would be invoiced twice without it. If the global is wrong, cancel both on the SAT’s site, this nota first.',
    ],
  ),
  'cannot-cancel-here': row(
    409,
    'merchant',
    ['Tu PAC no cancela desde aquí', 'Your PAC cannot cancel from here'],
    [
      'Cancélala en el portal del SAT o en el de tu PAC. Después pídela aquí otra vez: leemos el estado del SAT y liberamos la venta.',
      'Cancel it on the SAT’s site or your PAC’s. Then request it here again: we read the SAT’s status and free the sale.',
    ],
  ),
  'month-locked': row(
    409,
    'merchant',
    ['Ese mes está cerrado', 'That month is locked'],
    [
      'El mes de {month} está cerrado y esto cambiaría sus cifras. Pídeselo a quien lleva tu contabilidad, o abre el mes.',
      'The month {month} is locked, and this would change its figures. Ask your accountant, or unlock the month.',
    ],
  ),
  'month-not-over': row(
    409,
    'later',
    ['Ese mes no ha terminado', 'That month is not over yet'],
    [
      'Un mes se cierra cuando ya terminó en todas tus sucursales.',
      'A month can be locked once it is over at all your branches.',
    ],
  ),
  'month-lock-forbidden': row(
    403,
    'merchant',
    ['Solo el dueño o el contador', 'Only the owner or the accountant'],
    [
      'Solo el dueño o quien lleva la contabilidad puede cerrar y abrir meses, con su propia cuenta.',
      'Only the owner or the accountant can lock and unlock months, with their own account.',
    ],
  ),
  'not-correctable': row(
    409,
    'merchant',
    ['Esta factura no se puede corregir', 'This invoice cannot be corrected'],
    [
      'Solo se corrige una factura vigente, hecha a nombre de un cliente. Revisa su estado.',
      'Only an invoice that is in force and made out to a customer can be corrected. Check its status.',
    ],
  ),
  'correction-related': row(
    409,
    'merchant',
    ['Tiene documentos relacionados', 'It has related documents'],
    [
      'Hay una nota de crédito, un pago u otro documento vigente relacionado con esta factura, así que no se puede corregir aquí. Pídele ayuda al comercio.',
      'A credit note, a payment or another document in force is related to this invoice, so it cannot be corrected here. Ask the shop for help.',
    ],
  ),
  'correction-under-cancellation': row(
    409,
    'merchant',
    ['Esta factura se está cancelando', 'This invoice is being cancelled'],
    [
      'Ya hay una solicitud para cancelarla en el SAT. Cuando termine, se puede facturar otra vez.',
      'The SAT already has a request to cancel it. Once that is over, it can be invoiced again.',
    ],
  ),
  'already-corrected': row(
    409,
    'merchant',
    ['Esta factura ya se corrigió', 'This invoice was already corrected'],
    [
      'Ya hay una factura que la sustituye. Si otro dato está mal, corrige esa.',
      'Another invoice replaces it. If something else is wrong, correct that one.',
    ],
  ),
  'correction-in-progress': row(
    409,
    'later',
    ['Hay una corrección en camino', 'A correction is in progress'],
    [
      'La factura que la sustituye se está timbrando. Espera unos minutos y revisa de nuevo.',
      'The invoice that replaces it is being stamped. Wait a few minutes and check again.',
    ],
  ),
  'nothing-to-correct': row(
    422,
    'receptor',
    ['No cambiaste ningún dato', 'Nothing was changed'],
    [
      'Estos son los datos que ya tiene tu factura. Cambia el que esté mal.',
      'These are the details already on your invoice. Change the one that is wrong.',
    ],
  ),
  'rfc-already-corrected': row(
    409,
    'merchant',
    ['El RFC ya se cambió una vez', 'The RFC was already changed once'],
    [
      'El RFC se corrige una sola vez. Los demás datos sí los puedes corregir; si necesitas otro RFC, pídele ayuda al comercio.',
      'The RFC can be corrected only once. You can still correct the other details; if you need another RFC, ask the shop for help.',
    ],
  ),
  'invalid-cancellation': row(
    422,
    'merchant',
    ['Revisa la cancelación', 'Check the cancellation'],
    [
      'El motivo o la factura que sustituye no corresponden. Lo señalamos en cada campo.',
      'The motivo or the invoice that replaces it is not right. Each fault is marked at its field.',
    ],
  ),
  'invoice-canceled': row(
    409,
    'lookup',
    ['Esta factura se canceló', 'This invoice was cancelled'],
    [
      'El comercio la canceló ante el SAT y ya no tiene validez. Si aún necesitas una, puedes pedirla de nuevo.',
      'The shop cancelled it at the SAT and it is no longer valid. If you still need one, you can ask for it again.',
    ],
  ),
  'invoice-replaced': row(
    409,
    'lookup',
    ['Esta factura se corrigió', 'This invoice was corrected'],
    [
      'Otra la sustituye y esta quedó cancelada ante el SAT. Para ver la nueva, busca otra vez y escribe los datos corregidos.',
      'Another one replaces it, and this one is cancelled at the SAT. To see the new one, search again and enter the corrected details.',
    ],
  ),
  'never-stamped': row(
    409,
    'review',
    ['Esta factura no se generó', 'This invoice was not made'],
    [
      'No llegó a timbrarse y no existe ante el SAT. Ya puedes generarla de nuevo con los mismos datos.',
      'It was never stamped and does not exist at the SAT. You can make it again with the same details.',
    ],
  ),
  'not-undecided': row(
    409,
    'merchant',
    ['Esta factura no espera una decisión', 'This invoice is not waiting for a decision'],
    [
      'Solo se puede resolver a mano una factura que quedó sin decidir (`reconcile`), o liberar una que ningún PAC ha recibido. Consulta su estado.',
      'Only an invoice that was left undecided (`reconcile`) can be resolved by hand, and only one that no PAC has received be released. Check its status.',
    ],
  ),
  'foreign-timbre': row(
    422,
    'merchant',
    ['Ese XML no es el de esta factura', 'That XML is not this invoice’s'],
    [
      'El XML timbrado no corresponde al documento que se selló aquí: su sello es otro o algo cambió. Pide a tu PAC el de esta serie y folio.',
      'The stamped XML does not belong to the document sealed here: its seal is different, or something was changed. Ask your PAC for the one with this serie and folio.',
    ],
  ),
  'invalid-refund': row(
    422,
    'merchant',
    ['La devolución no se puede registrar', 'The refund cannot be registered'],
    [
      'Hay datos de la devolución por corregir. Los señalamos uno por uno.',
      'Some details of the refund need correcting. Each one is listed.',
    ],
  ),
  'refund-not-waiting': row(
    409,
    'merchant',
    ['Esta devolución no espera tu decisión', 'This refund does not await your decision'],
    [
      'Solo se aprueba o se rechaza la que espera tu decisión. Si ya tiene su nota de crédito y fue un error, cancela la nota y decide otra vez.',
      'Only one that awaits your decision is approved or declined. If its nota de crédito was a mistake, cancel that one and decide again.',
    ],
  ),
  'refund-too-much': row(
    422,
    'merchant',
    ['La devolución es mayor que la venta', 'The refund is greater than the sale'],
    [
      'De esta venta quedan {left} por devolver, contando las devoluciones ya registradas.',
      'Only {left} of this sale can still be refunded, counting the refunds already registered.',
    ],
  ),
  'release-too-early': row(
    409,
    'later',
    ['Todavía podría timbrarse', 'It could still be stamped'],
    [
      'Un documento sellado puede timbrarse hasta 72 horas después. Libera la venta cuando hayan pasado, o adjunta el XML si ya lo tienes.',
      'A sealed document can be stamped for up to 72 hours. Release the sale once they have passed, or attach the XML if you already have it.',
    ],
  ),
  'unknown-portal': row(
    404,
    'merchant',
    ['Este portal no existe', 'This portal does not exist'],
    [
      'Revisa la dirección: no hay ningún portal de facturación con ese nombre.',
      'Check the address: there is no invoicing portal with that name.',
    ],
  ),
  'unknown-token': row(
    404,
    'lookup',
    ['El enlace no es válido', 'The link is not valid'],
    [
      'El enlace no es válido o está incompleto. Busca con los datos de tu comprobante de pago.',
      'The link is not valid or is incomplete. Search with the details on your receipt.',
    ],
  ),
  'link-expired': row(
    404,
    'lookup',
    ['El enlace venció', 'The link has expired'],
    [
      'El enlace venció. Busca de nuevo con los datos de tu comprobante de pago.',
      'The link has expired. Search again with the details on your receipt.',
    ],
  ),
  'unknown-resource': row(
    404,
    'merchant',
    ['No existe', 'Not found'],
    ['No hay nada en esta dirección.', 'There is nothing at this address.'],
  ),
  'unknown-mail-link': row(
    404,
    'merchant',
    ['El enlace no es válido', 'The link is not valid'],
    [
      'El enlace no es válido o está incompleto. Ábrelo otra vez desde el correo, completo.',
      'The link is not valid or is incomplete. Open the whole link again from the e-mail.',
    ],
  ),
  unauthorized: row(
    401,
    'merchant',
    ['Falta una llave válida', 'A valid API key is missing'],
    [
      'Envía una llave vigente en «Authorization: Bearer sk_…».',
      'Send a valid API key in “Authorization: Bearer sk_…”.',
    ],
  ),
  'signed-out': row(
    401,
    'merchant',
    ['Inicia sesión', 'Sign in'],
    [
      'Tu sesión terminó o todavía no la inicias. Entra y sigue donde te quedaste.',
      'Your session has ended, or you have not signed in yet. Sign in to continue where you left off.',
    ],
  ),
  'wrong-credentials': row(
    401,
    'merchant',
    ['El correo y la contraseña no coinciden', 'The e-mail and the password do not match'],
    [
      'Revisa el correo y la contraseña. Si la olvidaste, pide un enlace para poner otra.',
      'Check both of them. If you forgot your password, request a link to set a new one.',
    ],
  ),
  'code-needed': row(
    401,
    'merchant',
    ['Falta el código de tu aplicación', 'The code from your app is missing'],
    [
      'Escribe los seis dígitos que muestra tu aplicación de códigos, o uno de tus códigos de recuperación.',
      'Enter the six digits that your authenticator app shows, or one of your recovery codes.',
    ],
  ),
  'wrong-code': row(
    401,
    'merchant',
    ['Ese código no es correcto', 'That code is not right'],
    [
      'Revisa los seis dígitos, y que tu teléfono tenga la hora automática. Un código de recuperación sirve una sola vez.',
      'Check the six digits, and that your phone sets its time automatically. A recovery code works only once.',
    ],
  ),
  'code-spent': row(
    401,
    'merchant',
    ['Ese código ya se usó', 'That code was already used'],
    [
      'Cada código sirve una vez. Espera a que tu aplicación muestre el siguiente.',
      'Each code works only once. Wait for your app to show the next one.',
    ],
  ),
  'too-many-codes': row(
    429,
    'merchant',
    ['Demasiados códigos equivocados', 'Too many wrong codes'],
    [
      'Alguien probó muchos códigos en tu cuenta. Entra con un código de recuperación, con una llave de acceso o desde donde ya tienes una sesión, o espera {wait}.',
      'Somebody tried many codes on your account. Sign in with a recovery code, with a passkey, or from where you already have a session; or wait {wait}.',
    ],
  ),
  'passkey-refused': row(
    401,
    'merchant',
    ['No pudimos comprobar esa llave de acceso', 'That passkey could not be verified'],
    [
      'Inténtalo otra vez, o entra con tu contraseña. Si la quitaste de tu cuenta, bórrala también de tu dispositivo.',
      'Try again, or sign in with your password. If you removed it from your account, delete it from your device too.',
    ],
  ),
  'no-passkeys-here': row(
    409,
    'merchant',
    ['Aquí no hay llaves de acceso', 'There are no passkeys here'],
    [
      'Las llaves de acceso necesitan un dominio con https, y este servidor se abre con una dirección IP. Entra con tu contraseña.',
      'Passkeys need a domain with https, and this server is opened by an IP address. Sign in with your password.',
    ],
  ),
  'too-many-passkeys': row(
    409,
    'merchant',
    ['Ya tienes muchas llaves de acceso', 'You already have many passkeys'],
    ['Quita una que ya no uses y agrega esta otra vez.', 'Remove one that you no longer use and add this one again.'],
  ),
  'second-factor-on': row(
    409,
    'merchant',
    ['Ya usas códigos para entrar', 'You already use codes to sign in'],
    [
      'Para cambiar de aplicación, primero quita los códigos y luego actívalos otra vez.',
      'To change apps, first turn the codes off and then turn them on again.',
    ],
  ),
  'step-up-needed': row(
    403,
    'merchant',
    ['Confirma que eres tú', 'Confirm that it is you'],
    [
      'Para cuidar tu cuenta, antes de este cambio te pedimos confirmar que eres tú. Te sirve por diez minutos.',
      'To protect your account, please confirm that it is you before this change. The confirmation lasts ten minutes.',
    ],
  ),
  'foreign-origin': row(
    403,
    'merchant',
    ['Esta petición viene de otro sitio', 'This request comes from another site'],
    [
      'Por seguridad, los cambios se hacen solo desde tu panel. Ábrelo en la dirección de siempre.',
      'For security, changes can only be made from your panel. Open it at its usual address.',
    ],
  ),
  'not-your-merchant': row(
    403,
    'merchant',
    ['No trabajas en este negocio', 'You do not work for this business'],
    [
      'Tu cuenta no tiene acceso a este negocio. Pide una invitación a quien lo administra.',
      'Your account has no access to this business. Ask the person who manages it for an invitation.',
    ],
  ),
  'not-your-role': row(
    403,
    'merchant',
    ['Esto le toca a otra persona', 'Somebody else has to do this'],
    [
      'Tu función en este negocio no incluye esto. Pídeselo al dueño.',
      'Your role at this business does not include this. Ask an owner.',
    ],
  ),
  'not-your-branch': row(
    403,
    'merchant',
    ['Esto es de todo el negocio', 'This is about the whole business'],
    [
      'Tu cuenta es solo para algunas sucursales, y esto las abarca a todas. Pídeselo a quien administra el negocio.',
      'Your account is limited to some branches, and this covers all of them. Ask the person who manages the business.',
    ],
  ),
  'sign-up-closed': row(
    403,
    'merchant',
    ['Este servidor no recibe cuentas nuevas', 'This server does not accept new accounts'],
    [
      'Quien administra el servidor eligió con AUTOFACTURA_SIGNUP que no haya cuentas nuevas por este camino. Pídele que lo permita.',
      'The server’s administrator chose with AUTOFACTURA_SIGNUP that no accounts are made this way. Ask them to allow it.',
    ],
  ),
  'email-taken': row(
    409,
    'merchant',
    ['Alguien más usa ese correo', 'Somebody else uses that e-mail'],
    ['Elige otro: cada correo es de una sola cuenta.', 'Choose another: each e-mail belongs to a single account.'],
  ),
  'already-set-up': row(
    409,
    'merchant',
    ['Este servidor ya tiene dueño', 'This server already has an owner'],
    ['La primera cuenta ya existe. Entra con ella.', 'The first account already exists. Sign in with it.'],
  ),
  'last-owner': row(
    409,
    'merchant',
    ['El negocio se quedaría sin dueño', 'The business would be left without an owner'],
    ['Primero haz dueño a alguien más.', 'Make somebody else an owner first.'],
  ),
  'no-account-mail': row(
    409,
    'merchant',
    ['Este servidor no manda correos', 'This server does not send e-mail'],
    [
      'Pídele un enlace a quien lo administra: para poner otra contraseña lo da «autofactura account reset».',
      'Ask its administrator for a link: “autofactura account reset” makes one to set a new password.',
    ],
  ),
  'link-spent': row(
    409,
    'merchant',
    ['Este enlace ya no sirve', 'This link no longer works'],
    ['Ya se usó o ya venció. Pide uno nuevo.', 'It was already used, or it has expired. Ask for a new one.'],
  ),
  'invalid-account': row(
    422,
    'merchant',
    ['Revisa los datos de tu cuenta', 'Check your account details'],
    [
      'Hay datos por corregir. Los señalamos en cada campo.',
      'Some details need correcting. Each one is marked at its field.',
    ],
  ),
  'unknown-source': row(
    404,
    'merchant',
    ['Esta fuente no existe', 'This source does not exist'],
    [
      'No hay ninguna fuente en esta dirección. Copia la que se muestra en tu configuración.',
      'There is no source at this address. Copy the address shown in your settings.',
    ],
  ),
  'bad-signature': row(
    401,
    'merchant',
    ['La firma no es la de este proveedor', 'The signature is not this provider’s'],
    [
      'La firma del aviso no corresponde al secreto de esta fuente, o es muy antigua. Revisa el secreto en tu configuración.',
      'The webhook’s signature does not match this source’s secret, or it is too old. Check the secret in your settings.',
    ],
  ),
  forbidden: row(
    403,
    'merchant',
    ['La llave no tiene permiso', 'This key has no permission'],
    ['La llave no tiene el permiso «{scope}».', 'The key does not have the scope “{scope}”.'],
  ),
  'live-key-needed': row(
    403,
    'merchant',
    ['Hace falta una llave del modo real', 'A live key is needed'],
    [
      'Este negocio ya factura de verdad, y esto lo cambia también ahí. Usa una llave del modo real.',
      'This business is live, and this changes it there too. Use a live key.',
    ],
  ),
  'origin-not-allowed': row(
    403,
    'merchant',
    ['Este sitio no puede usar el portal', 'This site cannot use the portal'],
    [
      'El comercio no ha permitido usar su portal desde este sitio.',
      'The merchant does not allow its portal to be used from this site.',
    ],
  ),
  'payload-too-large': row(
    413,
    'merchant',
    ['La petición es demasiado grande', 'The request is too large'],
    ['El máximo para esta petición es de {limit}.', 'The limit for this request is {limit}.'],
  ),
  'host-refused': row(
    422,
    'merchant',
    ['Esa dirección no se puede usar', 'That address cannot be used'],
    [
      'La dirección lleva a este servidor o a una red privada. Usa una a la que se llegue desde internet.',
      'The address leads to this server or to a private network. Use one that can be reached from the internet.',
    ],
  ),
  'request-too-slow': row(
    408,
    'later',
    ['La petición tardó demasiado', 'The request took too long'],
    [
      'Los datos no terminaron de llegar. Revisa tu conexión y vuelve a intentarlo.',
      'The data did not arrive completely. Check your connection and try again.',
    ],
  ),
  'invalid-csd': row(
    422,
    'merchant',
    ['El certificado no se puede usar', 'The certificate cannot be used'],
    ['Revisa los archivos de tu sello digital.', 'Check the files of your digital seal (CSD).'],
  ),
  'invalid-merchant': row(
    422,
    'merchant',
    ['Hay datos por corregir', 'Some details need correcting'],
    ['Revisa los datos señalados de tu negocio.', 'Check the marked details of your business.'],
  ),
  'not-ready-for-live': row(
    409,
    'merchant',
    ['Todavía no puedes empezar a facturar', 'You cannot start invoicing yet'],
    [
      'Falta lo que señalamos. En cuanto esté, vuelve a intentarlo; nada cambió.',
      'What is marked here is still missing. Try again once you have it; nothing was changed.',
    ],
  ),
  'invalid-settings': row(
    422,
    'merchant',
    ['Hay ajustes por corregir', 'Some settings need correcting'],
    ['Revisa los ajustes señalados.', 'Check the marked settings.'],
  ),
  'mail-limit': row(
    429,
    'later',
    ['Ya enviamos esta factura varias veces', 'This invoice was already sent several times'],
    [
      'Ya la enviamos varias veces. Descárgala aquí o inténtalo mañana.',
      'We already sent it several times. Download it here, or try again tomorrow.',
    ],
  ),
  'merchant-not-answering': row(
    503,
    'later',
    ['No pudimos buscar en este momento', 'We could not search at the moment'],
    [
      'El sistema del comercio no responde en este momento. Espera un minuto y busca otra vez; lo que escribiste se conserva.',
      'The shop’s system is not answering at the moment. Wait a minute and search again; what you typed is kept.',
    ],
  ),
  unavailable: row(
    503,
    'later',
    ['No disponible por el momento', 'Not available at the moment'],
    ['Intenta de nuevo en unos segundos.', 'Try again in a few seconds.'],
  ),
  busy: row(
    503,
    'later',
    ['Hay mucha gente facturando', 'Many people are invoicing right now'],
    [
      'Hay mucha gente facturando en este momento. Espera unos segundos y vuelve a pedir tu factura; lo que escribiste se conserva.',
      'Many people are invoicing right now. Wait a few seconds and ask for your invoice again; what you typed is kept.',
    ],
  ),
  'sign-in-busy': row(
    503,
    'later',
    ['Hay mucha gente entrando', 'Many people are signing in right now'],
    [
      'Hay mucha gente entrando en este momento. Espera unos segundos e intenta de nuevo.',
      'Many people are signing in right now. Wait a few seconds and try again.',
    ],
  ),
  'internal-error': row(
    500,
    'later',
    ['Algo falló de nuestro lado', 'Something went wrong on our side'],
    [
      'Algo falló de nuestro lado. Lo que escribiste se conserva; intenta de nuevo.',
      'Something went wrong on our side. What you typed is kept; try again.',
    ],
  ),
} satisfies Record<string, Row>;
