/** The shops, payment providers and systems that can be connected, and the credentials that each needs. */
import { msg } from '@lit/localize';

/** One of a provider's credentials. */
export type ProviderCredential = {
  readonly name: string;
  /** `lines` is a text of several lines, such as a PEM. Only a `text` may be seen while it is typed. */
  readonly look: 'text' | 'secret' | 'lines';
  readonly optional?: true;
  /** `made`: ours, and copied to the provider. `later`: the provider gives it together with the webhook. */
  readonly from?: 'made' | 'later';
};

const optionalSecret = (name: string): ProviderCredential => ({ name, look: 'secret', optional: true });
const secret = (name: string): ProviderCredential => ({ name, look: 'secret' });
const later: ProviderCredential = { name: 'webhookSecret', look: 'secret', from: 'later' };

/** The credentials of each type of source that has any, by the API's names. */
export const CREDENTIALS: Readonly<Record<string, readonly ProviderCredential[]>> = {
  shopify: [later, { name: 'shopDomain', look: 'text', optional: true }, optionalSecret('accessToken')],
  woocommerce: [
    { name: 'webhookSecret', look: 'text', from: 'made' },
    { name: 'storeUrl', look: 'text', optional: true },
    optionalSecret('consumerKey'),
    optionalSecret('consumerSecret'),
  ],
  stripe: [later, optionalSecret('secretKey')],
  'mercado-pago': [later, secret('accessToken')],
  conekta: [{ name: 'publicKey', look: 'lines' }, optionalSecret('privateKey')],
  openpay: [
    { name: 'user', look: 'text', from: 'made' },
    { name: 'password', look: 'text', from: 'made' },
    { name: 'merchantId', look: 'text' },
    secret('privateKey'),
  ],
  pull: [
    { name: 'url', look: 'text' },
    { name: 'secret', look: 'text', from: 'made' },
  ],
};

/** The types of source that the panel connects, in the order in which they are offered. */
export const CONNECTABLE: readonly string[] = Object.keys(CREDENTIALS);

/** Makes the credentials of ours that a provider is to be given; random, and never seen by anybody else. */
export function madeCredentials(type: string): Readonly<Record<string, string>> {
  const made = (CREDENTIALS[type] ?? []).filter(({ from }) => from === 'made');
  return Object.fromEntries(made.map(({ name }) => [name, madeOf(name)]));
}

