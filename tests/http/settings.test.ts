import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { PortalView } from '../../server/http/portal/public-views.ts';
import type { PortalSettings } from '../../server/portals/portal.ts';
import { PUBLIC_URL, read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let keys: readonly string[];
beforeAll(async () => {
  api = await startApi({ sealed: [] });
  keys = await Promise.all(Array.from({ length: 6 }, () => api.createKey()));
});
afterAll(() => api.stop());

const SETTINGS = `/v1/portals/${DEMO_PORTAL}/settings`;
// A key is good for fifty requests a second: these tests take turns.
let asked = 0;
const anyKey = (): string => keys[asked++ % keys.length] ?? '';

const get = (path = SETTINGS, key = anyKey()): Promise<Response> =>
  api.request(path, { headers: { authorization: `Bearer ${key}` } });
const patch = (body: unknown, path = SETTINGS, key = anyKey(), headers = {}): Promise<Response> =>
  api.request(path, {
    method: 'PATCH',
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
  });

test('200: a merchant reads the settings of its own portal', async () => {
  expect(await read(await get())).toMatchObject({
    title: 'Factura tu compra',
    serie: 'CJ',
    lookup: [
      ['folio', 'email'],
      ['folio', 'total'],
    ],
  });
});

test('200: only what is sent changes, and the portal shows it at once', async () => {
  const before = await read<PortalSettings>(await get());
  const change = {
    title: 'Factura tu café',
    theme: { primary: '#123456', accent: '#ABCDEF' },
    deadline: { kind: 'days', days: 30 },
  };
  const answer = await patch(change);

  expect([answer.status, await read(answer)]).toEqual([200, { ...before, ...change }]);
  expect(await read(await get())).toEqual({ ...before, ...change });
  const portal = await read<PortalView>(await api.request(`/v1/portals/${DEMO_PORTAL}`));
  expect(portal).toMatchObject({
    title: 'Factura tu café',
    theme: change.theme,
    deadline: { text: 'Tienes 30 días desde tu compra.' },
  });
  expect((await patch({ title: before.title, theme: before.theme, deadline: before.deadline })).status).toBe(200);
});

test('200: a portal whose trade changes no longer mentions the previous trade, in either language, and keeps what its merchant wrote', async () => {
  const own = { authorization: `Bearer ${anyKey()}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ slug: 'estudio-jacaranda' });
  expect((await api.request('/v1/portals', { method: 'POST', body, headers: own })).status).toBe(201);
  const settings = '/v1/portals/estudio-jacaranda/settings';
  expect((await patch({ noun: 'servicio', title: 'Pide aquí tu factura' }, settings)).status).toBe(200);
  for (const language of ['es-MX', 'en']) {
    const headers = { 'accept-language': language };
    const portal = await (await api.request('/v1/portals/estudio-jacaranda', { headers })).text();
    expect(portal).toContain(language === 'en' ? 'Invoice your service' : 'Pide aquí tu factura');
    expect(portal).not.toMatch(/ticket|compra(?!nte)|comprar|purchase|bought|\border\b/i);
  }
});

test('200: reminders are switched on with a number of days, and off with null', async () => {
  const reminder = { daysBefore: 5 };
  expect(await read(await patch({ reminder }))).toMatchObject({ reminder });
  expect(await read(await patch({ reminder: null }))).toMatchObject({ reminder: null });
});

describe('texts in English', () => {
  const PORTAL = `/v1/portals/${DEMO_PORTAL}`;
  const english = {
    title: 'Invoice your coffee',
    subtitle: 'Have your ticket at hand.',
    submitText: 'Get my invoice',
    hints: { folio: 'Above the bar code' },
  };
  const seenBy = async (language: string): Promise<PortalView> =>
    read<PortalView>(await api.request(PORTAL, { headers: { 'accept-language': language } }));

  test('200: make the portal English for those who prefer it, and Spanish for everybody else', async () => {
    expect(await read(await patch({ english }))).toMatchObject({ english });

    const { title, subtitle, submitText, lookup, locales } = await seenBy('en-US,en;q=0.9,es;q=0.5');
    expect({ title, subtitle, submitText, hints: lookup.hints }).toEqual(english);
    expect(locales).toEqual(['es-MX', 'en']);
    expect(await seenBy('es-MX')).toMatchObject({ title: 'Factura tu compra' });
  });

  test('200: removed with null, leave the portal in Spanish for everybody', async () => {
    await patch({ english });
    expect(await read(await patch({ english: null }))).toMatchObject({ english: null });

    expect(await seenBy('en-US')).toMatchObject({ title: 'Factura tu compra', locales: ['es-MX'] });
  });

  test.each<[string, object, string]>([
    ['no title', { title: undefined }, '/english/title'],
    ['an empty button', { submitText: ' ' }, '/english/submitText'],
    ['a subtitle that is too long', { subtitle: 'x'.repeat(201) }, '/english/subtitle'],
    ['a hint for a field that is none', { hints: { rfc: 'x' } }, '/english/hints'],
    ['a key that is none', { noun: 'purchase' }, '/english/noun'],
  ])('422: %s is refused at its place, and nothing is stored', async (_, wrong, pointer) => {
    const before = await read(await get());
    const { errors } = await readProblem(await patch({ english: { ...english, ...wrong } }), 422);

    expect(errors.map((fault) => fault.pointer)).toEqual([expect.stringContaining(pointer)]);
    expect(await read(await get())).toEqual(before);
  });
});

test.each([[0], [31], [2.5], ['3']])('422: reminders %j days before are refused at their field', async (daysBefore) => {
  const { errors } = await readProblem(await patch({ reminder: { daysBefore } }), 422);
  expect(errors).toMatchObject([{ pointer: '/reminder/daysBefore' }]);
});

test('200: an empty patch changes nothing', async () => {
  const before = await read(await get());

  expect(await read(await patch({}))).toEqual(before);
});

test.each<[string, unknown]>([
  ['folio, total and card', [['folio', 'total', 'cardLast4']]],
  [
    'folio and e-mail beside one without it',
    [
      ['folio', 'email'],
      ['folio', 'total', 'cardLast4'],
    ],
  ],
])('200: a lookup by %s is strong enough, and works without e-mail', async (_, lookup) => {
  expect((await patch({ lookup }, '/v1/portals/jacaranda-cafeteria/settings')).status).toBe(200);
});

const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('200: a small PNG can be the logo', async () => {
  const theme = { primary: '#5b3a8c', accent: '#f3ecfb', logo: PNG };

  expect(await read(await patch({ theme }, '/v1/portals/jacaranda-cafeteria/settings'))).toMatchObject({
    theme: { ...theme, logo: expect.stringMatching(/^data:image\/png;base64,/) },
  });
});

test('200: optional fields belong to the search combinations that they were sent with, and go away with them', async () => {
  const lookup = [
    ['folio', 'email'],
    ['folio', 'total', 'cardLast4'],
  ];
  const path = '/v1/portals/jacaranda-cafeteria/settings';
  expect(await read(await patch({ lookup, optionalLookup: [['date']] }, path))).toMatchObject({
    optionalLookup: [['date']],
  });
  expect(await read(await patch({ lookup: lookup.slice(1) }, path))).not.toHaveProperty('optionalLookup');
});

describe('refusals, each with its pointer', () => {
  const theme = (more: object) => ({ theme: { primary: '#5b3a8c', accent: '#f3ecfb', ...more } });

  test.each<[string, object, string, string]>([
    [
      'e-mail in every combination',
      {
        lookup: [
          ['folio', 'email'],
          ['email', 'total'],
        ],
      },
      '/lookup',
      'lookup-without-email',
    ],
    ['a folio alone', { lookup: [['folio']] }, '/lookup/0', 'lookup-too-common'],
    ['a total alone beside a good one', { lookup: [['folio', 'total'], ['total']] }, '/lookup/1', 'lookup-too-common'],
    ['a folio named twice', { lookup: [['folio', 'folio', 'folio', 'folio']] }, '/lookup/0', 'lookup-too-common'],
    [
      'the same two fields in another order',
      {
        lookup: [
          ['folio', 'total'],
          ['total', 'folio'],
        ],
      },
      '/lookup/1',
      'lookup-redundant',
    ],
    ['folio and date', { lookup: [['folio', 'date']] }, '/lookup/0', 'lookup-too-common'],
    [
      'e-mail and date',
      {
        lookup: [
          ['folio', 'total'],
          ['email', 'date'],
        ],
      },
      '/lookup/1',
      'lookup-too-weak',
    ],
    [
      'a field that is optional beside a way that requires it',
      {
        lookup: [
          ['folio', 'email', 'total'],
          ['folio', 'total', 'cardLast4'],
        ],
        optionalLookup: [['email']],
      },
      '/optionalLookup/0',
      'lookup-optional-elsewhere',
    ],
    [
      'a field that is optional beside no way',
      { optionalLookup: [[], [], ['date']] },
      '/optionalLookup/2',
      'lookup-optional-elsewhere',
    ],
    ['no combination', { lookup: [] }, '/lookup', 'required'],
    ['a field that is none', { lookup: [['folio', 'rfc']] }, '/lookup/0/1', 'malformed'],
    ['a colour by name', theme({ primary: 'rebeccapurple' }), '/theme/primary', 'colour-malformed'],
    ['a colour with more in it', theme({ accent: '#fff;}body{display:none' }), '/theme/accent', 'colour-malformed'],
    ['an SVG logo', theme({ logo: 'data:image/svg+xml;base64,PHN2Zy8+' }), '/theme/logo', 'logo-malformed'],
    ['a logo elsewhere', theme({ logo: 'https://cdn.example/logo.png' }), '/theme/logo', 'logo-malformed'],
    [
      'a logo of 600 KB',
      theme({ logo: `data:image/png;base64,${'A'.repeat(800_000)}` }),
      '/theme/logo',
      'logo-too-large',
    ],
    [
      'an origin with a path',
      { allowedOrigins: ['https://tienda.example/pago'] },
      '/allowedOrigins/0',
      'origin-malformed',
    ],
    [
      'an origin that would split the policy',
      { allowedOrigins: ['https://a.example; script-src *'] },
      '/allowedOrigins/0',
      'origin-malformed',
    ],
    [
      'an origin with a wildcard',
      { allowedOrigins: ['https://ok.example', 'https://*.example'] },
      '/allowedOrigins/1',
      'origin-malformed',
    ],
    ['a deadline of zero days', { deadline: { kind: 'days', days: 0 } }, '/deadline/days', 'malformed'],
    ['no title', { title: '  ' }, '/title', 'required'],
    ['a title that is too long', { title: 'x'.repeat(81) }, '/title', 'text-too-long'],
    ['a privacy notice that runs', { privacyUrl: 'javascript:alert(1)' }, '/privacyUrl', 'malformed'],
    ['a serie in small letters', { serie: 'cj' }, '/serie', 'malformed'],
    ['an e-mail that is none', { contact: { email: 'hola' } }, '/contact/email', 'email-malformed'],
    ['a key that is none', { rfc: 'XAXX010101000' }, '/rfc', 'unknown-field'],
    ['the world', { world: 'live' }, '/world', 'unknown-field'],
  ])('422: %s, and nothing changes', async (_, body, pointer, code) => {
    const before = await read(await get());
    const problem = await readProblem(await patch({ ...body, submitText: 'No cambia' }), 422);

    expect(problem).toMatchObject({ code: 'invalid-settings', fixedAt: 'merchant' });
    expect(problem.errors).toContainEqual(
      expect.objectContaining({ pointer, code, detail: expect.stringMatching(/^[A-Z].*\.$/) }),
    );
    expect(await read(await get())).toEqual(before);
  });

  test('422: every fault of a change is named at once', async () => {
    const { errors } = await readProblem(await patch({ title: '', serie: 'cj', allowedOrigins: ['x'] }), 422);

    expect(errors.map(({ pointer }) => pointer)).toEqual(['/title', '/allowedOrigins/0', '/serie']);
  });

  test('400: what is not JSON', async () => {
    const headers = { authorization: `Bearer ${anyKey()}`, 'content-type': 'application/json' };
    const answer = await api.request(SETTINGS, { method: 'PATCH', body: '{', headers });

    expect((await readProblem(answer, 400)).code).toBe('malformed-request');
  });
});

describe('whose they are', () => {
  test("404: another merchant's portal is as if it did not exist, and is not changed", async () => {
    const unknown = await (await get('/v1/portals/nadie/settings')).text();
    const foreign = await patch({ title: 'Mío' }, '/v1/portals/la-milpa/settings');

    expect(await (await get('/v1/portals/la-milpa/settings')).text()).toBe(unknown);
    expect([foreign.status, await foreign.text()]).toEqual([404, unknown]);
    expect(await read<PortalView>(await api.request('/v1/portals/la-milpa'))).toMatchObject({
      title: 'Factura tu consumo',
    });
  });

  test('404: a live key does not reach the test world', async () => {
    const live = await api.createKey({ world: 'live' });

    expect((await readProblem(await get(SETTINGS, live), 404)).code).toBe('unknown-portal');
    expect((await readProblem(await patch({ title: 'X' }, SETTINGS, live), 404)).code).toBe('unknown-portal');
  });

  test('401 and 403: no key, or one without the scope', async () => {
    expect((await api.request(SETTINGS)).status).toBe(401);
    const reader = await api.createKey({ scopes: ['settings:read'] });
    const other = await api.createKey({ scopes: ['sales:read', 'settings:write'] });
    expect((await get(SETTINGS, reader)).status).toBe(200);
    expect((await readProblem(await patch({}, SETTINGS, reader), 403)).detail).toContain('settings:write');
    expect((await readProblem(await get(SETTINGS, other), 403)).detail).toContain('settings:read');
  });

  test('403: not from a page of a site that cannot use the portal', async () => {
    await api.change('jacaranda-cafeteria', { allowedOrigins: ['https://tienda.example'] });
    const path = '/v1/portals/jacaranda-cafeteria/settings';

    expect((await patch({}, path, anyKey(), { origin: 'https://mala.example' })).status).toBe(403);
    expect((await patch({}, path, anyKey(), { origin: PUBLIC_URL })).status).toBe(200);
  });
});
