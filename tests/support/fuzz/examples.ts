/** A body that is right for each route, so that a spoilt one is wrong in one place only. Routes without one are called by their schema alone. */
import { createTestAuthority } from '../../../server/csd/test-certificates.ts';
import { DEMO_PORTAL } from '../../../server/demo/seed.ts';
import { breakfast, DAY_MS, UNIVERSIDAD } from '../api.ts';
import { SALE } from './from-schema.ts';

const PORTAL = '/v1/portals/{slug}';

/** By the path of the OpenAPI document. `«sale»` is the token of a sale, put there when it is sent. */
export function exampleBodies(now: number): Readonly<Record<string, unknown>> {
  return {
    ...portalBodies(),
    ...saleBodies(now),
    ...MERCHANT_BODIES,
    ...SOURCE_BODIES,
    ...LISTENER_BODIES,
    ...ACCOUNT_BODIES,
  };
}

/** A seal of our merchant, as `/v1/csd` takes it. */
export async function sealBody(now: number): Promise<Readonly<Record<string, string>>> {
  const at = now - DAY_MS;
  const taxpayer = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE' };
  const authority = await createTestAuthority(at);
  const { cer, key, password } = await authority.issue({ kind: 'csd', ...taxpayer, password: '12345678a' }, at);
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return { certificate: base64(cer), privateKey: base64(key), password };
}

function portalBodies(): Readonly<Record<string, unknown>> {
  const email = 'ana@example.com';
  const order = { sales: [SALE], receptor: UNIVERSIDAD, email, desglosarIeps: false };
  const { rfc, codigoPostal } = UNIVERSIDAD;
  return {
    [`${PORTAL}/sales/search`]: { folio: 'CJ-1042', total: '527.00', email, date: '2026-11-19', cardLast4: '4242' },
    [`${PORTAL}/sales/prove`]: { sale: SALE, total: '527.00' },
    [`${PORTAL}/events`]: { name: 'step-shown', step: 'receptor' },
    [`${PORTAL}/receptor/check`]: { ...UNIVERSIDAD, sale: SALE },
    [`${PORTAL}/invoices/preview`]: { ...order, email: null, desglosarIeps: true },
    [`${PORTAL}/invoices`]: order,
    [`${PORTAL}/carts/preview`]: { ...order, email: null },
    [`${PORTAL}/carts`]: order,
    [`${PORTAL}/invoices/recover`]: { sale: SALE, rfc, codigoPostal },
    [`${PORTAL}/requests`]: { sale: SALE, lookup: { folio: 'X' }, receptor: UNIVERSIDAD, email, reason: 'other' },
    [`${PORTAL}/constancia`]: { sale: SALE, qr: CONSTANCIA, wish: true },
    [PORTAL]: { slug: 'cafe-jacaranda' },
    [`${PORTAL}/settings`]: { title: 'Factura tu consumo', theme: { primary: '#0f5132', accent: '#e6f4ec' } },
    '/v1/invoices/{id}/email': { email },
    '/v1/invoices/{id}/correct': { receptor: UNIVERSIDAD },
    '/v1/invoices/{id}/correct/preview': { receptor: UNIVERSIDAD },
    [`${PORTAL}/invoices/correct`]: { invoice: 'inv_nada', token: 'nada', receptor: UNIVERSIDAD },
    [`${PORTAL}/invoices/correct/preview`]: { invoice: 'inv_nada', token: 'nada', receptor: UNIVERSIDAD },
    '/v1/requests/{id}/accept': {},
    '/v1/requests/{id}/decline': { reason: 'El ticket es de otra sucursal.' },
    '/v1/invoices/{id}/adopt': { xml: '<cfdi:Comprobante/>' },
    '/v1/invoices/{id}/release': { evidence: 'El PAC escribió que nunca lo recibió.' },
  };
}

const CONSTANCIA =
  'https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf?D1=10&D2=1&D3=14010011223_PEGM850312PC8';

