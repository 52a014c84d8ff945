import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receptor } from '../../server/cfdi/sold.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { checkWire } from '../../server/http/api/wire.ts';
import { faultDetail } from '../../server/problems/problem.ts';
import { ALBA, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

type Check = z.output<typeof checkWire>;

async function check(receptor: Partial<Receptor>, slug = DEMO_PORTAL, language = 'es-MX'): Promise<Check> {
  const sale = await api.buy(slug === DEMO_PORTAL ? {} : { branch: undefined }, slug);
  const body = { ...UNIVERSIDAD, ...receptor, sale };
  const answer = await api.post(`/v1/portals/${slug}/receptor/check`, body, { 'accept-language': language });
  expect(answer.status).toBe(200);
  return read<Check>(answer);
}

/** What the preview and the invoice refuse with the same data, before a stamp is spent. */
async function expectRefused(receptor: Partial<Receptor>, fault: object, slug = DEMO_PORTAL): Promise<void> {
  const stamps = (await api.stamps()).length;
  const sale = await api.buy(slug === DEMO_PORTAL ? {} : { branch: undefined }, slug);
  for (const path of ['invoices/preview', 'invoices']) {
    const order = { sales: [sale], receptor: { ...UNIVERSIDAD, ...receptor } };
    const problem = await readProblem(await api.post(`/v1/portals/${slug}/${path}`, order), 422);
    expect(problem).toMatchObject({ code: 'invalid-receptor', fixedAt: 'receptor', errors: [fault] });
  }
  expect((await api.stamps()).length).toBe(stamps);
}

describe('an RFC that is not one says what it is', () => {
  test('200: a letter O for a zero offers the repaired RFC', async () => {
    const { faults, suggestions } = await check({ ...ALBA, rfc: 'XAMA62O210DQ5' });

    expect(faults).toMatchObject([{ field: 'rfc', code: 'rfc-malformed' }]);
    expect(suggestions).toMatchObject([{ field: 'rfc', value: ALBA.rfc }]);
    expect(suggestions[0]?.detail).toContain('XAMA620210DQ5');
  });

  test('200: one letter short says that one is missing, in either language', async () => {
    const { faults } = await check({ ...ALBA, rfc: 'XAMA620210DQ' });
    expect(faults).toMatchObject([{ field: 'rfc', code: 'rfc-short' }]);
    expect(faultDetail({ code: 'rfc-short', pointer: '/receptor/rfc' }, 'es-MX')).toMatch(
      /^A este RFC le falta un carácter:/,
    );
    expect(faultDetail({ code: 'rfc-short', pointer: '/receptor/rfc' }, 'en')).toMatch(/is one character short:/);
  });

  test('200: an empty one asks for it', async () => {
    expect((await check({ rfc: ' ' })).faults).toMatchObject([{ field: 'rfc', detail: 'Escribe tu RFC.' }]);
  });

  test.each([
    ['es-MX', /Eso es una CURP. Sus primeros diez caracteres \(XAMA620210\) son el inicio de tu RFC/],
    ['en', /That is a CURP. Its first ten characters \(XAMA620210\) are the start of your RFC/],
  ])('200: a CURP says that it is one, and which part is the start of the RFC (%s)', async (language, words) => {
    const { faults, suggestions } = await check({ ...ALBA, rfc: 'xama620210MDFNLB08' }, DEMO_PORTAL, language);

    expect(faults).toMatchObject([{ field: 'rfc', code: 'rfc-is-curp' }]);
    expect(faults[0]?.detail).toMatch(words);
    expect(suggestions).toEqual([]);
  });
});

describe('a name that the SAT has otherwise', () => {
  test('200: an accent that the register does not have offers the name without it', async () => {
    const { faults, suggestions } = await check({ ...ALBA, nombre: 'Alba Xkarajam Méndez' });

    expect(faults).toMatchObject([{ field: 'nombre', satCode: 'CFDI40145' }]);
    expect(suggestions).toMatchObject([{ field: 'nombre', value: ALBA.nombre }]);
  });

  test('200: with accents and a capital regime, the name is offered without the regime, and without both', async () => {
    const { suggestions } = await check({ nombre: 'Universidad Robótica Española, S.A.P.I. de C.V., SOFOM, E.N.R.' });

    expect(suggestions.map(({ value }) => value)).toEqual([
      'UNIVERSIDAD ROBÓTICA ESPAÑOLA',
      'UNIVERSIDAD ROBOTICA ESPAÑOLA',
    ]);
  });

  test.each(['es-MX', 'en'])('200: the words for a person never mention SA DE CV (%s)', async (language) => {
    const { faults, suggestions } = await check({ ...ALBA, nombre: 'ALBA MENDEZ SA DE CV' }, DEMO_PORTAL, language);

    expect(faults).toMatchObject([{ field: 'nombre', satCode: 'CFDI40145' }]);
    expect(JSON.stringify([faults, suggestions])).not.toMatch(/SA DE CV|S DE RL|empresa|company/);
  });

  test('422: nor do they when the stamp refuses the name; those for a company do', async () => {
    for (const [receptor, isNamed] of [
      [ALBA, false],
      [UNIVERSIDAD, true],
    ] as const) {
      await api.fault({ fault: 'reject', code: 'CFDI40145' });
      const order = { sales: [await api.buy()], receptor };
      const problem = await readProblem(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, order), 422);
      expect(problem.errors[0]?.detail.includes('SA DE CV'), receptor.rfc).toBe(isNamed);
    }
  });

  test('200: a genuine name that ends like a capital regime is offered without the ending, never changed', async () => {
    const { receptor, suggestions, faults } = await check({ nombre: 'GRUPO EDITORIAL AC' });

    expect(receptor.nombre).toBe('GRUPO EDITORIAL AC');
    expect(suggestions).toMatchObject([{ value: 'GRUPO EDITORIAL' }]);
    expect(faults.map(({ code }) => code)).toEqual(['nombre-mismatch']);
  });
});