function madeOf(name: string): string {
  if (name === 'user') return 'autofactura';
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  // Standard Webhooks wants base64; all others take hexadecimal digits, which no form of a provider changes.
  if (name === 'secret') return `whsec_${btoa(String.fromCharCode(...bytes))}`;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A provider's name, as its customers call it. */
export function providerName(type: string): string {
  const names: Readonly<Record<string, string>> = {
    shopify: 'Shopify',
    woocommerce: 'WooCommerce',
    stripe: 'Stripe',
    'mercado-pago': 'Mercado Pago',
    conekta: 'Conekta',
    openpay: 'Openpay',
  };
  const words: Readonly<Record<string, () => string>> = {
    pull: () => msg('Tu propio sistema', { id: 'source-pull' }),
    csv: () => msg('El archivo de tu caja', { id: 'source-csv' }),
    api: () => msg('Tu programa, por la API', { id: 'source-api' }),
    manual: () => msg('Ventas agregadas a mano', { id: 'source-manual' }),
  };
  return names[type] ?? words[type]?.() ?? type;
}

/** One sentence: what comes from a provider. */
export function providerWhy(type: string): string {
  const words: Readonly<Record<string, () => string>> = {
    shopify: () => msg('Cada pedido pagado de tu tienda llega solo, con sus devoluciones.', { id: 'shopify-why' }),
    woocommerce: () =>
      msg('Cada pedido de tu tienda en WordPress llega solo, con sus reembolsos.', { id: 'woocommerce-why' }),
    stripe: () => msg('Cada pago con Stripe llega como una venta, con sus reembolsos.', { id: 'stripe-why' }),
    'mercado-pago': () => msg('Cada pago que recibes por Mercado Pago llega como una venta.', { id: 'mp-why' }),
    conekta: () => msg('Tus órdenes pagadas con tarjeta, efectivo o transferencia.', { id: 'conekta-why' }),
    openpay: () => msg('Tus cargos con tarjeta, en tienda o por SPEI.', { id: 'openpay-why' }),
    pull: () =>
      msg('No nos mandas nada: cuando un cliente busca su compra, le preguntamos a la dirección de tu sistema.', {
        id: 'pull-why',
      }),
  };
  return words[type]?.() ?? '';
}

/** What a credential is called where its provider shows it, and where that is. */
export function credentialWords(type: string, name: string): { readonly label: string; readonly hint?: string } {
  const words = WORDS[`${type} ${name}`] ?? WORDS[name];
  return words?.() ?? { label: name };
}

const WORDS: Readonly<Record<string, () => { readonly label: string; readonly hint?: string }>> = {
  webhookSecret: () => ({ label: msg('Secreto del webhook', { id: 'cred-webhook-secret' }) }),
  'shopify webhookSecret': () => ({
    label: msg('Clave con la que firma Shopify', { id: 'cred-shopify-secret' }),
    hint: msg('Al pie de la página de webhooks, o el «client secret» de tu app.', { id: 'cred-shopify-secret-hint' }),
  }),
  'stripe webhookSecret': () => ({
    label: msg('Secreto de firma', { id: 'cred-stripe-secret' }),
    hint: msg('Empieza con whsec_ y está en la página de tu webhook.', { id: 'cred-stripe-secret-hint' }),
  }),
  'mercado-pago webhookSecret': () => ({
    label: msg('Clave secreta', { id: 'cred-mp-secret' }),
    hint: msg('Aparece en la configuración de webhooks cuando la guardas.', { id: 'cred-mp-secret-hint' }),
  }),
  shopDomain: () => ({
    label: msg('Dirección de tu tienda en Shopify', { id: 'cred-shop-domain' }),
    hint: msg('Como mi-tienda.myshopify.com.', { id: 'cred-shop-domain-hint' }),
  }),
  'shopify accessToken': () => ({
    label: msg('Token de la API de administración', { id: 'cred-shopify-token' }),
    hint: msg('De una app tuya que puede leer pedidos. Solo hace falta para traer ventas de antes.', {
      id: 'cred-shopify-token-hint',
    }),
  }),
  'mercado-pago accessToken': () => ({
    label: 'Access Token',
    hint: msg('En Tus integraciones, en las credenciales de tu aplicación.', { id: 'cred-mp-token-hint' }),
  }),
  secretKey: () => ({
    label: msg('Llave secreta o restringida de Stripe', { id: 'cred-stripe-key' }),
    hint: msg(
      'Con permiso de leer cargos, sesiones y reembolsos: con ella leemos qué se vendió y las ventas de antes.',
      {
        id: 'cred-stripe-key-hint',
      },
    ),
  }),
  storeUrl: () => ({
    label: msg('Dirección de tu tienda', { id: 'cred-store-url' }),
    hint: msg('Con las dos claves de abajo revisamos que no falte ningún pedido y traemos los de antes.', {
      id: 'cred-store-url-hint',
    }),
  }),
  consumerKey: () => ({
    label: 'Consumer key',
    hint: msg('En WooCommerce > Ajustes > Avanzado > REST API, con permiso de lectura.', { id: 'cred-woo-key-hint' }),
  }),
  consumerSecret: () => ({ label: 'Consumer secret' }),
  publicKey: () => ({
    label: msg('Llave pública de tus webhooks', { id: 'cred-conekta-public' }),
    hint: msg('Completa, desde BEGIN PUBLIC KEY. La creas una vez en la API de Conekta: POST /webhook_keys.', {
      id: 'cred-conekta-public-hint',
    }),
  }),
  'conekta privateKey': () => ({
    label: msg('Llave privada de Conekta', { id: 'cred-conekta-private' }),
    hint: msg('Empieza con key_. Solo hace falta para traer ventas de antes.', { id: 'cred-conekta-private-hint' }),
  }),
  user: () => ({ label: msg('Usuario', { id: 'pac-user' }) }),
  password: () => ({ label: msg('Contraseña', { id: 'password' }) }),
  merchantId: () => ({ label: msg('ID de comercio en Openpay', { id: 'cred-openpay-id' }) }),
  'openpay privateKey': () => ({
    label: msg('Llave privada de Openpay', { id: 'cred-openpay-key' }),
    hint: msg('Empieza con sk_. Con ella confirmamos cada cargo antes de aceptarlo.', { id: 'cred-openpay-key-hint' }),
  }),
  url: () => ({
    label: msg('Dirección de tu sistema', { id: 'alert-webhook-target' }),
    hint: msg('Pública y con https. Le mandamos lo que el cliente escribió, y responde con la venta.', {
      id: 'cred-pull-url-hint',
    }),
  }),
  secret: () => ({ label: msg('Secreto con el que firmamos cada pregunta', { id: 'cred-pull-secret' }) }),
};
