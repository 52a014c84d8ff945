import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { Scope } from '../../server/merchants/merchant.ts';
import { breakfast, read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
let keys: readonly string[];
beforeAll(async () => {
  api = await startApi({ areKeysLimited: true });
  keys = await Promise.all(Array.from({ length: 10 }, () => api.createKey()));
});
afterAll(() => api.stop());

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
// A key is good for fifty requests a second: these tests take turns.
let asked = 0;
const anyKey = (): string => keys[asked++ % keys.length] ?? '';
const push = (sale: unknown, key = anyKey(), headers: Record<string, string> = {}): Promise<Response> =>
  api.post('/v1/sales', sale, { ...bearer(key), ...headers });
type Stored = { readonly id: string; readonly result?: string; readonly status: string; readonly folio: string };
type Page = { readonly sales: readonly Stored[]; readonly next?: string };
const list = async (query = '', key = anyKey()): Promise<Page> =>
  read<Page>(await api.request(`/v1/sales${query}`, { headers: bearer(key) }));

let sold = 0;
const sale = (more: object = {}): Record<string, unknown> => ({ ...breakfast(`P-${++sold}`, api.now()), ...more });
const [LINE] = breakfast('', 0).conceptos;
const line = (more: object): object => ({ ...LINE, ...more });

describe('keys', () => {
  test.each([
    ['none', {}],
    ['one nobody was given', bearer(`sk_test_${'A'.repeat(43)}`)],
    ['no bearer', { authorization: 'Basic c2tfdGVzdA==' }],
    ['one with something after it', { authorization: `Bearer sk_test_${'A'.repeat(43)}x` }],
  ])('401: %s', async (_, headers: Record<string, string>) => {
    for (const answer of [await api.post('/v1/sales', sale(), headers), await api.request('/v1/sales', { headers })])
      expect(await readProblem(answer, 401)).toMatchObject({ code: 'unauthorized', fixedAt: 'merchant' });
  });

  test.each<[string, readonly Scope[], string, number]>([
    ['sales:write', ['sales:read', 'csd:write', 'settings:write'], 'POST', 403],
    ['sales:read', ['sales:write'], 'GET', 403],
    ['sales:write', ['sales:write'], 'POST', 201],
    ['sales:read', ['sales:read'], 'GET', 200],
  ])('where %s is needed and %j is granted, %s answers %i', async (needed, scopes, method, status) => {
    const key = await api.createKey({ scopes });
    const answer =
      method === 'POST' ? await push(sale(), key) : await api.request('/v1/sales', { headers: bearer(key) });

    expect(answer.status).toBe(status);
    if (status === 403) expect((await readProblem(answer, 403)).detail).toContain(`«${needed}»`);
  });

  test("200: a merchant's key sees only its own sales of its own world", async () => {
    const live = await api.createKey({ world: 'live' });
    const yunque = await api.createKey({ merchantId: 'mer_yunque' });
    const folio = String(sale().folio);
    await push(sale({ folio }));
    await push(sale({ folio, total: '174.00', conceptos: [line({ cantidad: '1' })] }), live);

    expect((await list('', live)).sales).toMatchObject([{ folio, total: '174.00' }]);
    expect((await list('?limit=100')).sales.find((one) => one.folio === folio)).toMatchObject({ total: '348.00' });
    expect((await list('?limit=100', yunque)).sales.map((one) => one.folio)).toEqual(['EY-23']);
  });

  test('429: a key can send fifty requests a second, but not a hundred', async () => {
    const key = await api.createKey({ scopes: ['sales:read'] });
    const answers = await Promise.all(
      Array.from({ length: 120 }, () => api.request('/v1/sales?limit=1', { headers: bearer(key) })),
    );
    const limited = answers.filter(({ status }) => status === 429);

    expect(limited.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(50);
    const [first] = limited;
    if (first) expect((await readProblem(first, 429)).code).toBe('too-many-requests');
  });
});

describe('the same sale sent again', () => {
  test('201 created, 200 unchanged, 200 updated: by its folio, under one id', async () => {
    const first = sale();
    const [created, unchanged, updated] = [
      await push(first),
      await push(first),
      await push({ ...first, total: '522.00', conceptos: [line({ cantidad: '3' })] }),
    ];
    const bodies = [await read<Stored>(created), await read<Stored>(unchanged), await read<Stored>(updated)];

    expect([created.status, unchanged.status, updated.status]).toEqual([201, 200, 200]);
    expect(bodies.map(({ result }) => result)).toEqual(['created', 'unchanged', 'updated']);
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(1);
    expect(await api.search({ folio: String(first.folio), total: '348' })).toEqual([]);
    expect(await api.search({ folio: String(first.folio), total: '522' })).toHaveLength(1);
  });

  test('200 locked: once invoiced, it stays as it was invoiced', async () => {
    const first = sale();
    await push(first);
    const [found] = await api.search({ folio: String(first.folio), total: '348' });
    const order = { sales: [found?.token], receptor: UNIVERSIDAD };
    await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, order), 201);
    const answer = await push({ ...first, total: '174.00', conceptos: [line({ cantidad: '1' })] });

    expect([answer.status, await read(answer)]).toMatchObject([
      200,
      { result: 'locked', status: 'invoiced', total: '348.00' },
    ]);
  });

  test('201: two merchants can use the same folio', async () => {
    const yunque = await api.createKey({ merchantId: 'mer_yunque' });
    const folio = 'MISMO-1';

    expect((await push(sale({ folio }))).status).toBe(201);
    expect((await push(sale({ folio, branch: 'centro' }), yunque)).status).toBe(201);
  });

  test('201: sent ten times at once, it is one sale', async () => {
    const one = sale();
    const answers = await Promise.all(Array.from({ length: 10 }, () => push(one)));
    const ids = await Promise.all(answers.map(async (answer) => (await read<Stored>(answer)).id));

    expect(new Set(ids).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});

test('201: what is left out is filled in, and returned', async () => {
  const { branch: _, ...bare } = sale({ conceptos: [{ ...LINE, objetoImp: undefined }] });

  expect(await read(await push(bare))).toMatchObject({
    moneda: 'MXN',
    pricesIncludeTax: true,
    estado: 'pagada',
    anticipo: false,
    conceptos: [{ objetoImp: '02', impuestos: [{ impuesto: '002' }] }],
  });
});

test('201: the largest of several payments decides the form of payment', async () => {
  const pagos = [
    { formaPago: '01', importe: '48.00' },
    { formaPago: '28', importe: '300.00' },
  ];
  const { formaPago: _, ...unsaid } = sale({ pagos });

  expect(await read(await push(unsaid))).toMatchObject({ formaPago: '28' });
});

describe('refusals, each with its pointer', () => {
  test.each<[string, object, string, string]>([
    ['a total that is a number', { total: 348 }, '/total', 'amount-malformed'],
    [
      'an amount that is a number',
      { conceptos: [line({ valorUnitario: 174 })] },
      '/conceptos/0/valorUnitario',
      'amount-malformed',
    ],
    ['a negative amount', { total: '-348.00' }, '/total', 'amount-malformed'],
    ['an exponent', { total: '3.48e2' }, '/total', 'amount-malformed'],
    ['a comma', { total: '348,00' }, '/total', 'amount-malformed'],
    [
      'seven decimals',
      { conceptos: [line({ valorUnitario: '174.0000001' })] },
      '/conceptos/0/valorUnitario',
      'amount-malformed',
    ],
    ['a total of zero', { total: '0.00' }, '/total', 'amount-not-positive'],
    ['tenths of a cent', { total: '348.001' }, '/total', 'total-decimals'],
    ['a date without zone', { date: '2026-11-20T18:32:00' }, '/date', 'date-without-offset'],
    ['a day alone', { date: '2026-11-20' }, '/date', 'date-without-offset'],
    ['a day that is not', { date: '2026-02-30T18:32:00Z' }, '/date', 'date-without-offset'],
    ['no folio', { folio: undefined }, '/folio', 'required'],
    ['a folio of spaces', { folio: '   ' }, '/folio', 'required'],
    ['no payment form', { formaPago: undefined }, '/formaPago', 'required'],
    ['a payment form that is none', { formaPago: '07' }, '/formaPago', 'forma-pago-unknown'],
    ['«por definir» on what is paid', { formaPago: '99' }, '/formaPago', 'forma-pago-unknown'],
    ['no lines', { conceptos: [] }, '/conceptos', 'required'],
    ['a currency that is none', { moneda: 'XYZ' }, '/moneda', 'moneda-unknown'],
    ['XXX', { moneda: 'XXX' }, '/moneda', 'moneda-unknown'],
    ['dollars without their rate', { moneda: 'USD' }, '/tipoCambio', 'tipo-cambio-required'],
    ['a branch that is none', { branch: 'cancun' }, '/branch', 'branch-unknown'],
    ['a key that is not of the wire', { facturable: true }, '/facturable', 'unknown-field'],
    ['one inside a line', { conceptos: [line({ precio: '1' })] }, '/conceptos/0/precio', 'unknown-field'],
    [
      'a clave of seven digits',
      { conceptos: [line({ claveProdServ: '9010150' })] },
      '/conceptos/0/claveProdServ',
      'malformed',
    ],
    ['a unit that is none', { conceptos: [line({ claveUnidad: 'ZZ9' })] }, '/conceptos/0/claveUnidad', 'clave-unknown'],
    [
      'a quantity of zero',
      { conceptos: [line({ cantidad: '0.000' })] },
      '/conceptos/0/cantidad',
      'amount-not-positive',
    ],
    ['IVA at 15 %', { conceptos: [taxed('0.150000')] }, '/conceptos/0/impuestos/0', 'tax-unknown'],
    [
      'IVA at 8 % in Mexico City',
      { conceptos: [taxed('0.080000')] },
      '/conceptos/0/impuestos/0/tasaOCuota',
      'iva-frontera-not-enabled',
    ],
    [
      'IVA twice',
      { conceptos: [line({ impuestos: [iva('0.160000'), iva('0.000000')] })] },
      '/conceptos/0/impuestos',
      'two-iva',
    ],
    [
      'taxes on what has none',
      { conceptos: [line({ objetoImp: '01' })] },
      '/conceptos/0/objetoImp',
      'objeto-imp-mismatch',
    ],
    [
      'a discount above its line',
      { conceptos: [line({ descuento: '348.01' })] },
      '/conceptos/0/descuento',
      'discount-above-line',
    ],
    ['a discount above the sale', { descuento: '348.01' }, '/descuento', 'discount-above-sale'],
    ['a card of three digits', { cardLast4: '424' }, '/cardLast4', 'card-last4-malformed'],
    ['an e-mail that is none', { email: 'ana' }, '/email', 'email-malformed'],
    [
      'gasoline',
      { conceptos: [line({ claveProdServ: '15101514' })] },
      '/conceptos/0/claveProdServ',
      'needs-complement',
    ],
  ])('422: %s', async (_, wrong, pointer, code) => {
    const problem = await readProblem(await push(sale(wrong)), 422);

    expect(problem).toMatchObject({ code: 'invalid-sale', fixedAt: 'merchant' });
    expect(problem.errors).toContainEqual(expect.objectContaining({ pointer, code }));
    for (const { detail } of problem.errors) expect(detail).toMatch(/^[A-Za-z].{10,}[."]$/);
  });

  function iva(tasaOCuota: string): object {
    return { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota };
  }
  function taxed(tasaOCuota: string): object {
    return line({ impuestos: [iva(tasaOCuota)] });
  }

  test('201: IVA at 8 % where the border stimulus is, once its merchant switched it on', async () => {
    await api.change(DEMO_PORTAL, { ivaFrontera: { until: '2026-12-31' } });
    expect((await push(sale({ branch: 'tijuana', conceptos: [taxed('0.080000')] }))).status).toBe(201);
  });

  test.each([
    ['es-MX', 'Los conceptos suman 348.00 y el total dice 348.02: hay 0.02 de diferencia.'],
    ['en', 'The lines add up to 348.00, but the total is 348.02: they differ by 0.02.'],
  ])('422: the refusal of an inconsistent sale states the difference, in %s', async (language, detail) => {
    const problem = await readProblem(
      await push(sale({ total: '348.02' }), anyKey(), { 'accept-language': language }),
      422,
    );

    expect(problem.errors).toEqual([{ pointer: '/total', code: 'sale-inconsistent', detail }]);
  });

  test('201: a difference of one cent is consistent', async () => {
    expect((await push(sale({ total: '348.01' }))).status).toBe(201);
  });

  test('422: the refusal of fuel says which complement it would need', async () => {
    const problem = await readProblem(await push(sale({ conceptos: [line({ claveProdServ: '15101505' })] })), 422);

    expect(problem.errors[0]?.detail).toContain('Hidrocarburos y Petrolíferos');
  });

  test('422: all faults are reported at once', async () => {
    const wrong = sale({ total: 348, date: 'ayer', conceptos: [line({ cantidad: '0' }), line({ precio: 1 })] });
    const { errors } = await readProblem(await push(wrong), 422);

    expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/conceptos/0/cantidad',
      '/conceptos/1/precio',
      '/date',
      '/total',
    ]);
  });
});

describe('bodies', () => {
  test.each(['', '{', '[', '"', 'folio=1', '{"folio":"A"'])('400: what is not JSON (%j)', async (body) => {
    const headers = { ...bearer(anyKey()), 'content-type': 'application/json' };

    expect((await readProblem(await api.request('/v1/sales', { method: 'POST', body, headers }), 400)).code).toBe(
      'malformed-request',
    );
  });

  test.each([null, 1, 'x', [], [{}]])('422: JSON that is not a sale (%j)', async (body) => {
    expect((await readProblem(await push(body), 422)).errors.length).toBeGreaterThan(0);
  });

  test('413: a body of five megabytes is refused', async () => {
    const huge = sale({ conceptos: [line({ descripcion: 'x'.repeat(5 * 1024 * 1024) })] });
    const problem = await readProblem(await push(huge), 413);

    expect(problem).toMatchObject({ code: 'payload-too-large' });
    expect(problem.detail).toMatch(/1 MB|1024 KB/);
  });

  test('413: a large body is also refused if it is streamed without its length', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(65_536));
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => (sent++ < 80 ? controller.enqueue(chunk) : controller.close()),
    });
    const headers = { ...bearer(anyKey()), 'content-type': 'application/json' };
    const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit;

    expect((await readProblem(await api.request('/v1/sales', init), 413)).code).toBe('payload-too-large');
  });

  test('201: a sale can have a thousand lines', async () => {
    const conceptos = Array.from({ length: 1000 }, () => line({ cantidad: '1', valorUnitario: '1.00' }));

    expect((await push(sale({ total: '1000.00', conceptos }))).status).toBe(201);
  });
});

