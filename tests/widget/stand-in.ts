/** A portal's API inside the browser: answers by route, keeps what it was asked, and can be slow, broken or offline. */
import type {
  Challenge,
  Check,
  CorrectionPlan,
  PortalSettings,
  Preview,
  ProblemBody,
  Receptor,
  Sale,
  Stamped,
} from '../../widget/portal/wire.ts';

export type Asked = {
  readonly route: string;
  readonly body: unknown;
  readonly language: string | null;
  readonly proof: string | null;
};
type Answer = { readonly status?: number; readonly json?: unknown };
/** What a route answers: a body, a function of what was asked, `offline`, or `never`. */
export type Reply = Answer | ((body: never, times: number) => Answer) | 'offline' | 'never';
export type Replies = Readonly<Record<string, Reply>>;

export const BASE = 'https://facturas.example';

export const CAFE: PortalSettings = {
  slug: 'cafe-jacaranda',
  world: 'test',
  merchant: { name: 'Café Jacaranda' },
  title: 'Factura tu compra',
  subtitle: 'Con tu ticket a la mano, toma menos de un minuto.',
  noun: 'compra',
  submitText: 'Generar factura',
  lookup: {
    combinations: [
      ['folio', 'total'],
      ['folio', 'email'],
    ],
    optional: [[], []],
    fields: ['folio', 'total', 'email'],
    hints: { folio: 'Aparece arriba del código de barras' },
  },
  theme: { primary: '#5b3a8c', accent: '#c8553d' },
  deadline: { text: 'Puedes facturar hasta el último día del mes siguiente a tu compra.' },
  locales: ['es-MX', 'en'],
  contact: { email: 'hola@jacaranda.example', phone: '55 5555 0142' },
  privacyUrl: 'https://jacaranda.example/privacidad',
  ...{ noRfc: true, foreigners: true },
  itemizeIeps: false,
  enabled: true,
  sendsMail: true,
  hostedUrl: `${BASE}/cafe-jacaranda`,
};

export const SALE: Sale = {
  token: 'tok_1042',
  folio: 'CJ-1042',
  date: '2026-11-20T18:32:00-06:00',
  total: '527.00',
  moneda: 'MXN',
  conceptos: [
    { descripcion: 'Café de altura, bolsa de 500 g', cantidad: '2', unidad: 'Pieza', importe: '378.00' },
    { descripcion: 'Taza de barro', cantidad: '1', unidad: 'Pieza', importe: '149.00' },
  ],
  deadline: { date: '2026-12-31', expired: false },
  status: 'open',
  emailHint: 'a•••@example.com',
};

/** What a search found and does not show yet. */
export const GUARDED: Sale = {
  ...SALE,
  ...{
    token: 'tok_guarded',
    status: 'guarded',
    proof: 'cardLast4',
    folio: '',
    date: '',
    total: '',
    moneda: '',
    conceptos: [],
  },
};

export const RECEPTOR: Receptor = {
  rfc: 'XAMA620210DQ5',
  nombre: 'ALBA XKARAJAM MENDEZ',
  codigoPostal: '01219',
  regimenFiscal: '612',
  usoCfdi: 'G03',
};

export const CHECK: Check = { faults: [], suggestions: [], receptor: RECEPTOR };

