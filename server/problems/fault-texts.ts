/** Texts shown at a field, by fault code. Those for the SAT's own codes are in `sat-faults.ts`. */
import type { Words } from './words.ts';

const words = (es: string, en: string): Words => ({ 'es-MX': es, en });

const ACCOUNT = {
  'password-wrong': words('Esa no es tu contraseña. Escríbela otra vez.', 'That is not your password. Enter it again.'),
  'password-short': words(
    'Usa al menos {least} caracteres. Una frase que solo se te ocurra a ti es fácil de recordar.',
    'Use at least {least} characters. A sentence that only you would think of is easy to remember.',
  ),
  'password-common': words(
    'Esa contraseña es de las primeras que alguien probaría. Elige otra.',
    'That password is one of the first that somebody would try. Choose another.',
  ),
};

const RECEPTOR = {
  'rfc-required': words('Escribe tu RFC.', 'Enter your RFC.'),
  'rfc-malformed': words(
    'El RFC tiene 12 o 13 caracteres: letras, fecha (año, mes, día) y homoclave. Revísalo letra por letra (la O y el 0, la I y el 1 se confunden).',
    'An RFC has 12 or 13 characters: letters, a date (year, month, day) and a suffix. Check it letter by letter (O and 0, I and 1 look alike).',
  ),
  'rfc-short': words(
    'A este RFC le falta un carácter: el de una empresa lleva 12 y el de una persona, 13.',
    'This RFC is one character short: a company’s has 12 and a person’s has 13.',
  ),
  'rfc-long': words(
    'A este RFC le sobra un carácter: el de una empresa lleva 12 y el de una persona, 13.',
    'This RFC has one character too many: a company’s has 12 and a person’s has 13.',
  ),
  'rfc-unlikely': words(
    'Este RFC no coincide con su dígito verificador. Puede estar bien, pero revísalo letra por letra.',
    'This RFC does not match its check digit. It may still be right, but check it letter by letter.',
  ),
  'rfc-look-alike': words(
    'La O y el 0, la I y el 1, la S y el 5, la B y el 8 se confunden. Quizá es {value}.',
    'O and 0, I and 1, S and 5, B and 8 look alike. Perhaps it is {value}.',
  ),
  'rfc-is-curp': words(
    'Eso es una CURP. Sus primeros diez caracteres ({start}) son el inicio de tu RFC; faltan los tres últimos, la homoclave, que están en tu Constancia.',
    'That is a CURP. Its first ten characters ({start}) are the start of your RFC; the last three, the homoclave, are on your Constancia.',
  ),
  'rfc-is-merchant': words(
    'Ese RFC es el de {merchant}, que te hace la factura. Escribe el tuyo, o el de tu empresa.',
    'That RFC belongs to {merchant}, who issues your invoice. Enter your own, or your company’s.',
  ),
  'rfc-generic-not-offered': words(
    'Este comercio factura solo con RFC propio.',
    'This shop only invoices customers with their own RFC.',
  ),
  'nombre-required': words(
    'Escribe el nombre o la razón social, como en tu Constancia o Cédula.',
    'Enter the name as it appears on your Constancia or Cédula.',
  ),
  'nombre-too-long': words('El nombre puede tener hasta 300 caracteres.', 'A name can have up to 300 characters.'),
  'nombre-bad-character': words(
    'El nombre no puede llevar el signo «|» ni caracteres invisibles.',
    'A name cannot have a “|” or invisible characters.',
  ),
  'receptor-is-the-public': words(
    'Esta devolución es de una factura global: su nota de crédito va al público en general, y no hay datos que cambiar.',
    'This refund is of a global invoice: its credit note goes to the general public, and there are no details to change.',
  ),
  'nombre-publico-en-general': words(
    'Escribe tu nombre o razón social: «PUBLICO EN GENERAL» es solo para la factura global del comercio.',
    'Enter your own name: “PUBLICO EN GENERAL” is only for the shop’s global invoice.',
  ),
  'nombre-is-rfc': words(
    'Aquí va tu nombre o razón social, no tu RFC ni tu CURP.',
    'Your name or your company’s goes here, not your RFC or your CURP.',
  ),
  'nombre-is-email': words(
    'Aquí va tu nombre o razón social, no un correo.',
    'Your name or your company’s goes here, not an e-mail address.',
  ),
  'nombre-is-merchant': words(
    'Ese nombre es el de {merchant}, que te hace la factura. Escribe el tuyo, o el de tu empresa.',
    'That name belongs to {merchant}, who issues your invoice. Enter your own, or your company’s.',
  ),
  'nombre-of-merchant': words(
    '¿Te llamas igual que {value}, que te hace la factura? Si no, cambia el nombre antes de seguir.',
    'Do you have the same name as {value}, who issues your invoice? If not, change the name before you continue.',
  ),
  'nombre-regimen-capital': words(
    'El SAT registra el nombre sin el régimen de capital («SA DE CV», «S DE RL»…). Quizá es «{value}».',
    'The SAT registers names without the company type (“SA DE CV”, “S DE RL”…). Perhaps it is “{value}”.',
  ),
  'nombre-acentos': words(
    'Muchos nombres están registrados sin acentos. Si el SAT no lo reconoce, prueba «{value}».',
    'Many names are registered without accents. If the SAT does not recognise it, try “{value}”.',
  ),
  'codigo-postal-malformed': words('El código postal tiene 5 dígitos.', 'A postal code has 5 digits.'),
  'codigo-postal-unknown': words(
    'Ese código postal no existe. Escribe el de tu domicilio fiscal, como en tu Constancia o Cédula.',
    'That postal code does not exist. Enter the one of your tax address, as on your Constancia or Cédula.',
  ),
  'regimen-required': words('Elige tu régimen fiscal de la lista.', 'Choose your tax regime from the list.'),
  'uso-not-offered': words(
    'Este comercio no factura con ese uso. Puedes elegir: {lista}.',
    'This shop does not issue invoices for that use. You can choose: {lista}.',
  ),
  'uso-usual-not-allowed': words(
    'El uso que propones tiene que ser uno de los que permites.',
    'The suggested use has to be one of those that you allow.',
  ),
  'uso-required': words('Elige para qué usarás la factura.', 'Choose what the invoice is for.'),
  'email-malformed': words(
    'Revisa el correo: le falta algo, como «@» o el final «.com».',
    'Check the e-mail: something is missing, such as “@” or “.com”.',
  ),
} as const;

