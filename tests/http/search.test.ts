import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { LookupField } from '../../server/portals/portal.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
  await api.change('jacaranda-cafeteria', {
    lookup: [
      ['cardLast4', 'date'],
      ['email', 'total'],
    ],
  });
});
afterAll(() => api.stop());

const SEARCH = `/v1/portals/${DEMO_PORTAL}/sales/search`;
type Typed = Readonly<Partial<Record<LookupField, string>>>;

const foliosOf = async (typed: Typed, slug?: string): Promise<readonly string[]> =>
  (await api.search(typed as Record<string, string>, slug)).map(({ folio }) => folio);

test('200: a found sale shows what was bought and when it can be invoiced, and never who invoiced it', async () => {
  const [sale] = await api.search({ folio: 'CJ-1042', total: '527.00' });

  expect(sale).toMatchObject({
    folio: 'CJ-1042',
    total: '527.00',
    moneda: 'MXN',
    status: 'open',
    deadline: { date: '2026-12-31', expired: false },
    emailHint: 'a•••@example.com',
    conceptos: [
      { descripcion: 'Café de altura en grano, Coatepec, 500 g', cantidad: '2', unidad: 'Pieza', importe: '378.00' },
      { descripcion: 'Taza de barro esmaltado', cantidad: '1', unidad: 'Pieza', importe: '149.00' },
    ],
  });
  expect(JSON.stringify(sale)).not.toContain('ana@example.com');
});

test.each<[string, Typed, string?]>([
  ['folio and e-mail', { folio: 'CJ-1042', email: 'ana@example.com' }],
  ['folio and total', { folio: 'CJ-1042', total: '527.00' }],
  ['all three that it asks for', { folio: 'CJ-1042', email: 'ana@example.com', total: '527.00' }],
  ['card and date, at a portal that asks for them', { cardLast4: '4242', date: '2026-11-19' }, 'jacaranda-cafeteria'],
])('200: any combination that the portal asks for finds the sale: %s', async (_, typed, slug) => {
  expect(await foliosOf(typed, slug)).toEqual(['CJ-1042']);
});

test.each<[string, Typed, string?]>([
  [
    'date and card at a portal that asks for neither',
    { folio: 'CJ-1042', total: '527', date: '1999-01-01', cardLast4: '0000' },
  ],
  [
    'folio at a portal that does not ask for it',
    { cardLast4: '4242', date: '2026-11-19', folio: 'OTRO' },
    'jacaranda-cafeteria',
  ],
  ['one left empty', { folio: 'CJ-1042', total: '527', email: '  ' }],
])('200: a field that the portal does not ask for is ignored: %s', async (_, typed, slug) => {
  expect(await foliosOf(typed, slug)).toEqual(['CJ-1042']);
});

test.each<[string, Typed]>([
  ['a wrong e-mail beside folio and total', { folio: 'CJ-1042', total: '527', email: 'otra@example.com' }],
  ['a wrong total beside folio and e-mail', { folio: 'CJ-1042', total: '527.01', email: 'ana@example.com' }],
  ["another sale's folio", { folio: 'CJ-1043', total: '527' }],
])('200: every field that is given must match: %s finds nothing', async (_, typed) => {
  expect(await foliosOf(typed)).toEqual([]);
});

describe('what people type', () => {
  test.each(['cj-1042', ' CJ 1042 ', 'CJ1042', '#CJ-1042', 'cj–1O42', 'CJ.I042', 'Cj-l042', 'ＣＪ－１０４２'])(
    '200: the folio as %s',
    async (folio) => {
      expect(await foliosOf({ folio, total: '527' })).toEqual(['CJ-1042']);
    },
  );

  test.each(['1000.01', '$1,000.01', '1,000.01', '1000,01', '1 000.01', '$ 1,000.01 MXN', '1.000,01'])(
    '200: the total as %s',
    async (total) => {
      expect(await foliosOf({ folio: 'CJ-1059', total })).toEqual(['CJ-1059']);
    },
  );

  test.each(['1000', '$1,000', '1,000.00', '1000.0'])('200: whole pesos as %s', async (total) => {
    expect(await foliosOf({ folio: 'CJ-1058', total })).toEqual(['CJ-1058']);
  });

  test.each([' Ana@Example.COM ', 'ANA@EXAMPLE.COM'])('200: the e-mail as %s', async (email) => {
    expect(await foliosOf({ folio: 'CJ-1042', email })).toEqual(['CJ-1042']);
  });

  test.each(['4242', '**** 4242', '4111 1111 1111 4242'])('200: the card as %s', async (cardLast4) => {
    expect(await foliosOf({ cardLast4, date: '2026-11-19' }, 'jacaranda-cafeteria')).toEqual(['CJ-1042']);
  });

  test.each(['348.00', '400.20'])('200: a total with or without its tip: %s', async (total) => {
    const [sale] = await api.search({ folio: 'CJ-1043', total });
    expect(sale).toMatchObject({ total: '348.00', propina: '52.20' });
  });

  test('200: the tip alone is not a total', async () => {
    expect(await foliosOf({ folio: 'CJ-1043', total: '52.20' })).toEqual([]);
  });
});

