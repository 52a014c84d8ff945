/** A shop's products and forms of payment, as the server keeps them. */
import type { PaymentTable } from '../../../widget/panel/sat-keys/payment-wire.ts';
import type { MappedProduct, ProductKey, UnmappedProduct } from '../../../widget/panel/sat-keys/product-wire.ts';

type Answer = { readonly status?: number; readonly json?: unknown };
type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
};

const IVA_16 = { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' };
const TILL = {
  source: { id: 'src_csv', name: 'Archivo de mi caja' },
  defaults: { claveProdServ: '01010101', claveUnidad: 'H87' },
};

/** A pill for which a sale waits, a coffee of a category, and bread that only has a category. */
export const UNMAPPED: readonly UnmappedProduct[] = [
  { key: 'sku:ASPIRINA', sku: 'ASPIRINA', descripcion: 'Aspirina 500 mg', ...TILL, sales: 3, waiting: 1 },
  {
    ...{ key: 'sku:CAFE-250', sku: 'CAFE-250', category: 'Bebidas', descripcion: 'Café de Chiapas 250 g' },
    ...{ ...TILL, sales: 41, waiting: 0 },
  },
  { key: 'category:Panadería', category: 'Panadería', descripcion: 'Concha', ...TILL, sales: 12, waiting: 0 },
];
export const MAPPED: readonly MappedProduct[] = [
  {
    key: 'category:Cerveza',
    claveProdServ: '50202201',
    claveUnidad: 'H87',
    impuestos: [{ tipo: 'traslado', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: '0.265' }, IVA_16],
  },
  {
    key: 'sku:HONORARIOS',
    claveProdServ: '84111500',
    claveUnidad: 'E48',
    impuestos: [IVA_16, { tipo: 'retencion', impuesto: '001', tipoFactor: 'Tasa', tasaOCuota: '0.100000' }],
  },
  { key: 'sku:TAZA', claveProdServ: '52152001', claveUnidad: 'H87', impuestos: [IVA_16] },
];
const CATALOGS: Readonly<Record<string, readonly { readonly clave: string; readonly texto: string }[]>> = {
  c_ClaveProdServ: [
    { clave: '50201706', texto: 'Café' },
    { clave: '50181901', texto: 'Pan fresco' },
    { clave: '52152001', texto: 'Tazas' },
    { clave: '51142100', texto: 'Analgésicos' },
  ],
  c_ClaveUnidad: [{ clave: 'TNE', texto: 'Tonelada' }],
};
/** What a till's table says: a word of the merchant's own, some defaults, and two words that nobody knows. */
export const PAYMENTS: PaymentTable = {
  own: { 'csv:vale_azul': '08' },
  defaults: [
    { key: 'csv:efectivo', formaPago: '01', assumed: false },
    { key: 'csv:tarjeta_de_credito', formaPago: '04', assumed: false },
    { key: 'csv:tarjeta', formaPago: '04', assumed: true },
  ],
  unknown: [
    { key: 'csv:uber_eats', text: 'Uber Eats', sales: 2 },
    { key: 'csv:efectivo/tarjeta', text: 'Efectivo/Tarjeta', sales: 1 },
  ],
};
/** A table in which nothing waits. */
export const NO_WORD_WAITS: PaymentTable = { ...PAYMENTS, unknown: [] };

/** A shop's products and payments. */
export type SatKeys = { mapped: MappedProduct[]; unmapped: UnmappedProduct[]; payments: PaymentTable };

/** What a shop in business has. */
export function satKeys(more: Partial<SatKeys> = {}): SatKeys {
  return { mapped: [...MAPPED], unmapped: [...UNMAPPED], payments: PAYMENTS, ...more };
}

function store(has: SatKeys, sent: Readonly<Record<string, ProductKey | null>>): Answer {
  for (const [key, product] of Object.entries(sent)) {
    if (product?.claveProdServ === '99999999') {
      const pointer = `/${key}/claveProdServ`;
      const detail = 'La clave «99999999» no está en el catálogo del SAT.';
      const problem = { title: 'x', detail: 'Revisa los datos.', status: 400, code: 'malformed-request' };
      return { status: 400, json: { ...problem, errors: [{ pointer, code: 'clave-unknown', detail }] } };
    }
    has.mapped = has.mapped.filter((one) => one.key !== key);
    has.unmapped = has.unmapped.filter((one) => one.key !== key && `category:${one.category}` !== key);
    if (product) has.mapped.push({ ...product, key });
  }
  return { json: { stored: Object.keys(sent).length, refused: [] } };
}

function change(has: SatKeys, sent: Readonly<Record<string, string | null>>): Answer {
  const { own, unknown } = has.payments;
  const rows = Object.entries({ ...own, ...sent });
  has.payments = {
    ...has.payments,
    own: Object.fromEntries(rows.flatMap(([key, clave]) => (clave === null ? [] : [[key, clave]]))),
    unknown: unknown.filter(({ key }) => !sent[key]),
  };
  return { json: has.payments };
}

/** What the shop's server answers about its products and payments; `undefined` if it was asked about something else. */
export function satKeysReply(has: SatKeys, { method, path, query, body }: Asked): Answer | undefined {
  const asked = new URLSearchParams(query);
  const [words, key] = [asked.get('search')?.toLowerCase() ?? '', asked.get('key')];
  const catalog = CATALOGS[path.replace('sat-catalogs/', '')];
  if (catalog)
    return {
      json: {
        isLoaded: true,
        claves: catalog.filter(({ clave, texto }) => `${clave} ${texto}`.toLowerCase().includes(words)),
      },
    };
  const own = has.mapped.filter((one) => one.key.toLowerCase().includes(words) && (key ?? one.key) === one.key);
  const isPayments = /^sources\/\w+\/payments$/.test(path);
  const replies: Readonly<Record<string, () => Answer>> = {
    'GET products/unmapped': () => ({ json: { products: has.unmapped } }),
    'GET products/mapped': () => ({ json: { products: own } }),
    'PUT products': () =>
      typeof body === 'object' && !(body instanceof ArrayBuffer)
        ? store(has, body as Record<string, ProductKey | null>)
        : {
            json: {
              stored: 2,
              refused: [{ line: 3, errors: [{ pointer: '/iva', code: 'malformed', detail: 'No es una tasa.' }] }],
            },
          },
    'GET payments': () => ({ json: path.includes('src_csv') ? has.payments : { ...NO_WORD_WAITS, own: {} } }),
    'PATCH payments': () => change(has, body as Record<string, string | null>),
  };
  return replies[`${method} ${isPayments ? 'payments' : path}`]?.();
}