const LOOKUP = {
  'second-proof-mismatch': words(
    'No coincide. Revísalo en lo que te dieron al pagar.',
    'It does not match. Check what you were given when you paid.',
  ),
  'lookup-required': words('Escribe este dato.', 'Fill in this field.'),
  'total-malformed': words(
    'Escribe el total con números, por ejemplo 348.00.',
    'Enter the total in figures, for example 348.00.',
  ),
  'cuadre-range': words(
    'Elige de 1 a 92 días, de la fecha más antigua a la más reciente.',
    'Choose 1 to 92 days, from the earlier date to the later one.',
  ),
  'date-malformed': words('Elige la fecha en que pagaste.', 'Choose the date when you paid.'),
  'card-last4-malformed': words(
    'Son los últimos 4 dígitos de tu tarjeta.',
    'These are the last 4 digits of your card.',
  ),
} as const;

const SALE = {
  required: words('Falta este dato.', 'This value is missing.'),
  malformed: words('Este dato no tiene el formato esperado.', 'This value is not in the expected format.'),
  'unknown-field': words('Este campo no existe.', 'There is no such field.'),
  'buyer-withholds': words(
    'Tu empresa debe retener impuestos de este pago y pagarlos al SAT; por eso {merchant} confirmará tu factura.',
    'Your company must withhold taxes from this payment and pay them to the SAT, so {merchant} will confirm your invoice.',
  ),
  'cannot-issue-now': words(
    'Por ahora {merchant} no puede hacer facturas en línea. Envíale tu solicitud y verás la respuesta en un enlace.',
    'At the moment {merchant} cannot issue invoices online. Send your request, and you will see the answer through a link.',
  ),
  'advance-payment': words(
    'Es un anticipo: se factura de otra manera y {merchant} la hará.',
    'This is an advance payment: it is invoiced in a different way, and {merchant} will do it.',
  ),
  'estado-not-paid': words('Solo se puede facturar una venta pagada.', 'Only a paid sale can be invoiced.'),
  'text-too-long': words('El texto es demasiado largo.', 'The text is too long.'),
  'amount-malformed': words(
    'El importe es un decimal entre comillas, de hasta 6 decimales, sin signo: "348.00".',
    'An amount is a quoted decimal with up to 6 decimals and no sign: "348.00".',
  ),
  'amount-not-positive': words('Debe ser mayor que cero.', 'It must be greater than zero.'),
  'date-without-offset': words(
    'La fecha lleva su zona: "2026-11-20T18:32:00-06:00" o terminada en Z.',
    'A date needs its offset: "2026-11-20T18:32:00-06:00", or ends in Z.',
  ),
  'total-decimals': words(
    'El total tiene más decimales que la moneda.',
    'The total has more decimals than the currency.',
  ),
  'sale-inconsistent': words(
    'Los conceptos suman {sum} y el total dice {total}: hay {difference} de diferencia.',
    'The lines add up to {sum}, but the total is {total}: they differ by {difference}.',
  ),
  'nothing-to-invoice': words(
    'No queda ningún concepto con importe que facturar.',
    'There is no line left with an amount to invoice.',
  ),
  'gift-cards-only': words(
    'Solo se vendieron tarjetas de regalo: todavía no son mercancía, y no se facturan como tal. Lo que se compre con ellas se factura completo cuando se usen. Si tu contador pide un CFDI de anticipo, hazlo aparte.',
    'Only gift cards were sold: they are not goods yet, and are not invoiced as goods. What they buy is invoiced in full when they are used. If your accountant asks for a CFDI de anticipo, issue it separately.',
  ),
  'store-credit-unclear': words(
    'El pedido se pagó en parte con saldo a favor («{coupon}»), y tu tienda lo escribe como un descuento: no sabemos cuánto es ingreso. Factúralo a mano.',
    'The order was paid in part with store credit (“{coupon}”), which your shop records as a discount, so we cannot know how much of it is income. Invoice it by hand.',
  ),
  'refund-currency': words(
    'Se devolvieron {importe} {moneda} de un pedido en {pedido}: no sabemos cuánto queda por facturar. Haz tú la factura de lo que quedó.',
    'The order is in {pedido}, but {importe} {moneda} were refunded, so we cannot know how much is left to invoice. Make the invoice for what is left yourself.',
  ),
  'order-paid-in-parts': words(
    'El pedido se pagó en partes: el anticipo y el saldo son pedidos distintos en tu tienda, y ninguno es la venta completa. Cuando esté todo pagado, haz tú la factura del total.',
    'The order was paid in parts: the deposit (anticipo) and the balance are separate orders in your shop, and neither is the whole sale. Once everything is paid, make the invoice for the total yourself.',
  ),
  'order-state-unknown': words(
    'Tu tienda dice que el pedido está «{state}», y no sabemos si eso es pagado completo. Dinos qué significa en los ajustes de la fuente, en «states»: paid (pagado), partly (en parte), unpaid (sin pagar), disputed (en disputa) o closed (cerrado).',
    'Your shop says that the order is “{state}”, and we do not know whether that means paid in full. State what it means in the source’s settings, under “states”: paid, partly, unpaid, disputed or closed.',
  ),
  'order-partly-paid': words(
    'Tu tienda dice que el pedido está «{state}»: solo se pagó una parte. Se podrá facturar cuando esté pagado completo.',
    'Your shop says that the order is “{state}”: only part of it was paid. It can be invoiced once it is paid in full.',
  ),
  'order-disputed': words(
    'El pago está en disputa o lo reclamó el banco («{state}»). No se factura mientras no se resuelva a tu favor.',
    'The payment is in dispute or was charged back by the bank (“{state}”). It is not invoiced unless that is resolved in your favour.',
  ),
  'payment-disputed': words(
    'El banco de tu cliente puso el pago en disputa. No se factura mientras no se resuelva a tu favor.',
    'Your customer’s bank has disputed the payment. It is not invoiced unless that is resolved in your favour.',
  ),
  'lodging-tax': words(
    'El concepto «{line}» lleva impuesto sobre hospedaje ({taxes}). Es un impuesto local y va en el complemento implocal, que todavía no se genera aquí: factura esta venta a mano.',
    'The line “{line}” has the tax on lodging ({taxes}). It is a local tax and belongs in the complement implocal, which is not supported here yet: invoice this sale by hand.',
  ),
  'line-taxes-unclear': words(
    'El concepto «{line}» lleva {taxes}, y no sabemos qué impuesto es cada uno. Ponles su nombre en tu tienda (IVA, IEPS), o di en tus productos qué impuestos lleva.',
    'The line “{line}” has {taxes}, and we cannot tell which tax each one is. Name them in your shop (IVA, IEPS), or state in your products which taxes it has.',
  ),
  'line-without-tax': words(
    'Tu tienda no cobró impuesto por «{line}» y sí por lo demás. Di en tus productos (el envío, en los ajustes de la fuente) si es tasa 0 %, exento o no objeto de impuesto.',
    'Your shop charged no tax on “{line}”, but did on the rest. State in your products (for shipping, in the source’s settings) whether it is taxed at 0 %, exempt or not subject to tax.',
  ),
  'discount-above-line': words(
    'El descuento es mayor que el importe del concepto.',
    'The discount is greater than the amount of its line.',
  ),
  'discount-above-sale': words('El descuento es mayor que la venta.', 'The discount is greater than the sale.'),
  'refund-before-sale': words('La devolución es anterior a la venta.', 'The refund is dated before the sale.'),
  'refund-not-in-sale': words(
    'La venta no tiene ese producto, o no en esa cantidad.',
    'The sale does not have that product, or not that many of it.',
  ),
  'ieps-above-price': words(
    'El IEPS por cuota es mayor que el precio del concepto.',
    'The IEPS by cuota is greater than the price of the line.',
  ),
  'cannot-reconcile': words(
    'Ningún ajuste de redondeo permite que el CFDI sume exactamente el total. Revisa la venta.',
    'No rounding makes the CFDI add up exactly to the total. Check the sale.',
  ),
  'price-too-small': words(
    'El precio por unidad es menor que una millonésima; el SAT no lo admite.',
    'The unit price is less than one millionth, which the SAT does not accept.',
  ),
  'needs-complement': words(
    'La clave {clave} exige un complemento que todavía no se genera aquí ({complement}). Sin él no se timbra la venta.',
    'The key {clave} requires a complement that is not supported here yet ({complement}). The sale is not stamped without it.',
  ),
  'clave-unknown': words(
    'La clave «{clave}» no está en el catálogo del SAT.',
    'The key “{clave}” is not in the SAT’s catalogue.',
  ),
  'clave-not-in-force': words(
    'La clave «{clave}» no está vigente en el catálogo del SAT en la fecha de la factura. Pon la que la sustituye y vuelve a mandar la venta.',
    'The key “{clave}” is not in force in the SAT’s catalogue on the invoice’s date. Use the one that replaces it and send the sale again.',
  ),
  'postal-code-not-in-force': words(
    'El código postal {clave} de tu sucursal no está vigente en el catálogo del SAT. Corrígelo en tus sucursales.',
    'Your branch’s postal code {clave} is not in force in the SAT’s catalogue. Correct it in your branches.',
  ),
  'claves-not-checked': words(
    'Las claves de producto solo se revisaron en su forma: el catálogo c_ClaveProdServ no está cargado (autofactura catalogs update).',
    'Only the format of the product keys was checked: c_ClaveProdServ is not loaded (autofactura catalogs update).',
  ),
  'forma-pago-unknown': words(
    'La forma de pago no está en c_FormaPago o no es de una venta pagada (99).',
    'The form of payment is not in c_FormaPago, or is not for a paid sale (99).',
  ),
  'moneda-unknown': words('La moneda no está en c_Moneda.', 'The currency is not in c_Moneda.'),
  'tipo-cambio-required': words(
    'Con moneda distinta de MXN hace falta tipoCambio: mándalo con la venta, o carga los del DOF hasta el día anterior (autofactura exchange-rates load).',
    'A currency other than MXN needs tipoCambio: send it with the sale, or load the rates of the DOF up to the day before (autofactura exchange-rates load).',
  ),
  'objeto-imp-mismatch': words(
    'ObjetoImp {objetoImp} no corresponde a los impuestos del concepto: 02 pide al menos uno (la tasa 0 % también se escribe); 01, 03, 04 y 05, ninguno.',
    'ObjetoImp {objetoImp} does not match the taxes of the line: 02 needs at least one (a 0 % rate counts); 01, 03, 04 and 05 take none.',
  ),
  'tax-unknown': words(
    'Esa combinación de impuesto, factor y tasa no está en c_TasaOCuota.',
    'That combination of tax, factor and rate is not in c_TasaOCuota.',
  ),
  'two-iva': words(
    'Un concepto lleva un solo IVA: ni dos tasas ni una tasa y exento a la vez. Sepáralo en dos conceptos.',
    'A line can have only one IVA: not two rates, nor a rate and an exemption. Split it into two lines.',
  ),
  'not-your-branch': words(
    'La venta es de una sucursal que no te toca.',
    'The sale belongs to a branch that you do not work at.',
  ),
  'folio-of-another-branch': words('Otra sucursal ya usó este folio.', 'Another branch already used this folio.'),
  'branches-only-for-cashiers': words(
    'Solo la función de caja se limita a sucursales.',
    'Only cashiers can be limited to branches.',
  ),
  'branch-unknown': words('No hay una sucursal «{branch}».', 'There is no branch “{branch}”.'),
  'iva-frontera-not-enabled': words(
    'El IVA de 8 % exige una sucursal en la franja fronteriza.',
    'IVA at 8 % needs a branch in the border region.',
  ),
} as const;