describe('the date', () => {
  beforeAll(() =>
    api.change(DEMO_PORTAL, {
      lookup: [
        ['folio', 'total', 'date'],
        ['folio', 'email'],
      ],
    }),
  );
  afterAll(() =>
    api.change(DEMO_PORTAL, {
      lookup: [
        ['folio', 'email'],
        ['folio', 'total'],
      ],
    }),
  );

  test.each(['2026-10-30', '2026-10-31', '2026-11-01'])(
    '200: Tijuana at 23:40 on 31 October is found by %s: its own day, give or take one',
    async (date) => {
      expect(await foliosOf({ folio: 'TJ-0207', total: '348', date })).toEqual(['TJ-0207']);
    },
  );

  test.each(['2026-10-29', '2026-11-02'])('200: and not by %s', async (date) => {
    expect(await foliosOf({ folio: 'TJ-0207', total: '348', date })).toEqual([]);
  });

  test.each(['31/10/2026', '2026-13-01', 'ayer'])('422: a date such as %s is refused at its field', async (date) => {
    const problem = await readProblem(await api.post(SEARCH, { folio: 'TJ-0207', total: '348', date }), 422);
    expect(problem.errors).toMatchObject([{ pointer: '/date', code: 'date-malformed' }]);
  });
});

test('200: a search by card and day can find several sales, newest first', async () => {
  const slug = 'jacaranda-cafeteria';
  await api.buy({ folio: 'DOS-1', cardLast4: '2020', date: '2026-11-18T10:00:00-06:00' }, slug);
  await api.buy({ folio: 'DOS-2', cardLast4: '2020', date: '2026-11-18T19:00:00-06:00' }, slug);

  expect(await foliosOf({ cardLast4: '2020', date: '2026-11-18' }, slug)).toEqual(['DOS-2', 'DOS-1']);
});

test.each<[Typed, readonly string[]]>([
  [{}, ['/folio', '/email']],
  [{ folio: 'CJ-1042' }, ['/email']],
  [{ total: '527' }, ['/folio']],
  [{ email: 'ana@example.com', date: '2026-11-19' }, ['/folio']],
])('422: %j completes no combination, and the missing fields are marked', async (typed, pointers) => {
  const problem = await readProblem(await api.post(SEARCH, typed), 422);

  expect(problem).toMatchObject({ code: 'missing-lookup-combination', fixedAt: 'lookup' });
  expect(problem.errors.map(({ pointer, detail }) => [pointer, detail])).toEqual(
    pointers.map((pointer) => [pointer, 'Escribe este dato.']),
  );
});

test.each<[Typed, string, string]>([
  [{ folio: 'CJ-1042', total: 'mucho' }, '/total', 'total-malformed'],
  [{ folio: 'CJ-1042', email: 'ana.example.com' }, '/email', 'email-malformed'],
  [{ folio: '—', total: '527' }, '/folio', 'lookup-required'],
])('422: what cannot be read is marked at its field: %j', async (typed, pointer, code) => {
  expect((await readProblem(await api.post(SEARCH, typed), 422)).errors).toMatchObject([{ pointer, code }]);
});

test.each<[string, Typed]>([
  ['paid in a shop and not confirmed', { folio: 'CJ-1054', total: '348' }],
  ['cancelled', { folio: 'CJ-1052', total: '348' }],
  ['three months old', { folio: 'CJ-1056', total: '348' }],
])('200: a sale that cannot be invoiced is found and says why: %s', async (_, typed) => {
  const [sale] = await api.search(typed as Record<string, string>);

  expect(['unpaid', 'closed', 'late']).toContain(sale?.status);
  expect(sale?.reason).toMatch(/\.$/);
});

