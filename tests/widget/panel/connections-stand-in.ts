/** The programs that enter a shop: its API keys, and the sources of its sales, as the server keeps them. */
import type { ApiKey } from '../../../widget/panel/keys/key-wire.ts';
import type { ListedSource, SourceQueue } from '../../../widget/panel/sources/source-wire.ts';
import { type SatKeys, satKeysReply } from './sat-keys-stand-in.ts';

const at = (days: number): string =>
  new Date(Date.parse('2026-11-28T18:32:00-06:00') - days * 86_400_000).toISOString();

export const KEYS: readonly ApiKey[] = [
  { id: 'key_3', name: 'Caja Roma', scopes: ['sales:read', 'sales:write'], createdAt: at(40), lastUsedAt: at(0) },
  { id: 'key_2', scopes: ['sales:read', 'invoices:read', 'settings:read'], createdAt: at(60), expiresAt: at(-9_000) },
  { id: 'key_1', name: 'Prueba del programador', scopes: ['sales:read'], createdAt: at(90), revokedAt: at(80) },
];

const COFFEE = {
  ...{ claveProdServ: '50201706', claveUnidad: 'H87', formaPago: '04' },
  impuestos: [{ tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
};
const hook = (id: string) => `https://facturas.example/v1/sources/${id}/webhook`;

/** A shop that works, one whose secret is wrong, and a till's file. */
export const SOURCES: readonly ListedSource[] = [
  {
    ...{ id: 'src_shop', type: 'shopify', name: 'Tienda en línea', webhookUrl: hook('src_shop'), createdAt: at(50) },
    ...{ defaults: COFFEE, health: { events: 218, badSignatures: 0, listed: 40, lastEventAt: at(0) } },
  },
  {
    ...{ id: 'src_stripe', type: 'stripe', name: 'Talleres', webhookUrl: hook('src_stripe'), createdAt: at(2) },
    ...{ defaults: COFFEE, health: { events: 0, badSignatures: 3, listed: 0, lastBadSignatureAt: at(1) } },
  },
  {
    ...{ id: 'src_csv', type: 'csv', name: 'Archivo de mi caja', createdAt: at(60), defaults: COFFEE },
    health: { events: 0, badSignatures: 0, listed: 0 },
  },
];

/** An order whose product has no clave, and a notification of the other world. */
export const WAITING: SourceQueue = {
  problems: [
    {
      ...{ sale: '#1043', since: at(1) },
      errors: [
        { pointer: '/conceptos/0', code: 'clave-unmapped', detail: 'A «Taza jacaranda» le falta su clave del SAT.' },
      ],
    },
  ],
  unread: [{ id: 'sev_1', type: 'orders/paid', reason: 'other-world', receivedAt: at(2) }],
};
/** An order whose state is in no table. */
export const UNKNOWN_STATE: SourceQueue = {
  problems: [
    {
      ...{ sale: '#1050', since: at(0) },
      errors: [
        { pointer: '/estado', code: 'order-state-unknown', detail: 'Tu tienda dice que el pedido está «enviado».' },
      ],
    },
  ],
  unread: [],
};
/** A queue of a source that works. */
export const NOTHING_WAITS: SourceQueue = { problems: [], unread: [] };

/** What a shop's programs are. */
export type Programs = { satKeys: SatKeys; keys: ApiKey[]; sources: ListedSource[]; waiting: SourceQueue };
type Answer = { readonly status?: number; readonly json?: unknown; readonly text?: string };
type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
};

function keyReply(has: Programs, { method, path, body }: Asked): Answer | undefined {
  const [, id] = /^keys\/(\w+)$/.exec(path) ?? [];
  if (id && method === 'DELETE') {
    has.keys = has.keys.map((key) => (key.id === id ? { ...key, revokedAt: at(0) } : key));
    return { json: {} };
  }
  if (path !== 'keys') return undefined;
  if (method === 'GET') return { json: { keys: has.keys } };
  const made = { ...(body as ApiKey), id: `key_${has.keys.length + 1}`, createdAt: at(0) };
  has.keys.unshift(made);
  return { status: 201, json: { ...made, key: 'sk_test_jacaranda-en-flor-0123456789abcdefghijkl' } };
}

/** A till's file of two lines, the second of which is refused. */
const FILE_OUTCOME =
  '{"line":2,"folio":"T-204","result":"created"}\n{"line":3,"folio":"T-205","result":"refused","errors":[{"pointer":"/total","code":"total","detail":"El total no es un número."}]}\n';

function sourceReply(has: Programs, { method, path, body }: Asked): Answer | undefined {
  if (path === 'sources/src_1/sales') return { text: FILE_OUTCOME };
  const [, id, part] = /^sources(?:\/(\w+))?(?:\/(\w+))?$/.exec(path) ?? [];
  if (!path.startsWith('sources')) return undefined;
  const own = has.sources.find((source) => source.id === id);
  const replies: Readonly<Record<string, () => Answer>> = {
    'GET list': () => ({ json: { sources: has.sources } }),
    'POST list': () => {
      const { credentials: _, ...sent } = body as ListedSource & { readonly credentials?: object };
      const health = { events: 0, badSignatures: 0, listed: 0 };
      const made = { ...sent, id: 'src_1', createdAt: at(0), webhookUrl: hook('src_1'), health };
      has.sources.push(made);
      return { status: 201, json: made };
    },
    'PUT one': () => {
      const { credentials: _, ...sent } = body as Partial<ListedSource> & { readonly credentials?: object };
      has.sources = has.sources.map((source) => (source === own ? { ...source, ...sent } : source));
      return { json: own };
    },
    'DELETE one': () => {
      has.sources = has.sources.filter((source) => source !== own);
      return { json: {} };
    },
    'GET queue': () => ({ json: own?.type === 'shopify' ? has.waiting : NOTHING_WAITS }),
    'POST replay': () => {
      has.waiting = { ...has.waiting, problems: [] };
      return { json: { sales: 1, events: 0 } };
    },
    'POST backfill': () => ({ json: { status: 'all', sales: 40 } }),
  };
  return replies[`${method} ${part ?? (id ? 'one' : 'list')}`]?.();
}

/** What the shop's server answers about its keys and its sources; `undefined` if it was asked about something else. */
export function connectionsReply(has: Programs, asked: Asked): Answer | undefined {
  return satKeysReply(has.satKeys, asked) ?? keyReply(has, asked) ?? sourceReply(has, asked);
}
