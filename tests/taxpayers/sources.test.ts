import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Match, ReceptorMatch } from '../../server/cfdi/receptor-match.ts';
import type { Receptor } from '../../server/cfdi/sold.ts';
import { OtherWorld } from '../../server/outbound/provider.ts';
import { KNOWN_SOURCES } from '../../server/taxpayers/known-sources.ts';
import type { RegistrySource } from '../../server/taxpayers/source.ts';
import { ACCOUNTS, WRONG_ACCOUNTS } from '../stand-ins/accounts.ts';
import type { SeenRequest } from '../stand-ins/bench.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../stand-ins/spawn.ts';
import { BROKEN, listenBroken } from './broken-provider.ts';

type Id = 'facturama' | 'facturapi' | 'sw' | 'diverza';
const IDS: readonly Id[] = ['facturama', 'facturapi', 'sw', 'diverza'];
/** What each of them can speak of. */
const ALL_DATA = ['rfc', 'nombre', 'codigoPostal', 'regimenFiscal'] as const;
const CHECKS: Readonly<Record<Id, readonly (keyof ReceptorMatch)[]>> = {
  facturama: ALL_DATA,
  facturapi: ALL_DATA,
  sw: ['rfc'],
  diverza: ['rfc'],
};
/** Accounts that need no answer before the question itself: SW's permanent token. */
const AT_ONCE = { ...ACCOUNTS, sw: { token: 'ficha-permanente-de-SW' } } as const;
const SECRETS = /Contraseña|otra-|token-de|otro-token|ficha-|sk_test|sk_live|otraLlave/;
const NOBODY = 'http://127.0.0.1:9';

const ESCUELA: Receptor = {
  rfc: 'EKU9003173C9',
  nombre: 'ESCUELA KEMPER URGATE',
  codigoPostal: '26015',
  regimenFiscal: '601',
  usoCfdi: 'G03',
};
const HERRERIA = { ...ESCUELA, rfc: 'H&E951128469', nombre: 'HERRERIA & ELECTRICOS', codigoPostal: '06002' };
const ORGANICOS = { ...ESCUELA, rfc: 'OÑO120726RX3', nombre: 'ORGANICOS ÑAVEZ OSORIO', codigoPostal: '40501' };
const UNKNOWN = { ...ESCUELA, rfc: 'AAA010101AAA' };