describe('PUBLICO EN GENERAL is refused as one thing, before a stamp is spent, and is no fix for anything', () => {
  test.each([
    'Público en General',
    '"PUBLICO EN GENERAL"',
    'PUBLICO_EN_GENERAL.',
    'VENTA AL PÚBLICO EN GENERAL',
    'VTA PUBLICO GRAL',
    'PÚ\u200bBLICO  EN GENERAL',
    'PUBLICO EN GENERAL SA DE CV',
  ])('422: «%s», for a company, a person and nobody', async (nombre) => {
    const fault = { pointer: '/receptor/nombre', code: 'nombre-publico-en-general' };
    for (const receptor of [UNIVERSIDAD, ALBA, { ...ALBA, rfc: 'XAXX010101000' }]) {
      const { faults, suggestions } = await check({ ...receptor, nombre });
      expect(faults).toMatchObject([fault]);
      expect(suggestions).toEqual([]);
      await expectRefused({ ...receptor, nombre }, fault);
    }
  });
});

describe('what cannot be the receptor’s own is asked about before a stamp is spent', () => {
  test.each([
    ['their own RFC', { nombre: 'URE-180429-TM6' }, 'nombre-is-rfc'],
    ['another RFC', { nombre: ALBA.rfc }, 'nombre-is-rfc'],
    ['a CURP', { ...ALBA, nombre: 'XAMA620210MDFNLB08' }, 'nombre-is-rfc'],
    ['an e-mail', { nombre: 'compras@universidad.example' }, 'nombre-is-email'],
    ['the merchant’s trade name', { nombre: 'Café Jacaranda' }, 'nombre-is-merchant'],
    ['the merchant’s own name', { nombre: 'Escuela Kemper Urgate SA de CV' }, 'nombre-is-merchant'],
    ['the merchant’s name, without an RFC', { rfc: 'XAXX010101000', nombre: 'CAFE JACARANDA' }, 'nombre-is-merchant'],
  ])('422: %s as the name', async (_, receptor, code) => {
    const fault = { pointer: '/receptor/nombre', code };

    expect((await check(receptor)).faults).toMatchObject([fault]);
    await expectRefused(receptor, fault);
  });

  test('422: the merchant’s own RFC as the receptor is refused at the field, with the reason', async () => {
    const receptor = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', codigoPostal: '42501' };
    const { faults } = await check(receptor);

    expect(faults).toMatchObject([{ field: 'rfc', code: 'rfc-is-merchant' }]);
    expect(faults[0]?.detail).toBe(
      'Ese RFC es el de Café Jacaranda, que te hace la factura. Escribe el tuyo, o el de tu empresa.',
    );
    await expectRefused(receptor, { pointer: '/receptor/rfc', code: 'rfc-is-merchant' });
  });

  test('200: a person with the merchant’s name is asked, and can continue', async () => {
    const { faults, suggestions } = await check({ ...ALBA, nombre: 'INGRID XODAR JIMENEZ' }, 'ingrid-xodar');

    expect(faults.map(({ code }) => code)).not.toContain('nombre-is-merchant');
    expect(suggestions).toMatchObject([{ field: 'nombre', value: 'INGRID XODAR JIMENEZ' }]);
    expect(suggestions[0]?.detail).toMatch(/^¿Te llamas igual que INGRID XODAR JIMENEZ/);
  });
});
