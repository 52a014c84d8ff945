/** Every page of the panel in the states that it has, for axe and for eyes. */
import { booksReplies } from './books-stand-in.ts';
import { SOURCES, UNKNOWN_STATE, WAITING } from './connections-stand-in.ts';
import { desk, quietDesk, REFUSED_BY_SAT, TO_APPROVE } from './desk-stand-in.ts';
import { domainOf, FAILED_RUN, NO_MAIL, RESEND } from './outward-stand-in.ts';
import { NO_WORD_WAITS, satKeys } from './sat-keys-stand-in.ts';
import { emptyServer, problem, type Replies, SETTINGS, type Shop, shop } from './stand-in.ts';

export type Scene = {
  readonly name: string;
  readonly path: string;
  readonly shop?: () => Shop;
  readonly replies?: Replies;
  /** On the screen when the page is there. */
  readonly reads: string;
  /** Then pressed, and what is there after it. */
  readonly press?: string;
  readonly after?: string;
};

const fresh = (): Shop =>
  shop({ desk: quietDesk(), branches: [], portals: [], sales: [], invoices: [], pacs: [], csd: false });

const REMINDING = { ...SETTINGS, reminder: { daysBefore: 5 } };

const connected = (): Shop => shop({ sources: [...SOURCES], waiting: WAITING });

const CHECKS = {
  pending: { txt: 'ok', points: 'nowhere', answers: 'untried' },
  verified: { txt: 'ok', points: 'ok', answers: 'certificate' },
  failing: { txt: 'ok', points: 'elsewhere', answers: 'untried' },
} as const;