/** `word` for the data that the source speaks of, `not-checked` for the others. */
function says(id: Id, word: Match): ReceptorMatch {
  const of = (datum: keyof ReceptorMatch): Match => (CHECKS[id].includes(datum) ? word : 'not-checked');
  return { rfc: of('rfc'), nombre: of('nombre'), codigoPostal: of('codigoPostal'), regimenFiscal: of('regimenFiscal') };
}
const RFC_UNKNOWN: ReceptorMatch = {
  rfc: 'mismatch',
  nombre: 'not-checked',
  codigoPostal: 'not-checked',
  regimenFiscal: 'not-checked',
};

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let broken: Awaited<ReturnType<typeof listenBroken>>;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sources-'));
  [standIns, broken] = await Promise.all([spawnStandIns(directory), listenBroken()]);
});
afterEach(() => Promise.all(IDS.map((id) => clear(urlOf(id)))));
afterAll(async () => {
  broken.stop();
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

const urlOf = (id: Id): string => `${standIns.url}/${id}`;

function source(id: Id, baseUrl = urlOf(id), credentials: object = ACCOUNTS[id]): RegistrySource {
  const known = KNOWN_SOURCES[id];
  if (!known) throw new Error(`no source ${id}`);
  return known.create(credentials, { world: 'test', baseUrl, timeoutMs: 10_000 });
}

const inTime = (): AbortSignal => AbortSignal.timeout(10_000);
const check = (id: Id, receptor: Receptor): Promise<ReceptorMatch> => source(id).check(receptor, inTime());

/** The questions of the last check, without those for a token. */
async function asked(id: Id): Promise<readonly SeenRequest[]> {
  return (await seenRequests(urlOf(id))).filter(({ path }) => !path.startsWith('/v2/security'));
}

describe.each(IDS)('the source %s', (id) => {
  it('is known by its id and reports on the data that it says it does', () => {
    expect([source(id).id, source(id).checks]).toEqual([id, CHECKS[id]]);
  });

  it.each([
    ['', ESCUELA],
    [' with an & in the RFC', HERRERIA],
    [' with an Ñ in the RFC', ORGANICOS],
  ])('reports a match for the data of a taxpayer%s, and nothing more', async (_, receptor) => {
    expect(await check(id, receptor)).toStrictEqual(says(id, 'match'));
  });

  it('reports a mismatch for an RFC that nobody has, and compares nothing else', async () => {
    expect(await check(id, UNKNOWN)).toStrictEqual(RFC_UNKNOWN);
    expect(await check(id, { ...HERRERIA, rfc: 'H&E951128468' })).toStrictEqual(RFC_UNKNOWN);
  });

  it.each([
    ['nombre', 'ESCUELA KEMPER URGATE SA DE CV'],
    ['codigoPostal', '26016'],
    ['regimenFiscal', '603'],
  ] as const)('never lets a wrong %s pass for a match', async (datum, wrong) => {
    const match = await check(id, { ...ESCUELA, [datum]: wrong });
    expect(match[datum]).toBe(CHECKS[id].includes(datum) ? 'mismatch' : 'not-checked');
    const others = ALL_DATA.filter((other) => other !== datum).map((other) => match[other]);
    expect(others.filter((word) => word !== 'match' && word !== 'not-checked')).toEqual([]);
  });

  it('is unavailable to an account that it refuses', async () => {
    const match = await source(id, urlOf(id), WRONG_ACCOUNTS[id]).check(ESCUELA, inTime());
    expect(match).toStrictEqual(says(id, 'unavailable'));
  });

  it.each(Object.keys(BROKEN))('is unavailable if it answers %s', async (fault) => {
    const match = await source(id, `${broken.url}/${encodeURIComponent(fault)}`, AT_ONCE[id]).check(ESCUELA, inTime());
    expect(match).toStrictEqual(says(id, 'unavailable'));
  });

  it('is unavailable if nobody answers, either the token request or the question', async () => {
    for (const credentials of [ACCOUNTS[id], AT_ONCE[id]]) {
      const match = await source(id, NOBODY, credentials).check(ESCUELA, inTime());
      expect(match).toStrictEqual(says(id, 'unavailable'));
    }
  });

  it('is unavailable if it says nothing until the deadline, or the deadline had passed', async () => {
    const silent = source(id, `${broken.url}/silence`, AT_ONCE[id]);
    expect(await silent.check(ESCUELA, AbortSignal.timeout(200))).toStrictEqual(says(id, 'unavailable'));
    expect(await source(id).check(ESCUELA, AbortSignal.abort())).toStrictEqual(says(id, 'unavailable'));
  });

  it('is unavailable if it says nothing within its own limit', async () => {
    const place = { world: 'test', baseUrl: `${broken.url}/silence`, timeoutMs: 200 } as const;
    const match = await KNOWN_SOURCES[id]?.create(AT_ONCE[id], place).check(ESCUELA, new AbortController().signal);
    expect(match).toStrictEqual(says(id, 'unavailable'));
  });

  it('never throws, whatever the receptor contains', async () => {
    const odd: Receptor = {
      rfc: '\ud800/../?#',
      nombre: '\u0000\ud800',
      codigoPostal: '',
      regimenFiscal: '',
      usoCfdi: '',
    };
    expect(Object.values(await check(id, odd))).not.toContain('match');
  });

  it('refuses credentials of another shape without repeating them', () => {
    const wrong = { user: 7, password: '', key: 'sk_live_secreto\n', otra: 'otra-contraseña' };
    const create = () => source(id, urlOf(id), wrong);
    expect(create).toThrow();
    expect(create).not.toThrow(SECRETS);
  });

  it('costs what its customers report, unless the merchant says otherwise', () => {
    const cost = id === 'facturama' ? 50 : 0;
    const known = KNOWN_SOURCES[id];
    expect(known?.costCentavos).toBe(cost);
    expect(known?.settings?.parse({})).toMatchObject({ costCentavos: cost });
    expect(known?.settings?.parse({ costCentavos: 45 })).toMatchObject({ costCentavos: 45 });
  });
});

describe('the request', () => {
  const { user, password } = ACCOUNTS.facturama;
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  it.each([
    {
      id: 'facturama',
      shape: {
        method: 'POST',
        path: '/customers/validate',
        headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
        json: { Rfc: 'H&E951128469', Name: 'HERRERIA & ELECTRICOS', ZipCode: '06002', FiscalRegime: '601' },
      },
    },
    {
      id: 'facturapi',
      shape: {
        method: 'POST',
        path: '/v2/customers',
        headers: { authorization: `Bearer ${ACCOUNTS.facturapi.key}`, 'content-type': 'application/json' },
        json: {
          legal_name: 'HERRERIA & ELECTRICOS',
          tax_id: 'H&E951128469',
          tax_system: '601',
          address: { zip: '06002' },
        },
      },
    },
    {
      id: 'sw',
      shape: {
        method: 'GET',
        path: '/lrfc/H%26E951128469',
        headers: { authorization: expect.stringMatching(/^Bearer token-\d+-de-dos-horas$/) },
        json: undefined,
      },
    },
    {
      id: 'diverza',
      shape: {
        method: 'POST',
        path: '/api/v1/rfc/status',
        headers: { 'content-type': 'application/json' },
        json: {
          credentials: ACCOUNTS.diverza,
          issuer: { rfc: 'EKU9003173C9' },
          identifiers: [{ rfc: 'H&E951128469' }],
        },
      },
    },
  ] as const)('to $id is the recorded one, with no datum more than it needs', async ({ id, shape }) => {
    await check(id, HERRERIA);
    const [first] = await asked(id);
    const json: unknown = first?.body ? JSON.parse(first.body) : undefined;
    const { host: _, connection: __, 'content-length': ___, ...headers } = first?.headers ?? {};
    expect({ method: first?.method, path: first?.path, headers, json }).toEqual(shape);
  });

  it('to SW has its Ñ percent-encoded', async () => {
    await check('sw', ORGANICOS);
    expect((await asked('sw')).map(({ path }) => path)).toEqual(['/lrfc/O%C3%91O120726RX3']);
  });
});

describe('Facturama', () => {
  it.each([
    [ESCUELA, says('facturama', 'match')],
    [
      { ...ESCUELA, codigoPostal: '26016' },
      { ...says('facturama', 'match'), codigoPostal: 'mismatch' },
    ],
    [UNKNOWN, RFC_UNKNOWN],
  ] as const)('is read the same when its booleans are strings', async (receptor, match) => {
    await setQuirk(urlOf('facturama'), 'facturama-strings');
    expect(await check('facturama', receptor)).toStrictEqual(match);
  });
});

describe('SW', () => {
  it('has its session renewed if the token has expired', async () => {
    const sw = source('sw');
    await sw.check(ESCUELA, inTime());
    await setQuirk(urlOf('sw'), 'sw-token-expired', 1);
    expect(await sw.check(ESCUELA, inTime())).toStrictEqual(says('sw', 'match'));
  });
});

describe('Facturapi', () => {
  const customers = async (): Promise<readonly { readonly tax_id: string; readonly id: string }[]> => {
    const headers = { Authorization: `Bearer ${ACCOUNTS.facturapi.key}` };
    const list = (await (await fetch(`${urlOf('facturapi')}/v2/customers`, { headers })).json()) as { data: [] };
    return list.data;
  };

  it('keeps no customer of ours, whatever it answers', async () => {
    const xenon = { ...ESCUELA, rfc: 'XIA190128J61', nombre: 'XENON INDUSTRIAL ARTICLES', codigoPostal: '76343' };
    const match = await Promise.all([xenon, { ...xenon, nombre: 'XENON' }].map((each) => check('facturapi', each)));
    expect(match.map(({ nombre }) => nombre)).toEqual(['match', 'mismatch']);
    expect((await asked('facturapi')).map(({ method }) => method)).toContain('DELETE');
    expect((await customers()).map(({ tax_id }) => tax_id)).not.toContain(xenon.rfc);
  });

  it('keeps a customer that its merchant had before', async () => {
    await setQuirk(urlOf('facturapi'), 'facturapi-existing', 1);
    const karla = { ...ESCUELA, rfc: 'FUNK671228PH6', nombre: 'KARLA FUENTE NOLASCO', codigoPostal: '01160' };
    const match = await check('facturapi', { ...karla, regimenFiscal: '621' });
    expect(match).toStrictEqual(says('facturapi', 'match'));
    expect((await asked('facturapi')).map(({ method }) => method)).toEqual(['POST']);
    expect((await customers()).map(({ tax_id }) => tax_id)).toContain('FUNK671228PH6');
  });

  it('that does not delete a customer has answered all the same', async () => {
    await setQuirk(urlOf('facturapi'), 'facturapi-delete-fails', 1);
    expect(await check('facturapi', ORGANICOS)).toStrictEqual(says('facturapi', 'match'));
    await setQuirk(urlOf('facturapi'), 'facturapi-delete-silent', 1);
    const match = await source('facturapi').check(HERRERIA, AbortSignal.timeout(500));
    expect(match).toStrictEqual(says('facturapi', 'match'));
  });

  it('that reports one fault of several leaves the others open, never matching', async () => {
    await setQuirk(urlOf('facturapi'), 'facturapi-first-fault-only', 1);
    const match = await check('facturapi', { ...ESCUELA, nombre: 'OTRA', codigoPostal: '26016' });
    expect(match).toStrictEqual({ ...says('facturapi', 'not-checked'), nombre: 'mismatch' });
  });

  it('that reports several faults has all of them passed on', async () => {
    const match = await check('facturapi', { ...ESCUELA, nombre: 'OTRA', codigoPostal: '26016', regimenFiscal: '603' });
    expect(match).toStrictEqual({ ...says('facturapi', 'mismatch'), rfc: 'not-checked' });
  });

  it.each([
    ['sk_live_deLaOtra', 'test'],
    ['sk_test_deLaOtra', 'live'],
  ] as const)('is never asked with the key of the other world: %s in %s', (key, world) => {
    const { facturapi: known } = KNOWN_SOURCES;
    const create = () => known?.create({ key }, { world, timeoutMs: 1_000 });
    expect(create).toThrow(OtherWorld);
    expect(create).not.toThrow(SECRETS);
  });
});

describe('the stand-in', () => {
  it.each([
    ['facturama', 'facturama-html'],
    ['facturama', 'rate-limited'],
    ['facturapi', 'facturapi-rate-limited'],
    ['sw', 'sw-lrfc-down'],
    ['facturama', 'registry-silent'],
    ['facturapi', 'registry-silent'],
    ['sw', 'registry-silent'],
  ] as const)('of %s is not available with %s, and is again without', async (id, quirk) => {
    await setQuirk(urlOf(id), quirk, 1);
    const signal = quirk === 'registry-silent' ? AbortSignal.timeout(500) : inTime();
    expect(await source(id).check(ESCUELA, signal)).toStrictEqual(says(id, 'unavailable'));
    expect(await check(id, ESCUELA)).toStrictEqual(says(id, 'match'));
  });
});