export const PREVIEW: Preview = {
  emisor: { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' },
  receptor: RECEPTOR,
  conceptos: [
    { descripcion: 'Café de altura, bolsa de 500 g', cantidad: '2', valorUnitario: '189.000000', importe: '378.00' },
    { descripcion: 'Taza de barro', cantidad: '1', valorUnitario: '128.448276', importe: '128.45' },
  ],
  subTotal: '506.45',
  impuestos: [
    { tipo: 'traslado', label: 'IVA 0 %', importe: '0.00' },
    { tipo: 'traslado', label: 'IVA 16 %', importe: '20.55' },
  ],
  total: '527.00',
  moneda: 'MXN',
  formaPago: { clave: '04', texto: 'Tarjeta de crédito' },
  notes: [],
};

const SELF = '/v1/invoices/inv_7?access=a1';

export const STAMPED: Stamped = {
  id: 'inv_7',
  status: 'stamped',
  accessToken: 'a1',
  uuid: '6F1D7B52-4C0A-4E5E-9F7C-1B7F6C0D9A11',
  serie: 'CJ',
  folio: '318',
  total: '527.00',
  links: {
    self: SELF,
    xml: '/v1/invoices/inv_7/xml?access=a1',
    pdf: '/v1/invoices/inv_7/pdf?access=a1',
    zip: '/v1/invoices/inv_7/zip?access=a1',
    verify: 'https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=6F1D7B52',
  },
};

export const PENDING = { id: 'inv_7', status: 'pending', links: { self: SELF } } as const;
export const REQUESTED = { id: 'req_3', status: 'open', links: { self: '/v1/requests/req_3?access=b2' } } as const;

/** The invoice as it is answered to whoever has just requested it. */
export const MAILED: Stamped = { ...STAMPED, mailedTo: ['a•••@example.com', 'c•••@empresa.example'] };

/** A correction of the postal code that can be made at once. */
export const PLAN: CorrectionPlan = {
  receptor: RECEPTOR,
  changes: [{ field: 'codigoPostal', from: '01219', to: '01210' }],
  how: 'now',
  detail: 'Te damos una factura nueva con estos datos y cancelamos la anterior (CJ-318) en el SAT.',
  document: { ...PREVIEW, receptor: { ...RECEPTOR, codigoPostal: '01210' } },
};

/** The invoice that took the place of `STAMPED`. */
export const REPLACED: Stamped = {
  ...STAMPED,
  ...{ id: 'inv_8', folio: '319', uuid: '7A2E8C63-5D1B-4F6F-8A8D-2C8A7D1E0B22' },
  replaces: { detail: 'La factura anterior (CJ-318) quedó cancelada en el SAT. Usa solo la nueva.' },
};

/** A proof of work that takes longer than anybody watches. */
export const ENDLESS: Challenge = {
  parameters: {
    ...{ algorithm: 'PBKDF2/SHA-256', nonce: '00'.repeat(16), salt: '00'.repeat(16), cost: 20_000, keyLength: 32 },
    ...{ keyPrefix: 'zz', data: { most: 1_000_000 } },
  },
  signature: '',
};

/** A problem as the server words it; only what a test looks at needs saying. */
export function problem(code: string, fixedAt: ProblemBody['fixedAt'], more: Partial<ProblemBody> = {}): Answer {
  const body = {
    type: `${BASE}/problems/${code}`,
    title: code,
    detail: `Detalle de ${code}.`,
    status: 409,
    code,
    fixedAt,
  };
  return { status: more.status ?? 409, json: { ...body, ...more } };
}

const EVERYTHING_WELL: Replies = {
  'GET portal': { json: CAFE },
  'POST sales/search': { json: { sales: [SALE] } },
  'POST sales/prove': { json: { sales: [SALE] } },
  'GET sale': { json: SALE },
  'POST receptor/check': { json: CHECK },
  'POST invoices/preview': { json: PREVIEW },
  'POST invoices': { status: 201, json: STAMPED },
  'POST invoices/recover': { json: STAMPED },
  'POST invoices/correct/preview': ({ receptor }: { readonly receptor?: Receptor }) => ({
    json: receptor ? PLAN : { receptor: RECEPTOR, changes: [] },
  }),
  'POST invoices/correct': { status: 201, json: { invoice: REPLACED } },
  'POST requests': { status: 202, json: REQUESTED },
  'GET invoice': { json: STAMPED },
  'GET request': { json: REQUESTED },
  'POST email': { status: 202 },
  'POST events': { status: 204 },
};

/** Takes the place of `fetch` until `restore`; `replies` say what differs from a portal where all is well. */
export function standIn(replies: Replies = {}) {
  const asked: Asked[] = [];
  const real = window.fetch;
  const table = { ...EVERYTHING_WELL, ...replies };
  window.fetch = async (input, init) => {
    const url = new URL(String(input));
    if (url.origin !== BASE) return real(input, init);
    const route = routeOf(init?.method ?? 'GET', url.pathname);
    const body: unknown = init?.body ? JSON.parse(String(init.body)) : undefined;
    const headers = new Headers(init?.headers);
    asked.push({ route, body, language: headers.get('Accept-Language'), proof: headers.get('X-Autofactura-Proof') });
    const reply = table[route] ?? { status: 500 };
    if (reply === 'offline') throw new TypeError('Failed to fetch');
    if (reply === 'never') return untilAborted(init?.signal);
    const answer =
      typeof reply === 'function' ? reply(body as never, asked.filter((one) => one.route === route).length) : reply;
    const { status = 200, json } = answer;
    return new Response(json === undefined ? null : JSON.stringify(json), { status });
  };
  return {
    asked,
    /** The bodies sent to a route, in order. */
    sent: (route: string) => asked.filter((one) => one.route === route).map((one) => one.body),
    restore: () => {
      window.fetch = real;
    },
  };
}

/** Makes every wait of a second or more a hundred times shorter, until the returned function is called. */
export function hurry(): () => void {
  const real = window.setTimeout;
  const quick = (go: TimerHandler, ms = 0, ...rest: unknown[]) => real(go, ms < 1_000 ? ms : ms / 100, ...rest);
  Object.assign(window, { setTimeout: quick });
  return () => Object.assign(window, { setTimeout: real });
}

function routeOf(method: string, path: string): string {
  const rest = path.replace(/^\/v1\//, '').replace(/^portals\/[^/]+\/?/, '');
  if (!rest) return 'GET portal';
  if (/^sales\/(?!search|prove)/.test(rest)) return 'GET sale';
  if (/email$/.test(rest)) return 'POST email';
  if (method === 'GET') return rest.startsWith('invoices') ? 'GET invoice' : 'GET request';
  return `${method} ${rest}`;
}

function untilAborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}
