import { readdirSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestAuthority, packPfx, type TestCredential } from '../../server/csd/test-certificates.ts';
import { openssl } from '../csd/issued.ts';
import { DAY_MS, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { longestPauseDuring, turnsDuring } from '../support/turns.ts';

const MILPA = { rfc: 'OÑO120726RX3', nombre: 'ORGANICOS ÑAVEZ OSORIO' };
const PASSWORD = 'Canario-de-la-Milpa-2026';

let api: TestApi;
let key: string;
let csd: TestCredential;
let fiel: TestCredential;
let ofAnother: TestCredential;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
  key = await api.createKey({ merchantId: 'mer_milpa' });
  const at = api.now() - DAY_MS;
  const authority = await createTestAuthority(at);
  csd = await authority.issue({ kind: 'csd', ...MILPA, password: PASSWORD }, at);
  fiel = await authority.issue({ kind: 'fiel', ...MILPA, password: PASSWORD }, at);
  ofAnother = await authority.issue(
    { kind: 'csd', rfc: 'URE180429TM6', nombre: UNIVERSIDAD.nombre, password: PASSWORD },
    at,
  );
});
afterAll(() => api.stop());

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const pair = ({ cer, key: privateKey, password }: TestCredential, more: object = {}) => ({
  certificate: base64(cer),
  privateKey: base64(privateKey),
  password,
  ...more,
});
const upload = (body: unknown, bearer = key): Promise<Response> =>
  api.post('/v1/csd', body, { authorization: `Bearer ${bearer}` });

describe('a seal', () => {
  test('201: its .cer and .key are stored, and only what is public of them is returned', async () => {
    const stored = await upload(pair(csd));

    expect([stored.status, await read(stored)]).toEqual([
      201,
      {
        id: expect.stringMatching(/^csd_/),
        ...MILPA,
        noCertificado: csd.noCertificado,
        validFrom: expect.stringMatching(/^2026-11-19T/),
        validTo: expect.stringMatching(/^2030-11-19T/),
        environment: 'test',
      },
    ]);
  });

  test('201: lets the portal stamp from then on', async () => {
    const order = { sales: [await api.buy({ branch: undefined }, 'la-milpa')], receptor: UNIVERSIDAD };

    expect((await api.post('/v1/portals/la-milpa/invoices', order)).status).toBe(201);
  });

  test('201: can be uploaded as a .pfx', async () => {
    const stored = await upload({ pfx: base64(packPfx(csd)), password: PASSWORD });

    expect([stored.status, await read(stored)]).toMatchObject([201, { noCertificado: csd.noCertificado }]);
  });
});

/** The CSD's key as another program protects it. */
function keyUnder(...protection: readonly string[]): Buffer {
  const pass = `pass:${PASSWORD}`;
  const args = ['pkcs8', '-inform', 'DER', '-in', 'k', '-passin', pass, '-topk8', '-passout', pass, '-outform', 'DER'];
  return openssl([...args, ...protection, '-out', 'o'], { k: csd.key });
}

/** As programs of twenty years ago wrote it. */
function oldKey(): Buffer {
  return keyUnder('-v1', 'PBE-MD5-DES', '-provider', 'legacy', '-provider', 'default');
}

const keyOf = (rounds: number): Buffer => keyUnder('-v2', 'aes256', '-iter', String(rounds));
/** A second of hashing. */
const slowKey = (): Buffer => keyOf(1_500_000);
/** With one byte changed, so many hours of hashing that no server may begin. */
const endlessKey = (): Buffer => {
  const rounds = 100_000;
  const key = keyOf(rounds);
  const written = Buffer.from([2, 3, rounds >> 16]);
  key[key.indexOf(written) + 2] = 0x7f;
  return key;
};

describe('a key that takes long to open', () => {
  test('201: is opened off the event loop', async () => {
    const slow = pair(csd, { privateKey: base64(slowKey()) });
    const turns = await turnsDuring(async () => {
      expect((await upload(slow)).status).toBe(201);
    });

    // On the loop, it would come round a handful of times.
    expect(turns).toBeGreaterThan(100);
  });
});

describe('a file of blanks', () => {
  test.each([
    ['as long as a body may be', 64_000, 'text-too-long'],
    ['as long as a file may be', 39_000, 'malformed'],
  ])('400: %s pauses nobody else’s requests', async (_, blanks, code) => {
    const paused = await longestPauseDuring(async () => {
      const refused = await readProblem(await upload({ pfx: `A${' '.repeat(blanks)}!`, password: PASSWORD }), 400);
      expect(refused.errors?.map((fault) => fault.code)).toContain(code);
    });
    expect(paused).toBeLessThan(1_000);
  });
});

