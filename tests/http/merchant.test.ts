import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
});
afterAll(() => api.stop());

const call = (method: string, path: string, body?: object, key = api.key): Promise<Response> =>
  api.request(`/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });

const pointed = (problem: { readonly errors: readonly { readonly pointer: string; readonly code: string }[] }) =>
  problem.errors.map(({ pointer, code }) => `${pointer} ${code}`);

describe('/merchant', () => {
  test('200: what the merchant’s invoices say, with branches and seals', async () => {
    expect(await read(await call('GET', '/merchant'))).toMatchObject({
      ...{ id: 'mer_jacaranda', rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601', seals: [] },
      branches: [
        { code: 'roma', zone: 'America/Mexico_City', frontera: 'none' },
        { code: 'tijuana', zone: 'America/Tijuana', frontera: 'north' },
      ],
    });
  });

  test('200: only what is sent changes', async () => {
    const key = await api.createKey({ merchantId: 'mer_milpa' });
    const changed = await call(
      'PATCH',
      '/merchant',
      { tradeName: 'La Milpa de Coyoacán', contact: { phone: '5555550101' } },
      key,
    );
    expect([changed.status, await read(changed)]).toMatchObject([
      200,
      { tradeName: 'La Milpa de Coyoacán', rfc: 'OÑO120726RX3', contact: { phone: '5555550101' } },
    ]);
  });

  test('422: names every fault at its field', async () => {
    const wrong = { rfc: 'EKU', regimenFiscal: '000', tradeName: ' ', razonSocial: 'x' };
    expect(pointed(await readProblem(await call('PATCH', '/merchant', wrong), 422))).toEqual(
      expect.arrayContaining(['/tradeName required', '/razonSocial unknown-field']),
    );
    const problem = await readProblem(await call('PATCH', '/merchant', { regimenFiscal: '612' }), 422);
    expect([problem.code, pointed(problem)]).toEqual(['invalid-merchant', ['/regimenFiscal issuer-regimen-person']]);
  });

  test('403: changing it takes settings:write, and so does going live', async () => {
    const key = await api.createKey({ scopes: ['settings:read'] });
    expect((await call('GET', '/merchant/checklist', undefined, key)).status).toBe(200);
    for (const [method, path] of [
      ['PATCH', '/merchant'],
      ['POST', '/merchant/go-live'],
      ['POST', '/branches'],
      ['PATCH', '/branches/roma'],
      ['POST', '/portals'],
      ['PATCH', '/portals/cafe-jacaranda'],
    ] as const)
      expect([path, (await call(method, path, {}, key)).status]).toEqual([path, 403]);
  });

  test('409: going live says everything that is missing; 422: a day that does not exist', async () => {
    const refused = await readProblem(await call('POST', '/merchant/go-live', {}), 409);
    expect([refused.code, pointed(refused)]).toEqual([
      'not-ready-for-live',
      [' test-missing', ' csd-missing', ' pac-missing', '/manifestSignedOn manifest-missing'],
    ]);
    const malformed = await call('POST', '/merchant/go-live', { manifestSignedOn: 'ayer' });
    expect(pointed(await readProblem(malformed, 422))).toEqual(['/manifestSignedOn day-malformed']);
  });
});

describe('/branches', () => {
  test('201: a new one is listed last, with what follows from its postal code; 200 when it is changed', async () => {
    const key = await api.createKey({ merchantId: 'mer_yunque' });
    const added = await call('POST', '/branches', { code: 'cancun', name: 'Cancún', codigoPostal: '77500' }, key);
    const cancun = { code: 'cancun', name: 'Cancún', codigoPostal: '77500', zone: 'America/Cancun', frontera: 'none' };
    expect([added.status, await read(added)]).toEqual([201, cancun]);
    const changed = await call('PATCH', '/branches/cancun', { name: 'Cancún centro' }, key);
    expect([changed.status, await read(changed)]).toEqual([200, { ...cancun, name: 'Cancún centro' }]);
    const { branches } = await read<{ branches: { code: string }[] }>(await call('GET', '/branches', undefined, key));
    expect(branches.map(({ code }) => code)).toEqual(['centro', 'cancun']);
    expect((await call('PATCH', '/branches/roma', { name: 'x' }, key)).status).toBe(404);
  });

  test('422: refuses a code that is taken or has spaces, and a postal code that does not exist', async () => {
    const branch = { code: 'roma', name: 'Roma', codigoPostal: '06700' };
    const faults = async (changes: object) =>
      pointed(await readProblem(await call('POST', '/branches', { ...branch, ...changes }), 422));
    expect(await faults({})).toEqual(['/code branch-code-taken']);
    expect(await faults({ code: 'la roma' })).toEqual(['/code branch-code-malformed']);
    expect(await faults({ code: 'sur', codigoPostal: '00000' })).toEqual([
      '/codigoPostal branch-codigo-postal-unknown',
    ]);
  });
});

describe('/portals', () => {
  test('201: a new one works at once and is listed only in its world', async () => {
    const key = await api.createKey({ merchantId: 'mer_ingrid' });
    const made = await call('POST', '/portals', {}, key);
    expect([made.status, await read(made)]).toMatchObject([201, { slug: 'ingrid-xodar-diseno-prueba', world: 'test' }]);
    expect((await api.request('/ingrid-xodar-diseno-prueba')).status).toBe(200);
    const listed = async (world: 'test' | 'live') => {
      const own = await api.createKey({ merchantId: 'mer_ingrid', world });
      const { portals } = await read<{ portals: { slug: string }[] }>(await call('GET', '/portals', undefined, own));
      return portals.map(({ slug }) => slug);
    };
    expect(await listed('test')).toEqual(['ingrid-xodar', 'ingrid-xodar-diseno-prueba']);
    expect(await listed('live')).toEqual([]);
  });

  test('200: gets another address, to which the old one leads', async () => {
    const key = await api.createKey({ merchantId: 'mer_huerta' });
    const moved = await call('PATCH', '/portals/huerta-watember', { slug: 'huerta' }, key);
    expect([moved.status, await read(moved)]).toMatchObject([
      200,
      { slug: 'huerta', url: 'https://factura.example.mx/huerta' },
    ]);
    expect((await api.request('/huerta-watember')).headers.get('location')).toBe('/huerta');
  });

  test('422 at an address that is taken, was taken, or is the server’s own; 404 for another merchant’s portal', async () => {
    for (const [slug, code] of [
      ['el-yunque', 'slug-taken'],
      ['huerta-watember', 'slug-taken'],
      ['panel', 'slug-reserved'],
      ['Café', 'slug-malformed'],
    ]) {
      expect(pointed(await readProblem(await call('POST', '/portals', { slug }), 422))).toEqual([`/slug ${code}`]);
      expect((await call('PATCH', '/portals/cafe-jacaranda', { slug })).status).toBe(422);
    }
    expect((await call('PATCH', '/portals/el-yunque', { slug: 'mio' })).status).toBe(404);
  });

  test('409: a live portal is only created by going live', async () => {
    const key = await api.createKey({ world: 'live' });
    expect((await readProblem(await call('POST', '/portals', {}, key), 409)).code).toBe('not-ready-for-live');
  });
});

describe('once a merchant is live', () => {
  test('403: what both worlds share is not changed by a test key once the merchant is live; 200: by a live one', async () => {
    const { store } = api.services.invoicing;
    const [test, live] = [
      await api.createKey({ merchantId: 'mer_ingrid' }),
      await api.createKey({ merchantId: 'mer_ingrid', world: 'live' }),
    ];
    expect((await call('PATCH', '/merchant', { tradeName: 'Ingrid' }, test)).status).toBe(200);
    const portal = await store.portals.getPortal('ingrid-xodar');
    if (!portal) throw new Error('no portal');
    const at = { pac: 'sw', manifestSignedOn: '2026-11-18', at: api.now() };
    await store.goingLive.goLive(
      { merchantId: 'mer_ingrid', ...at },
      { ...portal, slug: 'ingrid-real', world: 'live' },
    );
    for (const [method, path, body] of [
      ['PATCH', '/merchant', { tradeName: 'Otro' }],
      ['POST', '/merchant/go-live', { manifestSignedOn: '2026-11-18' }],
      ['POST', '/branches', { code: 'x', name: 'X', codigoPostal: '06700' }],
      ['PATCH', '/branches/matriz', { codigoPostal: '22000' }],
    ] as const)
      expect([path, (await readProblem(await call(method, path, body, test), 403)).code]).toEqual([
        path,
        'live-key-needed',
      ]);
    expect((await call('PATCH', '/merchant', { tradeName: 'Ingrid Xodar' }, live)).status).toBe(200);
  });
});