export const scenes: readonly Scene[] = [
  { name: 'sign-in', path: '/panel/ventas', shop: emptyServer, reads: 'Entra a tu panel' },
  {
    name: 'sign-in-missing',
    path: '/panel',
    shop: emptyServer,
    reads: 'Entra a tu panel',
    press: 'Entrar',
    after: 'Revisa 2 datos',
  },
  {
    ...{ name: 'forgotten', path: '/panel', shop: emptyServer, reads: 'Entra a tu panel' },
    ...{ press: 'Olvidé mi contraseña', after: 'Mandarme el enlace' },
  },
  { name: 'setup', path: '/panel/setup?token=tok_primera', shop: emptyServer, reads: 'Este servidor ya es tuyo' },
  { name: 'server-away', path: '/panel', replies: { 'GET session': 'offline' }, reads: 'Intentar otra vez' },
  { name: 'new-merchant', path: '/panel', shop: () => shop({ merchants: [] }), reads: 'Los datos de tu negocio' },
  {
    ...{
      name: 'new-merchant-missing',
      path: '/panel',
      shop: () => shop({ merchants: [] }),
      reads: 'Los datos de tu negocio',
    },
    ...{ press: 'Guardar y seguir', after: 'Revisa 5 datos' },
  },
  { name: 'checklist-fresh', path: '/panel', shop: fresh, reads: 'Pon a facturar a Café Jacaranda' },
  { name: 'checklist-almost', path: '/panel', reads: 'Pon a facturar a Café Jacaranda' },
  { name: 'checklist-waiting', path: '/panel', replies: { 'GET merchant/checklist': 'never' }, reads: 'Un momento' },
  { name: 'issuer', path: '/panel/datos-fiscales', reads: 'Tus datos fiscales' },
  { name: 'csd', path: '/panel/sello', reads: 'Guardar mi sello' },
  {
    name: 'csd-missing',
    path: '/panel/sello',
    reads: 'Guardar mi sello',
    press: 'Guardar mi sello',
    after: 'Elige el archivo .cer',
  },
  { name: 'pac-test', path: '/panel/pac', shop: fresh, reads: 'trae un PAC de prueba' },
  {
    name: 'pac-connected',
    path: '/panel/pac',
    reads: 'Cuentas conectadas',
    press: 'Probar Finkok',
    after: '1250 timbres',
  },
  { name: 'branches', path: '/panel/sucursales', reads: 'Matriz' },
  { name: 'branches-none', path: '/panel/sucursales', shop: fresh, reads: 'Todavía no hay ninguna' },
  { name: 'go-live-missing', path: '/panel/en-vivo', shop: fresh, reads: 'Antes falta' },
  {
    ...{ name: 'go-live-undated', path: '/panel/en-vivo', shop: fresh, reads: 'Antes falta' },
    ...{ press: 'Empezar a facturar de verdad', after: 'Escribe este dato' },
  },
  { name: 'sales', path: '/panel/ventas', reads: 'CJ-1060' },
  { name: 'sales-none', path: '/panel/ventas', shop: fresh, reads: 'Aún no hay ventas' },
  {
    name: 'sales-refused',
    path: '/panel/ventas',
    replies: { 'GET sales': problem('unavailable', 503) },
    reads: 'Intentar otra vez',
  },
  { name: 'new-sale', path: '/panel/ventas/nueva', reads: 'Guardar la venta' },
  {
    name: 'new-sale-missing',
    path: '/panel/ventas/nueva',
    reads: 'Guardar la venta',
    press: 'Guardar la venta',
    after: 'Escribe este dato',
  },
  { name: 'sales-file', path: '/panel/ventas/archivo', reads: 'Archivo CSV' },
  { name: 'invoices', path: '/panel/facturas', reads: 'ALBA XKARAJAM' },
  { name: 'invoices-none', path: '/panel/facturas', shop: fresh, reads: 'Aún no hay facturas' },
  { name: 'requests', path: '/panel/solicitudes', reads: 'La pidió fuera de plazo' },
  {
    name: 'requests-none',
    path: '/panel/solicitudes',
    shop: () => shop({ desk: quietDesk() }),
    reads: 'Nadie espera respuesta',
  },
  { name: 'request', path: '/panel/solicitudes/req_1', reads: 'Los datos que dejó' },
  { name: 'request-several', path: '/panel/solicitudes/req_2', reads: '¿Cuál es su compra?' },
  {
    ...{ name: 'request-declining', path: '/panel/solicitudes/req_1', reads: 'Rechazar…' },
    ...{ press: 'Rechazar…', after: '¿Qué le decimos a tu cliente?' },
  },
  {
    ...{ name: 'request-accepted', path: '/panel/solicitudes/req_1', reads: 'Los datos que dejó' },
    ...{ press: 'Facturar con estos datos', after: 'Ya se facturó' },
  },
  { name: 'home', path: '/panel', shop: () => shop({ live: true }), reads: '2 solicitudes esperan' },
  {
    name: 'home-quiet',
    path: '/panel',
    shop: () => shop({ live: true, desk: quietDesk() }),
    reads: 'sello digital vence',
  },
  { name: 'sale', path: '/panel/ventas/sale_3', reads: 'timbrada' },
  { name: 'sale-late', path: '/panel/ventas/sale_9', reads: 'El plazo para que tu cliente' },
  {
    name: 'sales-not-found',
    path: '/panel/ventas?folio=zz',
    replies: { 'GET sales': { json: { sales: [] } } },
    reads: 'Ninguna venta es así',
  },
  { name: 'invoice-for', path: '/panel/ventas/sale_4/facturar', reads: 'Revisar antes de timbrar' },
  {
    ...{ name: 'invoice-for-review', path: '/panel/ventas/sale_4/facturar?solicitud=req_1', reads: 'Revisar antes' },
    ...{ press: 'Revisar antes de timbrar', after: 'Así quedará la factura' },
  },
  {
    ...{ name: 'invoice-for-missing', path: '/panel/ventas/sale_4/facturar', reads: 'Revisar antes de timbrar' },
    ...{ press: 'Revisar antes de timbrar', after: 'Elige una opción' },
  },
  { name: 'refund', path: '/panel/ventas/sale_3/devolucion', reads: '¿Qué se devolvió?' },
  {
    name: 'refunds',
    path: '/panel/devoluciones',
    shop: () => shop({ desk: desk({ refunds: [TO_APPROVE] }) }),
    reads: 'Ver por qué espera y decidir',
  },
  {
    name: 'refund-to-approve',
    path: '/panel/ventas/sale_3/devoluciones/ref_1',
    shop: () => shop({ desk: desk({ refunds: [TO_APPROVE] }) }),
    reads: 'Aprobar y emitir',
  },
  {
    name: 'refund-refused',
    path: '/panel/ventas/sale_3/devoluciones/ref_1',
    shop: () => shop({ desk: desk({ refunds: [REFUSED_BY_SAT] }) }),
    reads: 'Emitir con estos datos',
  },
  { name: 'invoice', path: '/panel/facturas/inv_2', reads: 'Descargar PDF' },
  { name: 'invoice-undecided', path: '/panel/facturas/inv_1', reads: 'Preguntarle otra vez' },
  { name: 'correct', path: '/panel/facturas/inv_2/corregir', reads: 'Ver qué va a cambiar' },
  {
    ...{ name: 'correct-review', path: '/panel/facturas/inv_2/corregir', reads: 'Ver qué va a cambiar' },
    ...{ press: 'Ver qué va a cambiar', after: 'Timbrar la nueva y cancelar esta' },
  },
  { name: 'cancel', path: '/panel/facturas/inv_2/cancelar', reads: '¿Por qué la cancelas?' },
  {
    ...{ name: 'cancel-missing', path: '/panel/facturas/inv_2/cancelar', reads: '¿Por qué la cancelas?' },
    ...{ press: 'Pedir la cancelación', after: 'Elige una opción' },
  },
  { name: 'cuadre', path: '/panel/cuadre?mes=2026-10', replies: booksReplies(), reads: 'Cerrar el mes' },
  {
    ...{ name: 'cuadre-uneven', path: '/panel/cuadre?mes=2026-10', replies: booksReplies({ uneven: true }) },
    reads: 'Hay días que no cuadran',
  },
  { name: 'global', path: '/panel/global', replies: booksReplies(), reads: 'Ver qué llevaría' },
  { name: 'global-schedule', path: '/panel/global/matriz', replies: booksReplies(), reads: 'Desde qué día' },
  { name: 'cuadre-day', path: '/panel/cuadre/2026-10-02', replies: booksReplies(), reads: 'CJ-1061' },
  { name: 'team', path: '/panel/equipo', reads: 'Beto Salas' },
  { name: 'team-waiting', path: '/panel/equipo', replies: { 'GET members': 'never' }, reads: 'Un momento' },
  {
    ...{ name: 'team-refused', path: '/panel/equipo', replies: { 'GET members': problem('not-your-role', 403) } },
    reads: 'not-your-role',
  },
  {
    name: 'team-editing',
    path: '/panel/equipo',
    reads: 'Beto Salas',
    press: 'Cambiar Beto Salas',
    after: 'Qué le toca a Beto Salas',
  },
  {
    name: 'team-link',
    path: '/panel/equipo',
    reads: 'Beto Salas',
    press: 'Nuevo enlace contadora@despacho.example',
    after: 'Solo aparece esta vez',
  },
  { name: 'account', path: '/panel/cuenta', reads: 'Safari en iPhone' },
  {
    ...{ name: 'account-codes-drawn', path: '/panel/cuenta', reads: 'Activar los códigos' },
    ...{ press: 'Activar los códigos', after: 'Escanea este QR' },
  },
  {
    ...{ name: 'account-codes-new', path: '/panel/cuenta', shop: () => shop({ codesLeft: 2 }) },
    ...{ reads: 'Te quedan 2 códigos', press: 'Hacer nuevos códigos', after: 'Guarda tus códigos de recuperación' },
  },
  {
    name: 'account-missing',
    path: '/panel/cuenta',
    reads: 'Safari en iPhone',
    press: 'Cambiar mi contraseña',
    after: 'Revisa 2 datos',
  },
  { name: 'audit', path: '/panel/registro', reads: 'Comprobar que está intacto' },
  { name: 'sources', path: '/panel/conexiones', shop: connected, reads: '2 esperan tu ayuda' },
  { name: 'sources-none', path: '/panel/conexiones', reads: 'Aún no hay nada conectado' },
  { name: 'sources-waiting', path: '/panel/conexiones', replies: { 'GET sources': 'never' }, reads: 'Un momento' },
  {
    ...{ name: 'sources-refused', path: '/panel/conexiones', replies: { 'GET sources': problem('unavailable', 503) } },
    reads: 'Intentar otra vez',
  },
  ...['woocommerce', 'stripe', 'openpay', 'conekta', 'pull'].map((type) => ({
    ...{ name: `source-new-${type}`, path: `/panel/conexiones/nueva/${type}`, reads: '¿Qué vendes por aquí?' },
  })),
  {
    ...{ name: 'source-new-missing', path: '/panel/conexiones/nueva/conekta', reads: '¿Qué vendes por aquí?' },
    ...{ press: 'Conectar Conekta', after: 'Escribe este dato' },
  },
  {
    ...{ name: 'source-made', path: '/panel/conexiones/nueva/woocommerce', reads: '¿Qué vendes por aquí?' },
    ...{ press: 'Conectar WooCommerce', after: 'URL de entrega' },
  },
  {
    ...{ name: 'source-unfinished', path: '/panel/conexiones/nueva/stripe', reads: '¿Qué vendes por aquí?' },
    ...{ press: 'Conectar Stripe', after: 'Guarda la clave que te dio Stripe' },
  },
  { name: 'source', path: '/panel/conexiones/src_shop', shop: connected, reads: 'Taza jacaranda' },
  { name: 'source-missigned', path: '/panel/conexiones/src_stripe', shop: connected, reads: 'no lo aceptamos' },
  { name: 'source-file', path: '/panel/conexiones/src_csv', shop: connected, reads: 'Subir el archivo de mi caja' },
  {
    ...{ name: 'source-state', path: '/panel/conexiones/src_shop', reads: 'Dinos qué significa un estado' },
    shop: () => shop({ sources: [...SOURCES], waiting: UNKNOWN_STATE }),
  },
  { name: 'source-gone', path: '/panel/conexiones/src_9', reads: 'Esta conexión no está' },
  { name: 'products', path: '/panel/productos', reads: 'Café de Chiapas 250 g' },
  {
    ...{ name: 'products-none', path: '/panel/productos', reads: 'Todavía ninguno' },
    shop: () => shop({ satKeys: satKeys({ mapped: [], unmapped: [] }) }),
  },
  { name: 'products-not-found', path: '/panel/productos?busca=jirafa', reads: 'Ninguno se llama así' },
  {
    ...{ name: 'products-waiting', path: '/panel/productos', reads: 'Un momento' },
    replies: { 'GET products/unmapped': 'never' },
  },
  {
    ...{ name: 'products-refused', path: '/panel/productos', reads: 'Intentar otra vez' },
    replies: { 'GET products/mapped': problem('unavailable', 503) },
  },
  {
    ...{ name: 'products-file', path: '/panel/productos', reads: 'Café de Chiapas 250 g' },
    ...{ press: 'Muchos productos a la vez', after: 'Subir un CSV' },
  },
  { name: 'product', path: '/panel/productos/clave?de=sku%3ACAFE-250', reads: 'A toda la categoría Bebidas' },
  { name: 'product-kept', path: '/panel/productos/clave?de=sku%3AHONORARIOS', reads: 'Quitarle su clave' },
  {
    ...{ name: 'product-missing', path: '/panel/productos/clave', reads: '¿Qué vas a agregar?' },
    ...{ press: 'Guardar', after: 'Revisa 2 datos' },
  },
  {
    ...{ name: 'payments', path: '/panel/formas-de-pago', reads: '«Uber Eats»' },
    shop: connected,
  },
  {
    ...{ name: 'payments-quiet', path: '/panel/formas-de-pago', reads: 'que ya conocemos' },
    shop: () => shop({ sources: SOURCES.slice(2), satKeys: satKeys({ payments: NO_WORD_WAITS }) }),
    ...{ press: 'que ya conocemos', after: 'Tarjeta de credito' },
  },
  { name: 'payments-none', path: '/panel/formas-de-pago', reads: 'Aún no hay nada conectado' },
  {
    ...{ name: 'payments-refused', path: '/panel/formas-de-pago', reads: 'Intentar otra vez' },
    ...{ shop: connected, replies: { 'GET sources/src_csv/payments': problem('unavailable', 503) } },
  },
  { name: 'keys', path: '/panel/llaves', reads: 'Caja Roma' },
  { name: 'keys-none', path: '/panel/llaves', shop: () => shop({ keys: [] }), reads: 'No hay llaves en uso' },
  { name: 'keys-waiting', path: '/panel/llaves', replies: { 'GET keys': 'never' }, reads: 'Un momento' },
  {
    ...{ name: 'keys-refused', path: '/panel/llaves', replies: { 'GET keys': problem('unavailable', 503) } },
    reads: 'Intentar otra vez',
  },
  {
    ...{ name: 'keys-missing', path: '/panel/llaves', reads: 'Caja Roma' },
    ...{ press: 'Crear la llave', after: 'Escribe este dato' },
  },
  {
    ...{ name: 'keys-revoking', path: '/panel/llaves', reads: 'Caja Roma' },
    ...{ press: 'Revocar', after: '¿Revocar «Caja Roma»?' },
  },
  {
    name: 'audit-none',
    path: '/panel/registro?que=POST%20%2Fcsd',
    replies: { 'GET audit-log': { json: { entries: [] } } },
    reads: 'Nada que mostrar',
  },
  {
    name: 'audit-checked',
    path: '/panel/registro',
    reads: 'Comprobar que está intacto',
    press: 'Comprobar que está intacto',
    after: 'Las 5 entradas',
  },
  { name: 'notices', path: '/panel/avisos', reads: 'vence el 20 de diciembre' },
  { name: 'notifications', path: '/panel/notificaciones', reads: 'Caja Roma' },
  {
    ...{ name: 'notifications-log', path: '/panel/notificaciones', reads: 'Caja Roma' },
    ...{ press: 'Lo que se envió', after: 'No llegó' },
  },
  {
    ...{ name: 'notifications-missing', path: '/panel/notificaciones', reads: 'Agregar aviso' },
    shop: () => shop({ portals: [], alerts: [] }),
    ...{ press: 'Agregar aviso', after: 'Revisa 2 datos' },
  },
  {
    ...{ name: 'notifications-resend', path: '/panel/notificaciones', reads: 'Salen por tu cuenta de Resend' },
    shop: () => shop({ mail: RESEND, portals: [{ slug: 'cafe-jacaranda', settings: REMINDING }] }),
    ...{ press: 'Cambiar la cuenta', after: 'Llave de Resend' },
  },
  {
    ...{ name: 'notifications-no-carrier', path: '/panel/notificaciones', reads: 'Todavía nadie envía' },
    shop: () => shop({ mail: NO_MAIL }),
    ...{ press: 'Guardar y probar', after: 'Revisa 4 datos' },
  },
  { name: 'domain-none', path: '/panel/dominio', reads: 'Usar mi dominio' },
  {
    ...{ name: 'domain-missing', path: '/panel/dominio', reads: 'Usar mi dominio' },
    ...{ press: 'Agregar dominio', after: 'Escribe este dato' },
  },
  { name: 'domain-no-portal', path: '/panel/dominio', shop: fresh, reads: 'Primero crea tu portal' },
  {
    ...{ name: 'domain-pending', path: '/panel/dominio', reads: 'Todavía no lo vemos' },
    shop: () => shop({ domains: [domainOf({ checks: CHECKS.pending, checkedAt: '2026-11-28T18:40:00-06:00' })] }),
  },
  {
    ...{ name: 'domain-verified', path: '/panel/dominio', reads: 'Casi listo' },
    shop: () => shop({ domains: [domainOf({ state: 'verified', checks: CHECKS.verified })] }),
  },
  {
    ...{ name: 'domain-active', path: '/panel/dominio', reads: 'ya facturan en factura.jacaranda.com.mx' },
    ...{ press: 'Quitar este dominio', after: 'dejarán de abrir' },
    shop: () => shop({ domains: [domainOf({ state: 'active' })] }),
  },
  {
    ...{ name: 'domain-failing', path: '/panel/dominio', reads: 'Hoy lleva a otro lugar' },
    shop: () => shop({ domains: [domainOf({ state: 'failing', checks: CHECKS.failing })] }),
  },
  {
    ...{ name: 'try-it-walked', path: '/panel/prueba', reads: 'Probar mi portal' },
    ...{ press: 'Probar mi portal', after: 'de principio a fin' },
  },
  {
    ...{ name: 'try-it-failed', path: '/panel/prueba', reads: 'Probar mi portal' },
    replies: { 'POST portals/cafe-jacaranda/test-run': { json: FAILED_RUN } },
    ...{ press: 'Probar mi portal', after: 'Saca uno nuevo' },
  },
  {
    ...{ name: 'promote-unseen', path: '/panel/difundir', reads: 'Aún nadie' },
    replies: { 'GET portals/cafe-jacaranda/promotion/visits': { json: { total: 0, channels: {} } } },
  },
  { name: 'portals-none', path: '/panel/portales', shop: fresh, reads: 'Crear mi portal' },
  { name: 'portals', path: '/panel/portales', reads: 'cafe-jacaranda' },
  { name: 'portal', path: '/panel/portales/cafe-jacaranda', reads: 'Entra en la factura global' },
  {
    ...{ name: 'portal-weak', path: '/panel/portales/cafe-jacaranda', reads: '64 intentos' },
    ...{ press: 'Agregar otra forma de buscar', after: 'acertaría en unos 8 intentos' },
  },
  {
    ...{ name: 'portal-unfindable', path: '/panel/portales/cafe-jacaranda', reads: '64 intentos' },
    ...{ press: 'Quitar «Folio y total»', after: 'no se pueden encontrar' },
  },
  { name: 'sales-unfindable', path: '/panel/ventas?sin=folio.email', reads: 'nadie las encuentra' },
  { name: 'invitation', path: '/panel/invitation?token=tok', shop: emptyServer, reads: 'Te invitaron' },
  { name: 'reset', path: '/panel/reset-password?token=tok', shop: emptyServer, reads: 'Elige otra contraseña' },
  { name: 'try-it', path: '/panel/prueba', reads: 'Probar mi portal' },
  { name: 'try-it-nothing', path: '/panel/prueba', shop: fresh, reads: 'Primero crea tu portal' },
  { name: 'promote', path: '/panel/difundir', reads: 'Mensaje de WhatsApp' },
  { name: 'promote-nothing', path: '/panel/difundir', shop: fresh, reads: 'Primero crea tu portal' },
  { name: 'go-live-ready', path: '/panel/en-vivo', reads: 'Todo está listo' },
  { name: 'unknown-page', path: '/panel/nada', reads: 'Esta página no existe' },
];