test("200: another merchant's sales are never found, nor those of the other world", async () => {
  const live = await api.createKey({ world: 'live' });
  const sold = {
    folio: 'VIVA-1',
    date: '2026-11-19T10:00:00-06:00',
    total: '348.00',
    formaPago: '01',
    conceptos: [LINE],
  };
  const put = await api.post('/v1/sales', sold, { authorization: `Bearer ${live}` });

  expect(put.status).toBe(201);
  expect(await foliosOf({ folio: 'VIVA-1', total: '348' })).toEqual([]);
  expect(await foliosOf({ folio: 'EY-23', total: '1284.50' })).toEqual([]);
  expect(await foliosOf({ folio: 'LM-88', total: '870' })).toEqual([]);
  expect(await foliosOf({ folio: 'CJ-1042', total: '527' }, 'la-milpa')).toEqual([]);
});

const LINE = {
  claveProdServ: '90101501',
  descripcion: 'Desayuno',
  claveUnidad: 'E48',
  cantidad: '1',
  valorUnitario: '348.00',
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
};

describe('the link of a sale', () => {
  const open = (token: string): Promise<Response> => api.request(`/v1/portals/${DEMO_PORTAL}/sales/${token}`);
  const tokenOf = (kind: 'found' | 'ticket', saleId: string, slug = DEMO_PORTAL): string =>
    api.services.tokens.saleToken({ kind, slug, saleId }, api.now());

  test('200: a found token opens its sale as often as it is used, for a day', async () => {
    const [sale] = await api.search({ folio: 'CJ-1042', total: '527' });
    for (let use = 0; use < 3; use++)
      expect(await read(await open(sale?.token ?? ''))).toMatchObject({ folio: 'CJ-1042' });
  });

  test('404: a day later it has expired; the one printed on a ticket never does', async () => {
    const token = await api.buy({ folio: 'LINK-1', email: 'ana@example.com' });
    const read_ = api.services.tokens.readSaleToken(token, api.now());
    const saleId = read_.kind === 'token' ? read_.token.saleId : '';
    const ticket = tokenOf('ticket', saleId);
    await api.move(1.01);
    try {
      expect((await readProblem(await open(token), 404)).code).toBe('link-expired');
      const shown = await read(await open(ticket));
      expect(shown).toMatchObject({ folio: 'LINK-1', status: 'open' });
      expect(shown).not.toHaveProperty('emailHint');
    } finally {
      await api.move(-1.01);
    }
  });

  test.each(['x', 'A'.repeat(120), 'e30', '..%2f..'])('404: a made-up token (%s) opens nothing', async (token) => {
    expect((await readProblem(await open(token), 404)).fixedAt).toMatch(/lookup|merchant/);
  });

  test("404: a token of another portal, of another merchant's sale, or altered, opens nothing", async () => {
    const [milpa] = await api.search({ folio: 'LM-88', total: '870' }, 'la-milpa');
    const [own] = await api.search({ folio: 'CJ-1042', total: '527' });
    const altered = withItsLastByteChanged(own?.token ?? '');

    for (const token of [milpa?.token ?? '', altered, tokenOf('found', 'sale_of_nobody')])
      expect((await readProblem(await open(token), 404)).code).toBe('unknown-token');
  });
});

describe('what a search tells somebody who guesses', () => {
  const missing = { folio: 'CJ-9999', total: '527.00' };
  const wrong = { folio: 'CJ-1042', total: '999.00' };

  test('200: an unknown folio and a known one with a wrong total are answered with the same bytes', async () => {
    const [one, other] = [await api.post(SEARCH, missing), await api.post(SEARCH, wrong)];

    expect([one.status, other.status]).toEqual([200, 200]);
    expect(await one.text()).toBe(await other.text());
    const named = ({ headers }: Response) =>
      Object.fromEntries([...headers].filter(([name]) => name !== 'x-request-id'));
    expect(named(one)).toEqual(named(other));
  });

  test('200: an unknown folio and a known one with a wrong total take the same time to answer', async () => {
    const times: Record<'missing' | 'wrong', number[]> = { missing: [], wrong: [] };
    for (let round = 0; round < 250; round++) {
      for (const [kind, typed] of round % 2
        ? ([
            ['missing', missing],
            ['wrong', wrong],
          ] as const)
        : ([
            ['wrong', wrong],
            ['missing', missing],
          ] as const)) {
        const started = performance.now();
        await api.post(SEARCH, typed);
        if (round >= 50) times[kind].push(performance.now() - started);
      }
    }
    // The quickest tenth: what takes longer waited for something else on this machine.
    const quick = (values: readonly number[]): number =>
      values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)] ?? 0;
    const [one, other] = [quick(times.missing), quick(times.wrong)];

    expect(Math.abs(one - other)).toBeLessThan(Math.max(0.3, 0.25 * Math.max(one, other)));
  });
});

