import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Receptor } from '../../server/cfdi/sold.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { checkWire } from '../../server/http/api/wire.ts';
import { ACCOUNTS, WRONG_ACCOUNTS } from '../stand-ins/accounts.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../stand-ins/spawn.ts';
import { ALBA, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

const SOURCES = ['facturama', 'facturapi', 'sw', 'diverza'] as const;
type Source = (typeof SOURCES)[number];
type Check = z.output<typeof checkWire>;
const ALL = { rfc: 'match', nombre: 'match', codigoPostal: 'match', regimenFiscal: 'match' };

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let api: TestApi;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'registry-'));
  standIns = await spawnStandIns(directory);
});
// A store of its own for each: what was kept, counted and rested in one test would speak in the next.
beforeEach(async () => {
  await Promise.all(SOURCES.map((source) => clear(`${standIns.url}/${source}`)));
  await api?.stop();
  api = await startApi({ providersUrl: standIns.url, sealed: [] });
});
afterAll(async () => {
  await api.stop();
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

function call(method: string, path = '', body?: object): Promise<Response> {
  return api.request(`/v1/registry-accounts${path}`, {
    method,
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function use(source: Source, settings: object = {}, position = 0, credentials: object = ACCOUNTS[source]) {
  const answer = await call('PUT', `/${source}`, { credentials, settings, position });
  expect(answer.status).toBe(200);
}

/** As the portal does, each time with a purchase of its own. */
async function check(receptor: Partial<Receptor> = {}): Promise<Check> {
  const sale = await api.buy();
  const path = `/v1/portals/${DEMO_PORTAL}/receptor/check`;
  return read<Check>(await api.post(path, { ...UNIVERSIDAD, ...receptor, sale }));
}

const questions = async (source: Source): Promise<number> =>
  (await seenRequests(`${standIns.url}/${source}`)).filter(({ path }) => !path.includes('authenticate')).length;

const notices = async () => {
  const answer = await api.request('/v1/notices', { headers: { authorization: `Bearer ${api.key}` } });
  return (await read<{ notices: { kind: string; subject: string; detail: string }[] }>(answer)).notices;
};

const ONE_ADDRESS = { 'x-forwarded-for': '203.0.113.9' };

describe('a receptor is checked by the sources that the merchant has accounts with (200)', () => {
  it.each(SOURCES)('%s: what it checks matches, and the rest is not checked', async (source) => {
    await use(source);
    const rfcOnly = { rfc: 'match', nombre: 'not-checked', codigoPostal: 'not-checked', regimenFiscal: 'not-checked' };
    expect((await check()).checked).toEqual(source === 'sw' || source === 'diverza' ? rfcOnly : ALL);
  });

  it('a mistake is reported at its field, and the right value is nowhere in the answer', async () => {
    await use('facturama');
    const answer = await check({ nombre: 'UNIVERSIDAD DEL ROBOT', codigoPostal: '06700' });
    expect(answer.faults.map(({ field, satCode }) => [field, satCode])).toEqual([
      ['nombre', 'CFDI40145'],
      ['codigoPostal', 'CFDI40148'],
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/ROBOTICA|65000|86991/);
  });

  it('the cheap source is asked first, and the next one only about what is still unknown', async () => {
    await use('sw');
    await use('facturama', {}, 1);
    expect((await check()).checked).toEqual(ALL);
    expect([await questions('sw'), await questions('facturama')]).toEqual([1, 1]);
  });

  it('no further source is asked about an RFC that does not exist', async () => {
    await use('sw');
    await use('facturama', {}, 1);
    expect((await check({ rfc: 'URE180429TM7' })).checked.rfc).toBe('mismatch');
    expect(await questions('facturama')).toBe(0);
  });

  it('the next source answers when the first cannot be reached', async () => {
    await use('facturama');
    await use('facturapi', {}, 1);
    await setQuirk(`${standIns.url}/facturama`, 'facturama-html', 1);
    expect((await check()).checked).toEqual(ALL);
  });

  it('no source is asked about data that our own rules refuse', async () => {
    await use('facturama');
    await check({ usoCfdi: 'D01' });
    expect(await questions('facturama')).toBe(0);
  });

  it('404: no source is asked without a sale that was found', async () => {
    await use('facturama');
    const body = { ...UNIVERSIDAD, sale: 'nada' };
    await readProblem(await api.post(`/v1/portals/${DEMO_PORTAL}/receptor/check`, body), 404);
    expect(await questions('facturama')).toBe(0);
  });

  it('five guesses per sale, address and day are answered, and no more', async () => {
    await use('facturama');
    const sale = await api.buy();
    const guess = async (codigoPostal: string) => {
      const body = { ...UNIVERSIDAD, codigoPostal, sale };
      const answer = await api.post(`/v1/portals/${DEMO_PORTAL}/receptor/check`, body, ONE_ADDRESS);
      return (await read<Check>(answer)).checked.codigoPostal;
    };
    const guesses: string[] = [];
    for (const code of ['06700', '06701', '06702', '06703', '06704', '06705', '65000']) guesses.push(await guess(code));
    expect(guesses.slice(0, 5)).toEqual(Array(5).fill('mismatch'));
    expect(guesses.slice(5)).toEqual(['not-checked', 'not-checked']);
  });

  it('guesses of a régimen count too, although a wrong one would be stamped', async () => {
    await use('facturama');
    const sale = await api.buy();
    for (const regimenFiscal of ['610', '620', '622', '623', '624', '626', '603'])
      await api.post(`/v1/portals/${DEMO_PORTAL}/receptor/check`, { ...UNIVERSIDAD, regimenFiscal, sale }, ONE_ADDRESS);
    expect(await questions('facturama')).toBeLessThanOrEqual(5);
  });
});

describe('an answer of a source is cached (200)', () => {
  it('the same data are looked up once, whatever the sale', async () => {
    await use('facturama');
    await check();
    await check();
    expect(await questions('facturama')).toBe(1);
    await check({ codigoPostal: '06700' });
    expect(await questions('facturama')).toBe(2);
  });

  it('for thirty days if it is a match, for one if it is a mismatch', async () => {
    await use('facturama');
    await check();
    await check({ codigoPostal: '06700' });
    await api.move(2);
    await check();
    expect(await questions('facturama')).toBe(2);
    await check({ codigoPostal: '06700' });
    expect(await questions('facturama')).toBe(3);
    await api.move(30);
    await check();
    expect(await questions('facturama')).toBe(4);
  });

  it('only if there was one: a failure is not cached', async () => {
    await use('facturama');
    await setQuirk(`${standIns.url}/facturama`, 'rate-limited', 1);
    expect((await check()).checked.nombre).toBe('unavailable');
    expect((await check()).checked.nombre).toBe('match');
  });

  it('under a hash: neither the cache nor the log holds personal data', async () => {
    await use('facturama');
    await check(ALBA);
    const { store } = api.services.invoicing;
    // The table has no listing: what could be looked up under a guess of the data is not there.
    for (const guess of [ALBA.rfc, JSON.stringify(ALBA), ALBA.nombre])
      expect(await store.taxpayers.cachedCheck(guess, 0)).toBeUndefined();
    expect(JSON.stringify(api.logged)).not.toMatch(/XAMA620210DQ5|XKARAJAM/);
  });
});

describe('the daily budget of a source (200)', () => {
  it('is not exceeded: for the rest of the day only stamping checks the data, and the merchant gets a notice', async () => {
    await use('facturama', { costCentavos: 50, dailyBudgetCentavos: 100 });
    for (const codigoPostal of ['65000', '86991']) expect((await check({ codigoPostal })).checked).toEqual(ALL);
    expect((await check(ALBA)).checked.rfc).toBe('not-checked');
    expect(await questions('facturama')).toBe(2);
    expect(await notices()).toMatchObject([{ kind: 'registry-budget', subject: 'facturama' }]);
    expect((await notices())[0]?.detail).toContain('1.00');
    await api.move(1);
    expect((await check(ALBA)).checked).toEqual(ALL);
  });

  it('holds for twenty checks at once', async () => {
    await use('facturama', { costCentavos: 50, dailyBudgetCentavos: 250 });
    await Promise.all(Array.from({ length: 20 }, (_, at) => check({ nombre: `COMPAÑIA NUMERO ${at}` })));
    expect(await questions('facturama')).toBe(5);
  });

  it('is fifty pesos unless the merchant says otherwise', async () => {
    const answer = await call('PUT', '/facturama', { credentials: ACCOUNTS.facturama });
    expect(await read(answer)).toMatchObject({
      source: 'facturama',
      name: 'Facturama',
      settings: { costCentavos: 50, dailyBudgetCentavos: 5_000 },
    });
  });
});

describe('a source that does not answer (200)', () => {
  it('is paused after three failures and tried again later, and the merchant has a notice until it answers', async () => {
    await use('facturama', {}, 0, WRONG_ACCOUNTS.facturama);
    for (let at = 0; at < 5; at++) expect((await check()).checked.nombre).toBe('unavailable');
    expect(await questions('facturama')).toBe(3);
    expect(await notices()).toMatchObject([{ kind: 'registry-down', subject: 'facturama' }]);
    await use('facturama');
    await api.move(1);
    expect((await check()).checked).toEqual(ALL);
    expect(await notices()).toEqual([]);
  });
});

describe('an account with a source', () => {
  it('200, 204: is tested, listed and deleted, and its credentials are never returned', async () => {
    await use('facturapi');
    expect(await read(await call('POST', '/facturapi/test'))).toEqual({ status: 'ok' });
    const listed = await (await call('GET')).text();
    expect(JSON.parse(listed).accounts).toMatchObject([{ source: 'facturapi', position: 0 }]);
    expect(listed).not.toContain(ACCOUNTS.facturapi.key);
    expect((await call('DELETE', '/facturapi')).status).toBe(204);
    await readProblem(await call('POST', '/facturapi/test'), 404);
  });

  it('200: whose credentials are refused counts as unavailable', async () => {
    await use('diverza', {}, 0, WRONG_ACCOUNTS.diverza);
    expect(await read(await call('POST', '/diverza/test'))).toMatchObject({ status: 'unavailable' });
  });

  it.each([
    ['a live key in the test world', 'facturapi', { credentials: { key: 'sk_live_abcdefghijk' } }, '/credentials'],
    ['a password that is missing', 'facturama', { credentials: { user: 'x' } }, '/credentials/password'],
    ['a budget below nothing', 'facturama', { settings: { dailyBudgetCentavos: -1 } }, '/settings/dailyBudgetCentavos'],
    ['a setting that is none', 'facturama', { settings: { presupuesto: 1 } }, '/settings/presupuesto'],
  ])('400: is refused with %s', async (_, source, change, pointer) => {
    const body = { credentials: ACCOUNTS[source as Source], ...change };
    const { errors } = await readProblem(await call('PUT', `/${source}`, body), 400);
    expect(errors.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('404: with a source that has no adapter', async () => {
    await readProblem(await call('PUT', '/kiban', { credentials: { key: 'x' } }), 404);
  });
});