describe('pages', () => {
  test('200: newest first, each sale once, from the first page to the last', async () => {
    const key = await api.createKey({ merchantId: 'mer_huerta' });
    const folios = ['E-4571', 'N-1', 'N-2', 'N-3', 'N-4'];
    for (const folio of folios.slice(1)) await push(sale({ folio, branch: 'huerta' }), key);
    let page = await list('?limit=2', key);
    const seen = [...page.sales];
    while (page.next !== undefined) {
      page = await list(`?limit=2&before=${page.next}`, key);
      seen.push(...page.sales);
    }

    expect(seen.map(({ folio }) => folio)).toEqual(folios.toReversed());
    expect((await list('?before=sale_de_nadie', key)).sales).toEqual([]);
  });

  test.each(['?limit=0', '?limit=101', '?limit=dos', '?limit=1.5'])('400: %s is not a valid page', async (query) => {
    const answer = await api.request(`/v1/sales${query}`, { headers: bearer(anyKey()) });

    expect((await readProblem(answer, 400)).errors).toMatchObject([{ pointer: '/limit' }]);
  });
});

describe('once the operator has loaded c_ClaveProdServ', () => {
  const row = {
    texto: '',
    iva: 'opcional',
    ieps: 'opcional',
    complemento: '',
    estimuloFrontera: false,
    validFrom: '2022-01-01',
  } as const;
  beforeAll(async () => {
    await api.services.invoicing.store.catalogs.replaceClavesProdServ([
      { ...row, clave: '90101501' },
      { ...row, clave: '86121500', complemento: 'IEDU' },
    ]);
  });

  test('201: accepts a clave that is in it', async () => {
    expect((await push(sale())).status).toBe(201);
  });

  test.each([
    ['that is not in it', '90101599', 'clave-unknown', '90101599'],
    ['that needs a complement', '86121500', 'needs-complement', 'IEDU'],
  ])('422: refuses a clave %s', async (_, claveProdServ, code, word) => {
    const { errors } = await readProblem(await push(sale({ conceptos: [line({ claveProdServ })] })), 422);

    expect(errors).toMatchObject([{ pointer: '/conceptos/0/claveProdServ', code }]);
    expect(errors[0]?.detail).toContain(word);
  });
});
