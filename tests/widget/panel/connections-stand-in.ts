/** The programs that enter a shop: its API keys, and the sources of its sales, as the server keeps them. */
import type { ApiKey } from '../../../widget/panel/keys/key-wire.ts';

const at = (days: number): string =>
  new Date(Date.parse('2026-11-28T18:32:00-06:00') - days * 86_400_000).toISOString();

export const KEYS: readonly ApiKey[] = [
  { id: 'key_3', name: 'Caja Roma', scopes: ['sales:read', 'sales:write'], createdAt: at(40), lastUsedAt: at(0) },
  { id: 'key_2', scopes: ['sales:read', 'invoices:read', 'settings:read'], createdAt: at(60), expiresAt: at(-9_000) },
  { id: 'key_1', name: 'Prueba del programador', scopes: ['sales:read'], createdAt: at(90), revokedAt: at(80) },
];

type Programs = { keys: ApiKey[] };
type Answer = { readonly status?: number; readonly json?: unknown; readonly text?: string };
type Asked = { readonly method: string; readonly path: string; readonly body: unknown };

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

function sourceReply({ method, path }: Asked): Answer | undefined {
  const replies: Readonly<Record<string, Answer>> = {
    'GET sources': { json: { sources: [] } },
    'POST sources': { status: 201, json: { id: 'src_1' } },
    'POST sources/src_1/sales': { text: FILE_OUTCOME },
  };
  return replies[`${method} ${path}`];
}

/** What the shop's server answers about its keys and its sources; `undefined` if it was asked about something else. */
export function connectionsReply(has: Programs, asked: Asked): Answer | undefined {
  return keyReply(has, asked) ?? sourceReply(asked);
}
