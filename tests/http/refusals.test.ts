import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestAuthority } from '../../server/csd/test-certificates.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { parseSale } from '../../server/sales/sale-wire.ts';
import {
  breakfast,
  DAY_MS,
  read,
  readInvoice,
  readProblem,
  startApi,
  type TestApi,
  UNIVERSIDAD,
} from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const INVOICES = `/v1/portals/${DEMO_PORTAL}/invoices`;

const issue = (sale: string, receptor: object = UNIVERSIDAD, language = 'es-MX'): Promise<Response> =>
  api.post(INVOICES, { sales: [sale], receptor }, { 'accept-language': language });

describe('what the customer can put right', () => {
  test.each([
    ['CFDI40143', 'rfc', 'El SAT no reconoce este RFC.'],
    ['CFDI40144', 'nombre', 'El nombre no coincide'],
    ['CFDI40145', 'nombre', 'sin "SA DE CV"'],
    ['CFDI40146', 'nombre', 'Escribe tu nombre'],
    ['CFDI40147', 'codigoPostal', 'El código postal no es el de tu domicilio fiscal'],
    ['CFDI40148', 'codigoPostal', 'No uses el de tu sucursal'],
    ['CFDI40157', 'regimenFiscal', 'Elige tu régimen fiscal de la lista.'],
    ['CFDI40158', 'regimenFiscal', 'no corresponde a una persona moral'],
    ['CFDI40160', 'usoCfdi', 'Con tu régimen (601)'],
    ['CFDI40161', 'usoCfdi', 'Puedes elegir: '],
  ])('422: %s points to its field (%s), and the next attempt takes the same folio', async (code, field, words) => {
    const sale = await api.buy();
    await api.fault({ fault: 'reject', code });
    const problem = await readProblem(await issue(sale), 422);

    expect(problem).toMatchObject({ code: 'sat-refused-receptor', fixedAt: 'receptor' });
    expect(problem.errors).toMatchObject([{ pointer: `/receptor/${field}`, satCode: code }]);
    expect(problem.errors[0]?.detail).toContain(words);
    expect(problem.errors[0]?.detail).not.toMatch(/[{}]/);
    const refused = await nextFolio();
    const invoice = await readInvoice(await issue(sale), 201);
    expect(Number(invoice.folio)).toBe(refused);
  });

  /** The folio after the last stamped one: what a refused attempt had, when numbering has no gap. */
  async function nextFolio(): Promise<number> {
    const folios = (await api.stamps()).filter(({ serie }) => serie === 'CJ').map(({ folio }) => Number(folio));
    return Math.max(0, ...folios) + 1;
  }

  test('422: the refusal is in English for a customer who prefers English', async () => {
    await api.fault({ fault: 'reject', code: 'CFDI40148' });
    const problem = await readProblem(await issue(await api.buy(), UNIVERSIDAD, 'en'), 422);

    expect(problem.errors[0]?.detail).toContain('tax address at the SAT');
  });

  test.each([
    ["the branch's postal code", { codigoPostal: '06700' }, 'codigoPostal', 'CFDI40148'],
    ['SA DE CV after the name', { nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA SA DE CV' }, 'nombre', 'CFDI40145'],
    ['a homoclave with a slip', { rfc: 'URE180429TN6' }, 'rfc', 'CFDI40143'],
  ])('422: %s, as people type it', async (_, typed, field, satCode) => {
    const problem = await readProblem(await issue(await api.buy(), { ...UNIVERSIDAD, ...typed }), 422);

    expect(problem.errors).toMatchObject([{ pointer: `/receptor/${field}`, satCode }]);
  });

  test.each([
    ['a capital regime', { nombre: 'Universidad Robotica Española, S.A. de C.V.' }, ['UNIVERSIDAD ROBOTICA ESPAÑOLA']],
    ['an accent', { nombre: 'Universidad Robótica Española' }, ['UNIVERSIDAD ROBOTICA ESPAÑOLA']],
    [
      'both',
      { nombre: 'Universidad Robótica Española SC' },
      ['UNIVERSIDAD ROBÓTICA ESPAÑOLA', 'UNIVERSIDAD ROBOTICA ESPAÑOLA'],
    ],
  ])('422: a name that the SAT refuses for %s comes with suggestions', async (_, typed, values) => {
    const problem = await readProblem(await issue(await api.buy(), { ...UNIVERSIDAD, ...typed }), 422);

    expect(problem.code).toBe('sat-refused-receptor');
    expect(problem.suggestions).toMatchObject(values.map((value) => ({ field: 'nombre', value })));
    for (const { detail } of problem.suggestions ?? []) expect(detail).toMatch(/^[^{}]+\.$/);
  });

  test('422: a postal code that the SAT refuses suggests nothing about the name, which it has passed', async () => {
    const typed = { codigoPostal: '06700' };
    const problem = await readProblem(await issue(await api.buy(), { ...UNIVERSIDAD, ...typed }), 422);

    expect(problem.suggestions).toBeUndefined();
  });

  test('422: an RFC with the letter O for a zero is refused before a stamp is spent, with the corrected RFC', async () => {
    const typed = { rfc: 'URE18O429TM6' };
    const problem = await readProblem(await issue(await api.buy(), { ...UNIVERSIDAD, ...typed }), 422);

    expect(problem).toMatchObject({
      code: 'invalid-receptor',
      suggestions: [{ field: 'rfc', value: UNIVERSIDAD.rfc }],
    });
  });

  test('429: after ten refusals from many addresses a try of that sale costs a proof of work until tomorrow; every other sale can go on', async () => {
    const sale = await api.buy();
    const wrong = { ...UNIVERSIDAD, codigoPostal: '06700' };
    for (let refusal = 0; refusal < 10; refusal++) await readProblem(await issue(sale, wrong), 422);
    const limited = await readProblem(await issue(sale), 429);

    expect(limited.code).toBe('proof-of-work');
    await readInvoice(await issue(await api.buy()), 201);
    const asked = await api.post(`/v1/portals/${DEMO_PORTAL}/receptor/check`, { ...UNIVERSIDAD, sale });
    expect((await read<{ checked: object }>(asked)).checked).toMatchObject({ rfc: 'not-checked' });
    await api.move(0.9);
    try {
      await readInvoice(await issue(sale), 201);
    } finally {
      await api.move(-0.9);
    }
  });

  test('422: four clicks with the same wrong details are one call to the PAC and one try', async () => {
    const sale = await api.buy();
    const wrong = { ...UNIVERSIDAD, codigoPostal: '06700' };
    for (let round = 0; round < 4; round++) {
      const answers = await Promise.all(Array.from({ length: 4 }, () => issue(sale, wrong)));
      expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    }

    await readInvoice(await issue(sale), 201);
  });

  test('422: a refusal leaves the sale open, for the same customer or another', async () => {
    const sale = await api.buy();
    await readProblem(await issue(sale, { ...UNIVERSIDAD, nombre: 'OTRA UNIVERSIDAD' }), 422);

    const shown = await read(await api.request(`/v1/portals/${DEMO_PORTAL}/sales/${sale}`));
    expect(shown).toMatchObject({ status: 'open' });
  });
});

type RefusalNotice = { subject: string; detail: string; params: Record<string, string> };

/** What the merchant was told of a refused invoice; its subject is the invoice. */
async function noticeOf(problem: Awaited<ReturnType<typeof readProblem>>): Promise<RefusalNotice> {
  const answer = await api.request('/v1/notices', { headers: { authorization: `Bearer ${api.key}` } });
  const { notices } = await read<{ notices: RefusalNotice[] }>(answer);
  const { store } = api.services.invoicing;
  const [saleId = ''] = (await store.requests.get(String(problem.request?.id)))?.saleIds ?? [];
  const sale = await store.sales.get({ merchantId: 'mer_jacaranda', world: 'test' }, saleId);
  const notice = notices.find(({ detail }) => detail.includes(`de la compra ${sale?.body.folio} por`));
  if (!notice) throw new Error(`no notice of ${sale?.body.folio}`);
  return notice;
}

describe('what the merchant must put right', () => {
  test.each(['CFDI40138', 'CFDI40139', 'CFDI40140', 'CFDI40162', 'CFDI40119', '303', '304', '308'])(
    '422: %s is not for the customer to solve: the request is stored, with a link that works',
    async (code) => {
      const sale = await api.buy();
      await api.fault({ fault: 'reject', code });
      const answer = await issue(sale);
      expect(await answer.clone().text()).not.toContain(code);
      await expectKept(await readProblem(answer, 422), 'merchant-must-fix');
      await readInvoice(await issue(sale), 201);
    },
  );

  test.each([
    ['CFDI40139', 'merchant', 'El nombre del emisor no es el de su RFC.', 'Te toca corregirlo a ti'],
    ['CFDI40141', 'merchant', 'no corresponde a una persona moral.', 'Te toca corregirlo a ti'],
    ['CFDI40119', 'us', 'Total no es SubTotal', 'repórtalo con el código CFDI40119'],
  ])('422: the merchant’s notice says what %s means and who can correct it: %s', async (code, fixes, meaning, who) => {
    await api.fault({ fault: 'reject', code });
    const problem = await readProblem(await issue(await api.buy()), 422);
    const { params, detail } = await noticeOf(problem);

    expect(params).toMatchObject({ code, fixes, known: 'yes', pac: 'sandbox', message: expect.stringMatching(/./) });
    expect(detail).toContain(meaning);
    expect(detail).toContain(who);
    expect(detail).not.toMatch(/[{}]/);
  });

  test('422: a second refusal of the same attempt is the same request, with one row', async () => {
    const sale = await api.buy();
    const ids = new Set<string | undefined>();
    for (let press = 0; press < 3; press++) {
      await api.fault({ fault: 'reject', code: 'CFDI40139' });
      ids.add((await readProblem(await issue(sale), 422)).request?.id);
    }
    expect([...ids]).toEqual([expect.stringMatching(/^req_/)]);
  });

  test('422: an unknown code is not shown to the customer, and in full to the operator', async () => {
    await api.fault({ fault: 'reject', code: 'CFDI40299' });
    const problem = await readProblem(await issue(await api.buy()), 422);
    await expectKept(problem, 'merchant-must-fix');
    const { params, detail } = await noticeOf(problem);

    expect(JSON.stringify(problem)).not.toContain('40299');
    expect(params).toMatchObject({ satCode: 'CFDI40299', fixes: 'operator', known: 'no' });
    expect(detail).toContain(`un código que no conocemos (CFDI40299): «${params.message}»`);
  });

  test.each(['lco', 'csd-not-in-lco'])('422: %s is stored as a request for the merchant as well', async (fault) => {
    await api.fault({ fault });

    await expectKept(await readProblem(await issue(await api.buy()), 422), 'merchant-must-fix');
  });

  async function expectKept(problem: Awaited<ReturnType<typeof readProblem>>, code: string): Promise<void> {
    expect(problem).toMatchObject({ code, fixedAt: 'merchant' });
    expect(problem.detail).not.toMatch(/CFDI|SAT/);
    const { id, links } = problem.request ?? { id: '', links: { self: '' } };
    const kept = await api.request(links.self);
    expect([kept.status, await read(kept)]).toMatchObject([200, { id, status: 'open' }]);
    const stored = await api.services.invoicing.store.requests.get(id);
    expect(stored?.receptor).toEqual(UNIVERSIDAD);
    expect(stored?.saleIds).toHaveLength(1);
  }

  test('503: without a seal nothing is claimed and the request is stored', async () => {
    const order = { sales: [await api.buy({ branch: undefined }, 'la-milpa')], receptor: UNIVERSIDAD };
    const problem = await readProblem(await api.post('/v1/portals/la-milpa/invoices', order), 503);

    await expectKept(problem, 'portal-off');
    expect(problem.detail).toContain('Pide tu factura directamente al comercio.');
    expect((await api.post('/v1/portals/la-milpa/invoices/preview', order)).status).toBe(200);
  });

  test('503: the same with a seal that has expired', async () => {
    const { custody } = api.services.invoicing;
    const born = api.now() - 4 * 365.25 * DAY_MS + 2 * DAY_MS;
    const authority = await createTestAuthority(born);
    const rfc = 'XOJI740919U48';
    const files = await authority.issue(
      { kind: 'csd', rfc, nombre: 'INGRID XODAR JIMENEZ', password: '12345678a' },
      born,
    );
    const tenant = { merchantId: 'mer_ingrid', world: 'test' } as const;
    const stored = await custody.storeCsd({ tenant, rfc, files: { ...files, kind: 'pair' }, at: api.now() - DAY_MS });
    expect(stored.kind).toBe('stored');
    await api.move(4);
    try {
      const sale = await api.buy({ branch: undefined }, 'ingrid-xodar');
      const receptor = { rfc: 'XAXX010101000', nombre: 'JUAN PEREZ' };
      const problem = await readProblem(
        await api.post('/v1/portals/ingrid-xodar/invoices', { sales: [sale], receptor }),
        503,
      );
      expect(problem).toMatchObject({ code: 'portal-off', request: { id: expect.stringMatching(/^req_/) } });
    } finally {
      await api.move(-4);
    }
  });
});

test('500: a failure of ours discloses only its id, which is in the log too, without anything that was sent', async () => {
  const { merchants, portals, sales } = api.services.invoicing.store;
  const portal = await portals.getPortal(DEMO_PORTAL);
  const parsed = parseSale(breakfast('V-1', api.now()));
  if (!portal || parsed.kind === 'faults') throw new Error('the fixture is broken');
  // A merchant without branches cannot be: what breaks there must stay there.
  const tenant = { merchantId: 'mer_vacio', world: 'test' } as const;
  await merchants.putMerchant({
    id: 'mer_vacio',
    tradeName: 'Vacío',
    rfc: 'WATM640917J45',
    nombre: 'X',
    regimenFiscal: '626',
    contact: {},
  });
  await portals.putPortal({ ...portal, slug: 'vacio', merchantId: tenant.merchantId });
  await sales.put(tenant, [
    { id: 'sale_vacio', source: 'api', body: parsed.body, keys: keysOf(parsed.body), at: api.now() },
  ]);
  const sale = api.services.tokens.saleToken({ kind: 'found', slug: 'vacio', saleId: 'sale_vacio' }, api.now());
  const answer = await api.post('/v1/portals/vacio/invoices', { sales: [sale], receptor: UNIVERSIDAD });
  const problem = await readProblem(answer, 500);

  expect(problem).toMatchObject({ code: 'internal-error', errors: [] });
  expect(JSON.stringify(problem)).not.toMatch(/branch|Error|at /);
  const failure = api.logged.findLast(({ event }) => event === 'request.failed');
  expect(failure?.fields).toMatchObject({ requestId: answer.headers.get('x-request-id'), code: 'internal-error' });
  expect(JSON.stringify(api.logged)).not.toMatch(/URE180429TM6|UNIVERSIDAD|65000/);
});

test('422: the link of a refused invoice leads to its request', async () => {
  const sale = await api.buy();
  await api.fault({ fault: 'reject', code: 'CFDI40138' });
  const problem = await readProblem(await issue(sale), 422);
  const { subject: id } = await noticeOf(problem);
  const token = api.services.tokens.accessToken(id);
  const followed = await read<{ status: string; problem: { request: { links: { self: string } } } }>(
    await api.request(`/v1/invoices/${id}?token=${token}`),
  );

  expect(followed).toMatchObject({ status: 'rejected', problem: { code: 'merchant-must-fix' } });
  expect(await read(await api.request(followed.problem.request.links.self))).toMatchObject({ status: 'open' });
});