describe('refusals', () => {
  const kinds = (): Readonly<Record<string, [body: object, pointer: string, code: string]>> => ({
    'a FIEL': [pair(fiel), '/certificate', 'csd-is-fiel'],
    'a FIEL in a .pfx': [{ pfx: base64(packPfx(fiel)), password: PASSWORD }, '/certificate', 'csd-is-fiel'],
    'a wrong password': [pair(csd, { password: 'otra' }), '/password', 'csd-wrong-password'],
    'a wrong password of a .pfx': [{ pfx: base64(packPfx(csd)), password: 'otra' }, '/password', 'csd-wrong-password'],
    "another taxpayer's": [pair(ofAnother), '/certificate', 'csd-rfc-mismatch'],
    'a key of another certificate': [
      pair(csd, { privateKey: base64(ofAnother.key) }),
      '/privateKey',
      'csd-pair-mismatch',
    ],
    'the files in each other’s place': [
      { certificate: base64(csd.key), privateKey: base64(csd.cer), password: PASSWORD },
      '/certificate',
      'csd-certificate-is-key',
    ],
    'the certificate twice': [pair(csd, { privateKey: base64(csd.cer) }), '/privateKey', 'csd-key-is-certificate'],
    'a key under PBE-MD5-DES': [pair(csd, { privateKey: base64(oldKey()) }), '/privateKey', 'csd-key-cipher-des'],
    'a key that would take minutes to open': [
      pair(csd, { privateKey: base64(endlessKey()) }),
      '/privateKey',
      'csd-key-too-slow',
    ],
    'a page in place of the key': [
      pair(csd, { privateKey: base64(Buffer.from('<html><body>Tu sesión terminó</body></html>')) }),
      '/privateKey',
      'csd-key-is-page',
    ],
    'a key that is none': [pair(csd, { privateKey: base64(Buffer.from('hola')) }), '/privateKey', 'csd-key-unreadable'],
    'a .pfx that is none': [{ pfx: base64(Buffer.from('hola')), password: PASSWORD }, '/pfx', 'csd-pfx-unreadable'],
  });

  test.each([
    'a FIEL',
    'a FIEL in a .pfx',
    'a wrong password',
    'a wrong password of a .pfx',
    "another taxpayer's",
    'a key of another certificate',
    'the files in each other’s place',
    'the certificate twice',
    'a key under PBE-MD5-DES',
    'a key that would take minutes to open',
    'a page in place of the key',
    'a key that is none',
    'a .pfx that is none',
  ])('422: %s, and the seal that was there stays', async (kind) => {
    const tenant = { merchantId: 'mer_milpa', world: 'test' } as const;
    const before = await api.services.invoicing.store.merchants.activeCsd(tenant);
    const [body, pointer, code] = kinds()[kind] ?? [{}, '', ''];
    const problem = await readProblem(await upload(body), 422);

    expect(problem).toMatchObject({ code: 'invalid-csd', fixedAt: 'merchant', errors: [{ pointer, code }] });
    expect(problem.errors[0]?.detail).toMatch(/^[A-Z].*\.$/);
    expect(await api.services.invoicing.store.merchants.activeCsd(tenant)).toEqual(before);
  });

  test('422: a test certificate in the live world', async () => {
    const live = await api.createKey({ merchantId: 'mer_milpa', world: 'live' });

    expect((await readProblem(await upload(pair(csd), live), 422)).errors).toMatchObject([
      { code: 'csd-wrong-environment' },
    ]);
  });

  test('401 and 403: without a key, or one without the scope', async () => {
    expect((await api.post('/v1/csd', pair(csd))).status).toBe(401);
    const other = await api.createKey({ merchantId: 'mer_milpa', scopes: ['sales:write', 'settings:write'] });
    expect((await readProblem(await upload(pair(csd), other), 403)).detail).toContain('csd:write');
  });

  test.each([
    {},
    { certificate: '' },
    { certificate: 'ñ', privateKey: 'AA==', password: '' },
    { pfx: 7, password: '' },
    [],
  ])('400: what is not an upload (%j)', async (body) => {
    expect((await readProblem(await upload(body), 400)).code).toBe('malformed-request');
  });

  test('413: a body of a hundred kilobytes is refused', async () => {
    expect((await readProblem(await upload(pair(csd, { extra: 'A'.repeat(100_000) })), 413)).code).toBe(
      'payload-too-large',
    );
  });
});

test('404: there is no way to read it back', async () => {
  for (const path of ['/v1/csd', `/v1/csd/${csd.noCertificado}`])
    expect((await api.request(path, { headers: { authorization: `Bearer ${key}` } })).status).toBe(404);
});

test('201, 422: no key and no password is in any answer, in any log or in any file of the store', async () => {
  const answers = [
    await upload(pair(csd)),
    await upload(pair(csd, { password: `${PASSWORD}x` })),
    await upload(pair(fiel)),
    await upload({ ...pair(csd), pfx: base64(packPfx(csd)) }),
    await upload({ pfx: base64(packPfx(csd)), password: `${PASSWORD}x` }),
  ];
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  const output = Buffer.from(texts.join('\n') + JSON.stringify(api.logged));
  const kept = Buffer.concat(filesOf(api.directory).map((file) => readFileSync(file)));

  expect(kept.includes(Buffer.from(csd.cer))).toBe(true);
  for (const canary of [csd, fiel].flatMap(({ key: bytes, password }) => [
    Buffer.from(password),
    Buffer.from(bytes.subarray(300, 400)),
  ])) {
    for (const form of [
      canary,
      canary.toString('base64').replace(/=+$/, '').slice(2, -2),
      canary.toString('hex'),
      canary.toString('utf16le'),
    ])
      expect([output.includes(form), kept.includes(form)]).toEqual([false, false]);
  }
});

function filesOf(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => `${directory}/${name}`)
    .filter((file) => statSync(file).isFile());
}