describe('limits', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });

  test('429: sixty failures a minute from one address, and not one more; others go on', async () => {
    const wrong = { folio: 'CJ-1042', total: '1.00' };
    for (let failure = 0; failure < 60; failure++)
      expect((await api.post(SEARCH, wrong, from('203.0.113.7'))).status).toBe(200);
    const refused = await api.post(SEARCH, wrong, from('203.0.113.7'));
    const retryAfter = Number(refused.headers.get('retry-after'));

    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect(await readProblem(refused, 429)).toMatchObject({ code: 'too-many-attempts', fixedAt: 'later', retryAfter });
    expect((await api.post(SEARCH, wrong, from('203.0.113.8'))).status).toBe(200);
  });

  test('429: simultaneous guesses get at most a handful more', async () => {
    const guesses = Array.from({ length: 300 }, (_, centavos) =>
      api.post(
        SEARCH,
        { folio: 'CJ-1042', total: `1.${String(centavos % 100).padStart(2, '0')}` },
        from('203.0.113.9'),
      ),
    );
    const answered = (await Promise.all(guesses)).filter(({ status }) => status === 200);

    expect(answered.length).toBeGreaterThanOrEqual(60);
    expect(answered.length).toBeLessThan(68);
  });

  test('200: a hundred customers behind one address, all at once, are served', async () => {
    const right = Array.from({ length: 100 }, () =>
      api.post(SEARCH, { folio: 'CJ-1042', total: '527' }, from('198.51.100.10')),
    );

    expect(new Set((await Promise.all(right)).map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('200: successes are never limited', async () => {
    for (let success = 0; success < 150; success++) {
      const answer = await api.post(SEARCH, { folio: 'CJ-1042', total: '527' }, from('198.51.100.9'));
      expect((await read<{ sales: unknown[] }>(answer)).sales).toHaveLength(1);
    }
  });

  test('422: an incomplete search is not a failed guess', async () => {
    for (let times = 0; times < 70; times++) await api.post(SEARCH, { folio: 'CJ-1042' }, from('192.0.2.33'));

    expect((await api.post(SEARCH, { folio: 'CJ-1042', total: '527' }, from('192.0.2.33'))).status).toBe(200);
  });
});

/** Another token for certain: changing letters of base64url may change only the bits that its end has to spare. */
function withItsLastByteChanged(token: string): string {
  const bytes = Buffer.from(token, 'base64url');
  const last = bytes.length - 1;
  bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last);
  return bytes.toString('base64url');
}

describe('a field that is optional beside a way', () => {
  const lookup = [['folio', 'total']] as const;
  beforeAll(() => api.change('la-milpa', { lookup, optionalLookup: [['email']], acknowledgedLookup: lookup }));

  test('200: the portal asks for it beside that way', async () => {
    const portal = await read<{ lookup: object }>(await api.request('/v1/portals/la-milpa'));
    expect(portal.lookup).toMatchObject({
      ...{ combinations: [['folio', 'total']], optional: [['email']], fields: ['folio', 'total', 'email'] },
    });
  });

  test('200: a purchase is found without it, or with it if it matches; a wrong value finds none', async () => {
    await api.buy({ folio: 'LM-77', email: 'eva@example.com' }, 'la-milpa');
    const typed = { folio: 'LM-77', total: '348' };
    expect(await foliosOf(typed, 'la-milpa')).toEqual(['LM-77']);
    expect(await foliosOf({ ...typed, email: '' }, 'la-milpa')).toEqual(['LM-77']);
    expect(await foliosOf({ ...typed, email: 'EVA@example.com' }, 'la-milpa')).toEqual(['LM-77']);
    expect(await foliosOf({ ...typed, email: 'ana@example.com' }, 'la-milpa')).toEqual([]);
  });

  test('200: it is a proof if it is given: what e-mail and day find is guarded, and shown with the card of the purchase', async () => {
    const ways: readonly (readonly LookupField[])[] = [
      ['folio', 'total'],
      ['email', 'date'],
    ];
    await api.change('la-milpa', { lookup: ways, optionalLookup: [[], ['cardLast4']], acknowledgedLookup: ways });
    await api.buy({ folio: 'LM-78', email: 'rita@example.com', cardLast4: '1111' }, 'la-milpa');
    const typed = { email: 'rita@example.com', date: '2026-11-20' };
    expect(await api.search(typed, 'la-milpa')).toMatchObject([{ status: 'guarded' }]);
    expect(await api.search({ ...typed, cardLast4: '1111' }, 'la-milpa')).toMatchObject([{ folio: 'LM-78' }]);
    expect(await api.search({ ...typed, cardLast4: '2222' }, 'la-milpa')).toEqual([]);
  });
});