function saleBodies(now: number): Readonly<Record<string, unknown>> {
  const sale = { ...breakfast('FUZZ-1', now), email: 'ana@example.com', cardLast4: '4242', propina: '52.20' };
  const refund = { total: '1.00', date: new Date(now).toISOString(), formaPago: '04' };
  const october = { branch: 'roma', periodicidad: '04', from: '2026-10-01', to: '2026-10-31' };
  return {
    '/v1/sales': sale,
    '/v1/sales/bulk': breakfast('FUZZ-2', now),
    '/v1/sales/{id}/refunds': refund,
    '/v1/sales/{id}/refunds/preview': refund,
    '/v1/sales/{id}/invoice': { receptor: UNIVERSIDAD, email: 'ana@example.com' },
    '/v1/sales/{id}/invoice/preview': { receptor: UNIVERSIDAD, email: null },
    '/v1/carts': { sales: ['sale_of_nobody'], receptor: UNIVERSIDAD, email: 'ana@example.com' },
    '/v1/carts/preview': { sales: ['sale_of_nobody'], receptor: UNIVERSIDAD, email: null },
    '/v1/invoices/{id}/copies': { email: 'ana@example.com' },
    '/v1/global-invoices/preview': october,
    '/v1/global-invoices': october,
    '/v1/global-schedules/{branch}': { periodicidad: '04', hour: 3, enabled: true },
  };
}

const MERCHANT_BODIES = {
  '/v1/merchant': { tradeName: 'Café Jacaranda', contact: { email: 'hola@jacaranda.example' } },
  '/v1/branches': { code: 'centro', name: 'Centro', codigoPostal: '06002' },
  '/v1/branches/{code}': { name: 'Roma Norte', codigoPostal: '06700' },
  '/v1/portals': {},
  '/v1/portals/{slug}/mail/preview': { language: 'en', subject: 'Your invoice {serieFolio}', message: 'Thank you.' },
  '/v1/portals/{slug}/mail/test': { language: 'es-MX', to: 'caja@example.com' },
  '/v1/domains': { host: 'factura.jacaranda.mx', portal: DEMO_PORTAL },
  '/v1/merchant/go-live': { manifestSignedOn: '2026-11-18', slug: 'jacaranda' },
};

const SOURCE_BODIES = {
  '/v1/sources': {
    type: 'woocommerce',
    name: 'Tienda',
    credentials: { webhookSecret: 'secreto-4711', linkSecret: 'secreto-de-los-enlaces-del-ticket-4711' },
    defaults: { claveProdServ: '50201706', claveUnidad: 'H87', pricesIncludeTax: true },
    payments: { 'woocommerce:bacs': '03' },
  },
  '/v1/sources/{id}': { name: 'Otra', payments: { 'woocommerce:cod': '01' } },
  '/v1/sources/{id}/payments': { 'woocommerce:uber_eats': '31' },
  '/v1/sources/{id}/backfill': { since: '2026-11-01T00:00:00Z', dryRun: true },
  '/v1/sources/{id}/sales': { folio: 'FUZZ-4', date: '2026-11-20T09:32:00-06:00', total: '348.00' },
  '/v1/keys': { name: 'ERP', scopes: ['sales:read'], expiresAt: '2027-01-31T00:00:00-06:00' },
  '/v1/products': { 'sku:CAFE': { claveProdServ: '50201706', claveUnidad: 'H87' } },
};

const LISTENER_BODIES = {
  '/v1/webhook-endpoints': { name: 'ERP', target: 'https://example.com/avisos', events: ['invoice.stamped'] },
  '/v1/webhook-endpoints/{id}': { name: 'ERP', state: 'enabled' },
  '/v1/webhook-endpoints/{id}/replay': { since: '2026-11-01T00:00:00Z' },
  '/v1/alert-channels': { kind: 'mail', name: 'Caja', target: 'caja@example.com', events: ['invoice.stamped'] },
  '/v1/alert-channels/{id}': { name: 'Caja', events: ['invoice.rejected'] },
  '/v1/alert-channels/{id}/replay': { since: '2026-11-01T00:00:00Z' },
};

const ACCOUNT_BODIES = {
  '/v1/mail-accounts/{provider}': { credentials: { url: 'smtps://u:p@127.0.0.1:9', from: 'f@example.com' } },
  '/v1/registry-accounts/{provider}': {
    credentials: { user: 'cafejacaranda', password: 'secreta' },
    position: 0,
    settings: { dailyBudgetCentavos: 5_000 },
  },
  '/v1/pac-accounts/{provider}': {
    credentials: { username: 'caja@cafejacaranda.mx', password: 'secreta' },
    position: 0,
  },
};
