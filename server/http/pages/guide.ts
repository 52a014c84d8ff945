/**
 * The guide for shop owners, in es-MX. A text in «» appears letter by letter on the screen that its chapter names: a test looks for it in the
 * panel's and the portal's own texts. `tests/guide/take-pictures.ts` takes the pictures from the running panel and portal.
 */

/** A part of the guide. */
export type Chapter = {
  readonly id: string;
  readonly title: string;
  /** Where in the panel it happens, below `/panel`; absent for what happens in the portal. */
  readonly screen?: string;
  readonly text: readonly string[];
  /** The name of its picture, and a description. */
  readonly picture: readonly [name: string, alt: string];
};

/** The chapters of /ayuda in reading order, each with the panel's screen that it explains. */
export const GUIDE: readonly Chapter[] = [
  {
    id: 'primer-minuto',
    title: 'El primer minuto',
    screen: '',
    text: [
      'Abre la dirección que te dio quien instaló Autofactura. Escribe tu nombre, tu correo y una contraseña: desde ese momento el servidor es tuyo.',
      'Luego te pide los datos de tu negocio, tal como están en tu Constancia. Si escribes «SA de CV» te avisa, porque el SAT registra los nombres sin eso.',
      'Al terminar ves la lista de lo que falta, con lo que toma cada paso. Puedes dejarla cuando quieras: todo se guarda.',
    ],
    picture: ['lista', 'La lista de pasos de un negocio nuevo, con el siguiente paso marcado.'],
  },
  {
    id: 'ventas',
    title: 'Que tus ventas estén ahí',
    screen: '/ventas/nueva',
    text: [
      'Tus clientes solo pueden facturar una venta que esté en tu panel. La primera la puedes escribir a mano en «Agregar una venta»: folio, fecha y lo que se vendió, con el IVA dentro del precio.',
      'Si tienes muchas, elige «Subir el archivo de mi caja». También pueden llegar solas desde tu tienda en línea o tu sistema.',
    ],
    picture: ['venta', 'El formulario para agregar una venta a mano.'],
  },
  {
    id: 'conexiones',
    title: 'Que tus ventas lleguen solas',
    screen: '/conexiones',
    text: [
      'En «Conexiones» eliges tu tienda o tu cobro: Shopify, WooCommerce, Stripe, Mercado Pago, Conekta u Openpay. Te decimos qué copiar, y dónde pegarlo allá.',
      'Desde entonces cada venta pagada aparece sola. Si quieres también las anteriores, abre la conexión y pulsa «Traer las ventas».',
      'Si algo no se entiende, la venta no se pierde: queda en «Lo que espera tu ayuda» con la razón. Arreglas la causa y pulsas «Intentar otra vez».',
    ],
    picture: ['conexiones', 'Las tiendas y los cobros que se pueden conectar.'],
  },
  {
    id: 'productos',
    title: 'Qué clave del SAT lleva cada producto',
    screen: '/productos',
    text: [
      'Lo que llega de tu caja o de tu tienda se factura con la clave general de su conexión. En «Productos» ves, en «Vendidos sin clave propia», lo que más vendes así, y lo que hace esperar a una venta.',
      'Pulsa «Dar clave», escribe en «Búscala por su nombre» como tú le dices y elige. Puedes dársela a un producto o a toda su categoría, con sus impuestos. Si son muchos, abre «Muchos productos a la vez».',
      'En «Formas de pago» pasa lo mismo con los pagos: si tu caja escribe algo que no conocemos, como Uber Eats, esas ventas esperan hasta que digas qué es.',
    ],
    picture: ['productos', 'El formulario que le da su clave del SAT y sus impuestos a un producto.'],
  },
  {
    id: 'portal',
    title: 'Tu portal, con tu cara',
    screen: '/portales',
    text: [
      'Di qué tipo de negocio es y pulsa «Crear mi portal». De ahí salen las palabras, los datos con los que se busca y el cartel que te proponemos.',
      'En los ajustes cambias el título, el logo y los colores. A un lado ves tu portal de verdad: pruébalo en «Celular», en «Computadora» y en «Oscuro».',
      'La dirección también se cambia. La anterior sigue funcionando, así que los QR que ya imprimiste no se pierden.',
    ],
    picture: ['portal', 'Los ajustes de un portal: título, frase, lo que vende y texto del botón.'],
  },
  {
    id: 'busqueda',
    title: 'Con qué datos se busca una compra',
    screen: '/portales/:slug',
    text: [
      'Cada grupo de datos es una forma de buscar: tu cliente escribe todos los del grupo. Debajo dice qué tan fácil sería adivinarlo.',
      'Si un grupo es fácil de adivinar y aun así lo quieres, marca «La quiero así. Cuando haga falta, mi cliente dará un dato más antes de ver su compra.».',
      'Si algunas ventas llegaron sin correo o sin tarjeta y nadie las encontraría, te decimos cuántas son; toca «Ver cuáles».',
      'Sube una foto de dónde está el folio en tu ticket: tu cliente la ve si toca «¿Dónde lo encuentro?».',
    ],
    picture: ['busqueda', 'Dos formas de buscar, con una medida de qué tan fácil es adivinar cada una.'],
  },
  {
    id: 'plazo',
    title: 'Hasta cuándo pueden facturar',
    screen: '/portales/:slug',
    text: [
      'Elige el plazo y míralo en el calendario: el día de la venta, el último para facturarla y el de tu factura global, con la hora de tu sucursal.',
      'Es tu regla, no una ley. Después de esa fecha te llega una solicitud y tú decides en «Solicitudes».',
    ],
    picture: ['plazo', 'Un calendario con el día de una venta y el último día para facturarla.'],
  },
  {
    id: 'probar',
    title: 'Pruébalo antes que nadie',
    screen: '/prueba',
    text: [
      'Pulsa «Probar mi portal». Hacemos una venta de prueba, la facturamos como lo haría un cliente y revisamos el XML, el PDF y el correo. Cada paso queda palomeado; si algo falla, dice qué hacer.',
      'Después recórrelo tú en una ventana privada, con «Abrir mi portal». En modo de prueba nada tiene validez fiscal.',
    ],
    picture: ['prueba', 'Los pasos de una prueba, todos listos.'],
  },
  {
    id: 'cliente',
    title: 'Lo que ve tu cliente',
    text: [
      'Escribe los datos de su ticket y pulsa «Buscar mi compra». Si entró por el QR de su ticket, este paso se salta.',
      'Escribe sus datos fiscales. Quien no tiene RFC puede elegir «No tengo RFC», si tú lo permites.',
      'Revisa cómo quedará su factura, la genera y la descarga: «Descargar PDF» y «Descargar XML». El correo es opcional.',
    ],
    picture: ['cliente', 'La primera pantalla del portal en un celular.'],
  },
  {
    id: 'en-vivo',
    title: 'Factura de verdad',
    screen: '/en-vivo',
    text: [
      'Para facturar de verdad hacen falta tu sello digital (CSD) y un PAC. En «Sello digital» arrastras tus dos archivos; si por error traes tu e.firma, no la aceptamos ni la guardamos.',
      'En «PAC» conectas tu cuenta y la pruebas. Cuando todo está, pulsa «Empezar a facturar de verdad»; si falta algo, te dice qué.',
    ],
    picture: ['en-vivo', 'Lo que falta antes de facturar de verdad.'],
  },
  {
    id: 'difundir',
    title: 'Que tus clientes lo sepan',
    screen: '/difundir',
    text: [
      'En «Difusión» está todo lo que lleva a tu portal: carteles para imprimir, el QR de tus tickets, una pantalla para tu caja y textos para copiar, con tu nombre y tu color.',
      'Cada uno lleva su propia marca. En «Por dónde llegan» ves cuál te trae más visitas.',
    ],
    picture: ['difundir', 'Los carteles y el QR para imprimir.'],
  },
  {
    id: 'correos',
    title: 'Tus correos y los recordatorios',
    screen: '/notificaciones',
    text: [
      'En «Notificaciones» escribes el correo que lleva la factura y te mandas uno con «Mándame uno de prueba».',
      'En «Quién envía tus correos» ves desde qué dirección salen. Para que salgan de la tuya, pon los datos de tu servidor de correo o de Resend y pulsa «Guardar y probar».',
      'En «Recordatorios» puedes avisarle a quien dejó su correo y todavía no factura, unos días antes de que venza su plazo. Recibe uno solo por compra, y puede pedir que no le lleguen más.',
    ],
    picture: ['correos', 'Quién envía los correos y desde qué dirección.'],
  },
  {
    id: 'cada-dia',
    title: 'Tu día a día',
    screen: '/solicitudes',
    text: [
      'Al entrar ves qué espera tu respuesta. En «Solicitudes» están quienes no pudieron facturar solos; en «Facturas», todo lo timbrado; en «Avisos», lo que conviene que hagas.',
      'Para que otra persona te ayude, invítala en «Equipo»: cada quien con su cuenta y solo con lo que le toca.',
    ],
    picture: ['solicitudes', 'La página de solicitudes, sin ninguna pendiente.'],
  },
  {
    id: 'llaves',
    title: 'Para quien programa tu sistema',
    screen: '/llaves',
    text: [
      'Si tienes un sistema propio, quien lo programa te va a pedir una llave. En «Llaves de API» escribe para quién es, elige qué puede hacer y pulsa «Crear la llave».',
      'La llave se ve una sola vez: cópiala y dásela a esa persona en persona o por un medio seguro. Quien la tenga puede hacer lo que elegiste.',
      'Si ya no se usa, o se perdió, pulsa «Revocar»: deja de servir al momento.',
    ],
    picture: ['llaves', 'El formulario que crea una llave: nombre, para qué es y cuánto dura.'],
  },
];