const SETTINGS = {
  'lookup-without-email': words(
    'Al menos una forma de búsqueda debe funcionar sin correo: pedirlo siempre lo haría obligatorio.',
    'At least one way of searching must work without an e-mail address: always asking for it would make it compulsory.',
  ),
  'lookup-too-weak': words(
    'Quien conoce a tu cliente puede adivinar esa combinación: vale {bits} bits y hacen falta {needed}. Agrega {add}. Si la quieres así, ponla también en acknowledgedLookup: tu cliente dará un dato más antes de ver su compra.',
    'Somebody who knows your customer can guess that combination: it is worth {bits} bits and {needed} are needed. Add {add}. If you want it as it is, put it in acknowledgedLookup too: your customer will give one more detail before seeing the purchase.',
  ),
  'lookup-too-weak-anyhow': words(
    'Quien conoce a tu cliente puede adivinar esa combinación: vale {bits} bits y hacen falta {needed}. Usa otra. Si la quieres así, ponla también en acknowledgedLookup: tu cliente dará un dato más antes de ver su compra.',
    'Somebody who knows your customer can guess that combination: it is worth {bits} bits and {needed} are needed. Use another. If you want it as it is, put it in acknowledgedLookup too: your customer will give one more detail before seeing the purchase.',
  ),
  'lookup-too-common': words(
    'Cualquiera que pruebe folios seguidos o totales comunes puede encontrar compras ajenas con esa combinación: vale {bits} bits y hacen falta {needed}. Agrega {add}. Si la quieres así, ponla también en acknowledgedLookup: cuando alguien esté adivinando, tu cliente dará un dato más antes de ver su compra.',
    'Anybody who tries consecutive folios or common totals can find other people’s purchases with that combination: it is worth {bits} bits and {needed} are needed. Add {add}. If you want it as it is, put it in acknowledgedLookup too: while somebody is guessing, your customer will give one more detail before seeing the purchase.',
  ),
  'lookup-too-common-anyhow': words(
    'Cualquiera que pruebe folios seguidos o totales comunes puede encontrar compras ajenas con esa combinación: vale {bits} bits y hacen falta {needed}. Usa otra. Si la quieres así, ponla también en acknowledgedLookup: cuando alguien esté adivinando, tu cliente dará un dato más antes de ver su compra.',
    'Anybody who tries consecutive folios or common totals can find other people’s purchases with that combination: it is worth {bits} bits and {needed} are needed. Use another. If you want it as it is, put it in acknowledgedLookup too: while somebody is guessing, your customer will give one more detail before seeing the purchase.',
  ),
  'lookup-optional-elsewhere': words(
    'Un dato opcional va junto a una de tus combinaciones, y no puede ser uno que esa combinación ya exige.',
    'An optional datum stands beside one of your combinations, and cannot be one that it already requires.',
  ),
  'lookup-redundant': words(
    'Esa combinación repite datos o pide todos los de otra. Quítala: no encuentra nada que la otra no encuentre.',
    'That combination repeats a field or contains all the fields of another. Remove it: it finds nothing that the other does not.',
  ),
  'not-a-constancia': words(
    'Ese código no es el de una Constancia o Cédula. Usa el QR de la primera página, o escribe tus datos.',
    'That code is not from a Constancia or Cédula. Use the QR on its first page, or type your details.',
  ),
  'deadline-unknown': words(
    'El plazo es el fin de un mes (month-end), unos días (days), el fin del año (year-end) o hasta tu factura global (until-global).',
    'A deadline is the end of a month (month-end), a number of days (days), the end of the year (year-end), or your global invoice (until-global).',
  ),
  'periodicidad-unknown': words(
    'La periodicidad de tu factura global es 01 (diaria), 02 (semanal), 03 (quincenal), 04 (mensual) o 05 (bimestral).',
    'The periodicidad of your global invoice is 01 (daily), 02 (weekly), 03 (every fortnight), 04 (monthly) or 05 (every two months).',
  ),
  'periodicidad-needs-621': words(
    'El SAT admite la factura global bimestral solo en el régimen 621 (Incorporación Fiscal). Elige otra periodicidad.',
    'The SAT accepts a two-month global invoice only in régimen 621 (Incorporación Fiscal). Choose another periodicidad.',
  ),
  'url-refused': words(
    'La dirección debe ser https y pública: sin usuario, sin puertos raros, y no de una red privada.',
    'The address has to be https and public: without a user or unusual ports, and not in a private network.',
  ),
  'mail-host-refused': words(
    'Escribe el nombre público de tu servidor de correo, como smtp.tuempresa.com. No se puede usar uno de una red privada.',
    'Enter the public name of your mail server, such as smtp.yourcompany.com. One in a private network cannot be used.',
  ),
  'credentials-other-world': words(
    'Esas credenciales son de otro modo: una llave de prueba no sirve en vivo, ni una llave en vivo sirve en pruebas.',
    'Those credentials belong to the other world: a test key does not work in live, nor a live key in test.',
  ),
  'day-malformed': words('Escribe el día así: 2026-11-20.', 'Write the day like this: 2026-11-20.'),
  'days-reversed': words(
    'El primer día va después del último. Cámbialos.',
    'The first day is after the last one. Swap them.',
  ),
  'days-too-many': words('Pide un año como máximo.', 'Ask for a year at most.'),
  'scope-not-yours': words(
    'Esta llave no tiene ese permiso, así que no puede darlo a otra.',
    'This key does not have that scope, so it cannot give it to another key.',
  ),
  'expiry-past': words('Esa fecha ya pasó.', 'That date has passed.'),
  'expiry-too-late': words(
    'Una llave no puede durar más que la que la crea, que vence el {limit}.',
    'A key cannot outlive the one that creates it, which expires on {limit}.',
  ),
  'colour-malformed': words('El color se escribe #rrggbb.', 'A colour is written as #rrggbb.'),
  'image-malformed': words('La imagen debe ser PNG, JPEG o WebP.', 'The picture has to be PNG, JPEG or WebP.'),
  'image-too-large': words(
    'La imagen pesa más de 512 KB. Guárdala más chica y súbela otra vez.',
    'The picture is larger than 512 KB. Save a smaller one and upload it again.',
  ),
  'image-too-many-pixels': words(
    'La imagen mide más de 4 megapíxeles. Recórtala a la parte del ticket que importa.',
    'The picture has more than 4 megapixels. Crop it to the part of the ticket that matters.',
  ),
  'image-animated': words(
    'La imagen no puede ser animada. Sube una fija.',
    'The picture cannot be animated. Upload a still one.',
  ),
  'image-not-what-it-says': words(
    'El archivo no es la imagen que dice ser. Ábrelo en un editor de imágenes, guárdalo como PNG o JPEG y súbelo otra vez.',
    'The file is not the type of image that it claims to be. Open it in an image editor, save it as PNG or JPEG and upload it again.',
  ),
  'image-damaged': words(
    'La imagen está incompleta o dañada. Guárdala otra vez como PNG o JPEG y súbela.',
    'The picture is incomplete or damaged. Save it again as PNG or JPEG and upload it.',
  ),
  'logo-malformed': words('El logo debe ser PNG, JPEG o WebP.', 'The logo has to be PNG, JPEG or WebP.'),
  'logo-too-large': words(
    'El archivo del logo pesa más de 512 KB. Guárdalo más chico y súbelo otra vez.',
    'The logo’s file is larger than 512 KB. Save a smaller one and upload it again.',
  ),
  'logo-too-many-pixels': words(
    'La imagen del logo mide más de 4 megapíxeles. Con 800 píxeles de ancho basta.',
    'The logo’s image has more than 4 megapixels. A width of 800 pixels is enough.',
  ),
  'logo-animated': words(
    'El logo no puede ser animado. Sube una imagen fija.',
    'The logo cannot be animated. Upload a still image.',
  ),
  'logo-not-what-it-says': words(
    'El archivo del logo no es la imagen que dice ser. Ábrelo en un editor de imágenes, guárdalo como PNG o JPEG y súbelo otra vez.',
    'The logo’s file is not the type of image that it claims to be. Open it in an image editor, save it as PNG or JPEG and upload it again.',
  ),
  'logo-damaged': words(
    'El archivo del logo está incompleto o dañado. Guárdalo otra vez como PNG o JPEG y súbelo.',
    'The logo’s file is incomplete or damaged. Save it again as PNG or JPEG and upload it.',
  ),
  'origin-malformed': words(
    'El origen se escribe https://tienda.example, sin ruta.',
    'An origin is written as https://shop.example, without a path.',
  ),
} as const;

