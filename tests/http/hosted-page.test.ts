import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
  await api.change('la-milpa', { allowedOrigins: ['https://lamilpa.example'] });
  await api.change('el-yunque', { enabled: false });
});
afterAll(() => api.stop());

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
const open = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  api.request(path, { headers: { accept: BROWSER, ...headers } });

function policyOf({ headers }: Response): Readonly<Record<string, string>> {
  const directives = (headers.get('content-security-policy') ?? '')
    .split('; ')
    .map((directive) => directive.split(/ (.*)/s));
  return Object.fromEntries(directives.map(([name = '', value = '']) => [name, value]));
}

describe('a portal’s page', () => {
  test('200: is the portal, its name and its contact, and nothing else', async () => {
    const answer = await open(`/${DEMO_PORTAL}`);
    const text = await answer.text();

    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
    expect(text).toContain('<html lang="es-MX">');
    expect(text).toContain('<title>Factura tu compra · Café Jacaranda</title>');
    expect(text).toContain(`<autofactura-portal portal="${DEMO_PORTAL}"`);
    expect(text).toContain('href="mailto:hola@jacaranda.example"');
    expect(text).toContain('href="tel:+525555550142"');
    expect(text).not.toContain('EKU9003173C9');
  });

  test('200: is not a dead end without scripts, in both languages', async () => {
    const spanish = await (await open(`/${DEMO_PORTAL}`)).text();
    expect(spanish).toMatch(
      /Esta página necesita JavaScript[\s\S]*También puedes pedirla aquí: <a href="mailto:hola@jacaranda.example"/,
    );
    const english = await (await open(`/${DEMO_PORTAL}`, { 'accept-language': 'en' })).text();
    expect(english).toContain('This page needs JavaScript');
    expect(english).toContain('<html lang="en">');
  });

  test('200: is in es-MX on an English phone if the portal has no English, from its lang attribute to its fallback', async () => {
    const text = await (await open('/la-milpa?folio=LM-88&sig=0', { 'accept-language': 'en-US' })).text();
    expect(text).toContain('<html lang="es-MX">');
    expect(text).toContain('<title>Factura tu consumo · ');
    expect(text).toContain('El código no abrió tu consumo: escribe los datos de tu cuenta.');
    expect(text).toContain('Esta página necesita JavaScript');
  });

  test('200: runs only its own script, under a nonce that is never used again, and sends no referrer', async () => {
    const [one, other] = [await open(`/${DEMO_PORTAL}`), await open(`/${DEMO_PORTAL}`)];
    const policy = policyOf(one);

    expect(policy).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'connect-src': "'self'",
      'base-uri': "'none'",
    });
    expect(policy['style-src']).not.toBe(policyOf(other)['style-src']);
    expect(JSON.stringify(policy)).not.toContain('unsafe');
    expect([one.headers.get('referrer-policy'), one.headers.get('x-content-type-options')]).toEqual([
      'no-referrer',
      'nosniff',
    ]);
    const text = await one.text();
    const nonce = /'nonce-([^']+)'/.exec(policy['style-src'] ?? '')?.[1];
    expect(text).toContain(`<style nonce="${nonce}">`);
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).not.toMatch(/ on\w+=| style=/);
  });

  test('200: has a nonce of 128 random bits of ours, whatever request id was sent, and is not cached with it', async () => {
    const headers = { 'x-request-id': 'chosen-by-somebody-else' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(`/${DEMO_PORTAL}`, headers)));
    const nonces = answers.map((answer) => /'nonce-([^']+)'/.exec(policyOf(answer)['style-src'] ?? '')?.[1] ?? '');
    expect(new Set(nonces).size).toBe(20);
    for (const nonce of nonces) expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
    expect(answers[0]?.headers.get('cache-control')).toBe('private, no-cache');
  });

  test('200: can be framed by the sites on its list, or by any if the list is open', async () => {
    expect(policyOf(await open('/la-milpa'))['frame-ancestors']).toBe("'self' https://lamilpa.example");
    expect(policyOf(await open(`/${DEMO_PORTAL}`))['frame-ancestors']).toBe('*');
  });

  test.each([
    ['es-MX', 'El código no abrió tu compra: escribe los datos de tu ticket.'],
    ['en', 'The code did not open your purchase: type what your receipt says.'],
  ])('200: says above the search that a code opened nothing, in %s', async (language, notice) => {
    const text = await (await open(`/${DEMO_PORTAL}?folio=A-1&sig=abc`, { 'accept-language': language })).text();
    expect(text).toMatch(new RegExp(`<p class="portal-notice" role="status">${notice}</p>\\s*<autofactura-portal `));
  });

  test.each([
    ['nobody scanned one', `/${DEMO_PORTAL}?folio=A-1`],
    ['what it opened is there', `/${DEMO_PORTAL}?t=abc&sig=abc`],
    ['there is no search, the portal is off', '/el-yunque?folio=A-1&sig=abc'],
  ])('200: says nothing about a code if %s', async (_, path) => {
    expect(await (await open(path)).text()).not.toContain('role="status"');
  });

  test('200: is shown even if the portal is switched off, to say so', async () => {
    expect((await open('/el-yunque')).status).toBe(200);
  });

  test('200: loads only files that are served', async () => {
    const css = await open('/page.css');

    expect([css.status, css.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });

  test.each([
    '"><script>alert(1)</script>',
    "' onload='alert(1)",
    '" autofocus onfocus="alert(1)',
    '</autofactura-portal><img src=x onerror=alert(1)>',
    '<!--',
    'javascript:alert(1)',
    '&quot;><svg onload=alert(1)>',
    '{{7*7}}',
    '\u2028"\ufffe>',
  ])('200: shows what a link says as text, whatever it says (%j)', async (value) => {
    const plain = await (await open(`/${DEMO_PORTAL}?t=abc&folio=A-1001`)).text();
    const unopened = await (await open(`/${DEMO_PORTAL}?folio=A-1001&sig=abc`)).text();
    const evil = encodeURIComponent(value);
    const text = await (await open(`/${DEMO_PORTAL}?t=${evil}&folio=${evil}`)).text();
    const signed = await (await open(`/${DEMO_PORTAL}?source=${evil}&folio=${evil}&sig=${evil}`)).text();

    const shape = (page: string): readonly string[] =>
      (page.match(/<\/?[a-z-]+|\s[a-z-]+(?==")/gi) ?? []).map((part) => part.trim());
    expect(plain).toContain('token="abc" folio="A-1001"');
    expect(shape(text)).toEqual(shape(plain));
    expect(shape(signed)).toEqual(shape(unopened));
  });

  test('200: shows everything that a merchant writes as text', async () => {
    const evil = '</title><script>alert(1)</script>"\'&';
    await api.change('ingrid-xodar', {
      title: evil,
      contact: { email: 'a"><script>@example.com', phone: '"><script>1' },
    });
    const text = await (await open('/ingrid-xodar')).text();

    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).toContain('&lt;script&gt;alert(1)');
  });
});

describe('what is not there', () => {
  test.each([['es-MX'], ['en-US,en']])(
    '404: a browser in %s gets a page in Spanish, because no portal is known that has English',
    async (language) => {
      const answer = await open('/nadie', { 'accept-language': language });
      const text = await answer.text();

      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
      expect(text).toContain('<html lang="es-MX">');
      expect(text).toContain('<h1>Este portal no existe</h1>');
      expect(text).toContain('Revisa la dirección');
      expect(policyOf(answer)).toMatchObject({ 'default-src': "'none'" });
    },
  );

  test('404: a path of two parts, a problem that does not exist, a file of the documentation', async () => {
    for (const path of ['/nadie/nada', '/problems/nada', '/docs/nada.js', '/widget/nada.js'])
      expect([(await open(path)).status, (await open(path)).headers.get('content-type')]).toEqual([
        404,
        'text/html; charset=UTF-8',
      ]);
  });

  test.each(['bytes=0-9', 'bytes=9-1', 'bytes=99999999-', 'lines=1'])(
    '200: a file of the widget is served whole, whatever range is asked for (%s)',
    async (range) => {
      const whole = await (await api.request('/widget/autofactura-portal.js')).arrayBuffer();
      const answer = await api.request('/widget/autofactura-portal.js', { headers: { range } });
      expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, whole.byteLength]);
    },
  );

  test('404: programs get a problem, and the API gives one to everybody', async () => {
    expect((await readProblem(await api.request('/nadie'), 404)).code).toBe('unknown-portal');
    expect((await readProblem(await open('/v1/portals/nadie'), 404)).code).toBe('unknown-portal');
  });

  test.each(['v1', '%3Cscript%3E', '..%2f..%2fetc%2fpasswd', '%E0%A4%A', 'a'.repeat(2000)])(
    '404: a slug is never mistaken for something else (%s)',
    async (slug) => {
      const answer = await open(`/${slug}`);

      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('<script');
    },
  );

  test('400: a NUL never reaches the database', async () => {
    for (const path of ['/%00', `/${DEMO_PORTAL}?t=%00`, '/v1/portals/%00'])
      expect((await open(path)).status).toBe(400);
  });
});

test('302: the server’s own address leads to the panel; 404: another name for it does not', async () => {
  const { host } = new URL(api.services.publicUrl);
  const answer = await open('/', { host });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/panel']);
  expect((await open('/', { host: 'stranger.example' })).status).toBe(404);
});
