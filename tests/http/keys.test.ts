/** Keys of a merchant's systems: made with no more than their maker has, listed without their secret, over at once when revoked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPES } from '../../server/merchants/merchant.ts';
import { DAY_MS, read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { memberOf } from '../support/person.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

type Key = Readonly<Record<'id' | 'key' | 'name' | 'createdAt' | 'expiresAt' | 'revokedAt' | 'lastUsedAt', string>>;

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi(engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {});
  });
  afterAll(() => api.stop());

  const call = (key: string, method: string, path: string, body?: unknown): Promise<Response> =>
    api.request(`/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const make = async (body: unknown, by = api.key): Promise<Key> => {
    const answer = await call(by, 'POST', '/keys', body);
    expect(answer.status).toBe(201);
    return read<Key>(answer);
  };
  const listed = async (by = api.key): Promise<readonly Key[]> =>
    (await read<{ keys: Key[] }>(await call(by, 'GET', '/keys'))).keys;

  it('201: a key is shown once and works only within its scopes; 200: it is listed without anything secret', async () => {
    const made = await make({ name: 'ERP de la oficina', scopes: ['sales:read', 'keys:read'] });
    expect(made.key).toMatch(/^sk_test_[\w-]{43}$/);
    expect((await call(made.key, 'GET', '/sales')).status).toBe(200);
    await readProblem(await call(made.key, 'POST', '/sales', {}), 403);
    const text = JSON.stringify(await listed());
    expect(text).toContain('ERP de la oficina');
    expect(text).not.toContain(made.key.slice(8));
    expect(text).not.toMatch(/hash|[0-9a-f]{64}/);
  });

  it('401: a revoked key opens nothing from the next request on, and stays in the list with its date; 404: an unknown one', async () => {
    const made = await make({ scopes: ['sales:read'] });
    expect((await call(made.key, 'GET', '/sales')).status).toBe(200);
    expect((await call(api.key, 'DELETE', `/keys/${made.id}`)).status).toBe(204);
    expect((await call(made.key, 'GET', '/sales')).status).toBe(401);
    const first = (await listed()).find(({ id }) => id === made.id)?.revokedAt;
    await api.move(1);
    expect((await call(api.key, 'DELETE', `/keys/${made.id}`)).status).toBe(204);
    expect((await listed()).find(({ id }) => id === made.id)?.revokedAt).toBe(first);
    await readProblem(await call(api.key, 'DELETE', '/keys/key_unknown'), 404);
  });

  it('401: a key stops working when it expires', async () => {
    const made = await make({ scopes: ['sales:read'], expiresAt: new Date(api.now() + DAY_MS / 2).toISOString() });
    expect((await call(made.key, 'GET', '/sales')).status).toBe(200);
    await api.move(1);
    expect((await call(made.key, 'GET', '/sales')).status).toBe(401);
  });

  it('403: a key cannot grant a scope that it lacks, and the answer says which; 400: nor a later expiry than its own, or a past one', async () => {
    const expiresAt = new Date(api.now() + DAY_MS).toISOString();
    const own = await make({ scopes: ['keys:write', 'sales:read'], expiresAt });
    const more = await readProblem(await call(own.key, 'POST', '/keys', { scopes: ['sales:read', 'csd:write'] }), 403);
    expect(more.errors).toMatchObject([{ pointer: '/scopes/1', code: 'scope-not-yours' }]);
    const longer = { scopes: ['sales:read'], expiresAt: new Date(api.now() + 2 * DAY_MS).toISOString() };
    const outlived = await readProblem(await call(own.key, 'POST', '/keys', longer), 400);
    expect(outlived.errors).toMatchObject([{ pointer: '/expiresAt', code: 'expiry-too-late' }]);
    const past = { scopes: ['sales:read'], expiresAt: '2020-01-01T00:00:00Z' };
    expect((await readProblem(await call(api.key, 'POST', '/keys', past), 400)).errors[0]?.code).toBe('expiry-past');
    expect((await make({ scopes: ['sales:read'] }, own.key)).expiresAt).toBe(expiresAt);
  });

  it('404: no merchant and no world sees or revokes another’s keys', async () => {
    const made = await make({ scopes: ['sales:read'] });
    const others = [await api.createKey({ merchantId: 'mer_milpa' }), await api.createKey({ world: 'live' })];
    for (const other of others) {
      expect((await listed(other)).map(({ id }) => id)).not.toContain(made.id);
      await readProblem(await call(other, 'DELETE', `/keys/${made.id}`), 404);
    }
    expect((await call(made.key, 'GET', '/sales')).status).toBe(200);
    expect((await make({ scopes: [...SCOPES] }, await api.createKey({ world: 'live' }))).key).toMatch(/^sk_live_/);
  });

  it('200: the last use is known to the minute, and a busy key writes one use a minute', async () => {
    const made = await make({ scopes: ['sales:read'] });
    const { merchants } = api.services.invoicing.store;
    let written = 0;
    const { noteKeyUse } = merchants;
    merchants.noteKeyUse = async (id, at) => {
      written += 1;
      await noteKeyUse(id, at);
    };
    const started = api.now();
    for (let nth = 0; nth < 20; nth++) expect((await call(made.key, 'GET', '/sales')).status).toBe(200);
    merchants.noteKeyUse = noteKeyUse;
    expect(written).toBe(1);
    const used = Date.parse((await listed()).find(({ id }) => id === made.id)?.lastUsedAt ?? '');
    expect(used).toBeGreaterThanOrEqual(started);
    expect(used).toBeLessThan(started + 60_000);
  });

  it('200: a test key reads, in the audit log and its export, only what was done in the test world; a live key and a person read it all', async () => {
    const [live, reader] = [await api.createKey({ world: 'live' }), await api.createKey({ scopes: ['audit:read'] })];
    const post = { role: 'owner', merchant: 'mer_jacaranda' } as const;
    const owner = await memberOf(api, { ...post, address: '189.203.7.1' });
    for (const by of [api.key, live]) await make({ scopes: ['sales:read'] }, by);
    const worldsFor = async (get: (path: string) => Promise<Response>) => {
      const { entries } = await read<{ entries: { world?: string }[] }>(await get('/audit-log?limit=200'));
      const lines = (await (await get('/audit-log/export?format=jsonl')).text()).trimEnd().split('\n');
      const exported = lines.map((line) => JSON.parse(line) as { world?: string });
      return [entries, exported].map((log) => new Set(log.map(({ world }) => world)));
    };
    const all = new Set(['live', 'test', undefined]);
    expect(await worldsFor((path) => call(reader, 'GET', path))).toEqual([new Set(['test']), new Set(['test'])]);
    expect(await worldsFor((path) => call(live, 'GET', path))).toEqual([all, all]);
    expect(await worldsFor((path) => owner.call('GET', path))).toEqual([all, all]);
  });
});