const CANCELLATION = {
  'motivo-only-global': words(
    'El motivo 04 es solo para la factura global. Para esta factura usa 01, 02 o 03.',
    'Motivo 04 is only for the factura global. Use 01, 02 or 03 for this invoice.',
  ),
  'substitute-only-01': words(
    'Solo el motivo 01 lleva una factura que sustituye. Quítala, o elige 01.',
    'Only motivo 01 takes an invoice that replaces this one. Leave it out, or choose 01.',
  ),
  'substitute-missing': words(
    'Con el motivo 01, indica qué factura la sustituye. Primero se timbra la nueva y luego se cancela esta.',
    'With motivo 01, say which invoice replaces it. The new one is stamped first, and then this one is cancelled.',
  ),
  'substitute-unknown': words(
    'No encontramos esa factura entre las tuyas. Escribe su folio fiscal o su identificador.',
    'We did not find that invoice among yours. Enter its folio fiscal or its id.',
  ),
  'substitute-not-live': words(
    'La factura que sustituye ya está cancelada. Elige una vigente.',
    'The replacing invoice is already cancelled. Choose one that is in force.',
  ),
  'substitute-not-related': words(
    'Esa factura no sustituye a esta: le falta la relación 04 con su folio fiscal.',
    'That invoice does not replace this one: it lacks relation 04 with its folio fiscal.',
  ),
} as const;

/** Texts of faults by code, in both languages. `{name}`s are filled from the fault's params. */
export const FAULTS: Readonly<Record<string, Words>> = {
  ...ACCOUNT,
  ...RECEPTOR,
  ...LOOKUP,
  ...SALE,
  ...SETTINGS,
  ...CANCELLATION,
};
