import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receptor } from '../../server/cfdi/sold.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { checkWire } from '../../server/http/api/wire.ts';
import { TAXPAYERS } from '../../server/pac/sandbox/taxpayers.ts';
import { ALBA, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

type Check = z.output<typeof checkWire>;
const CHECK = `/v1/portals/${DEMO_PORTAL}/receptor/check`;

/** Checks data with a sale of their own, so that tries do not add up. */
async function check(receptor: Partial<Receptor>, options: { sale?: string; language?: string } = {}): Promise<Check> {
  const { sale = await api.buy(), language = 'es-MX' } = options;
  const answer = await api.post(CHECK, { ...UNIVERSIDAD, ...receptor, sale }, { 'accept-language': language });
  expect(answer.status).toBe(200);
  return read<Check>(answer);
}

const EMPLOYEE: Receptor = {
  rfc: 'RAQÑ7701212M3',
  nombre: 'ÑEVES RAMIREZ QUEZADA',
  codigoPostal: '78905',
  regimenFiscal: '605',
  usoCfdi: 'S01',
};

test('200: right details match, and are returned as the invoice will have them', async () => {
  const typed = {
    rfc: ' ure-180429 tm6',
    nombre: ' universidad  robotica española ',
    codigoPostal: '65 000',
    usoCfdi: 'g03',
  };

  expect(await check(typed)).toEqual({
    faults: [],
    suggestions: [],
    checked: { rfc: 'match', nombre: 'match', codigoPostal: 'match', regimenFiscal: 'match' },
    receptor: UNIVERSIDAD,
  });
});

describe('faults that are found before any source is asked', () => {
  test.each<[string, Partial<Receptor>, string, string, string?]>([
    ['no RFC', { rfc: '' }, 'rfc', 'rfc-required'],
    ['an RFC that is too short', { rfc: 'URE180429T' }, 'rfc', 'rfc-malformed'],
    ['an RFC with 30 February', { rfc: 'URE180230TM6' }, 'rfc', 'rfc-malformed'],
    ['no name', { nombre: '  ' }, 'nombre', 'nombre-required'],
    ['a name of 301 letters', { nombre: 'Ñ'.repeat(301) }, 'nombre', 'nombre-too-long'],
    ['a name with a bar', { nombre: 'UNIVERSIDAD | ROBOTICA' }, 'nombre', 'nombre-bad-character'],
    ['a name with an invisible mark', { nombre: 'UNIVERSIDAD\u200b ROBOTICA' }, 'nombre', 'nombre-bad-character'],
    ['PUBLICO EN GENERAL', { nombre: 'Público en General' }, 'nombre', 'nombre-publico-en-general'],
    ['a postal code of four digits', { codigoPostal: '6500' }, 'codigoPostal', 'codigo-postal-malformed'],
    ['a postal code that cannot be', { codigoPostal: '00000' }, 'codigoPostal', 'codigo-postal-unknown'],
    ['no régimen', { regimenFiscal: '' }, 'regimenFiscal', 'regimen-required'],
    ['a régimen of older lists', { regimenFiscal: '609' }, 'regimenFiscal', 'regimen-required', 'CFDI40157'],
    ["a person's régimen for a company", { regimenFiscal: '605' }, 'regimenFiscal', 'regimen-person', 'CFDI40158'],
    ['no uso', { usoCfdi: '' }, 'usoCfdi', 'uso-required'],
    ['a uso that is gone', { usoCfdi: 'P01' }, 'usoCfdi', 'uso-required', 'CFDI40160'],
    ['G03 for an employee', { ...EMPLOYEE, usoCfdi: 'G03' }, 'usoCfdi', 'uso-regimen', 'CFDI40161'],
    ['a personal deduction for a company', { usoCfdi: 'D01' }, 'usoCfdi', 'uso-regimen', 'CFDI40161'],
  ])('200: %s is a fault at its field, with a text in both languages', async (_, typed, field, code, satCode) => {
    const spanish = await check(typed);
    const english = await check(typed, { language: 'en' });

    const fault = { field, code, pointer: `/receptor/${field}`, ...(satCode !== undefined && { satCode }) };
    expect(spanish.faults).toMatchObject([fault]);
    expect(english.faults).toMatchObject([fault]);
    const [es = '', en = ''] = [spanish.faults[0]?.detail, english.faults[0]?.detail];
    expect(es).not.toBe(en);
    for (const words of [es, en]) expect(words).toMatch(/^[A-ZÁÉÍÓÚ“«][^{}]{10,}[.)]$/);
    expect(spanish.checked.rfc).toBe('not-checked');
  });

  test('200: all faults are reported at once', async () => {
    const { faults } = await check({ rfc: 'X', nombre: '', codigoPostal: '1', regimenFiscal: '' });

    expect(faults.map(({ field }) => field)).toEqual(['rfc', 'nombre', 'codigoPostal', 'regimenFiscal']);
  });

  test('200: a wrong uso is reported with the ones that are possible', async () => {
    const { faults } = await check({ ...EMPLOYEE, usoCfdi: 'G03' });

    expect(faults[0]?.detail).toMatch(/régimen \(605\).*Puedes elegir: D01, .*S01\./);
  });
});

describe('suggestions, offered and never imposed', () => {
  test.each([
    ['UNIVERSIDAD ROBOTICA ESPAÑOLA SA DE CV', 'UNIVERSIDAD ROBOTICA ESPAÑOLA'],
    ['universidad robotica española, s.a. de c.v.', 'UNIVERSIDAD ROBOTICA ESPAÑOLA'],
    ['UNIVERSIDAD ROBOTICA ESPAÑOLA S DE RL DE CV', 'UNIVERSIDAD ROBOTICA ESPAÑOLA'],
    ['UNIVERSIDAD ROBOTICA ESPAÑOLA, A.C.', 'UNIVERSIDAD ROBOTICA ESPAÑOLA'],
  ])('200: «%s» may be registered without its capital regime', async (nombre, value) => {
    const { suggestions, receptor } = await check({ nombre });

    expect(suggestions).toMatchObject([{ field: 'nombre', value }]);
    expect(suggestions[0]?.detail).toContain(value);
    expect(receptor.nombre).not.toBe(value);
  });

  test("200: a person's surname that looks like a capital regime is left alone", async () => {
    expect((await check({ ...ALBA, nombre: 'ALBA XKARAJAM SA' })).suggestions).toEqual([]);
  });

  test('200: a name with accents may be registered without them; the Ñ is never touched', async () => {
    const { suggestions } = await check({ nombre: 'UNIVERSIDAD ROBÓTICA ESPAÑOLA' });

    expect(suggestions).toMatchObject([{ field: 'nombre', value: 'UNIVERSIDAD ROBOTICA ESPAÑOLA' }]);
  });

  test('200: a wrong check digit is a suggestion to look again, not a fault', async () => {
    const { suggestions, faults } = await check({ rfc: 'URE180429TM7' });

    expect(suggestions).toMatchObject([{ field: 'rfc' }]);
    expect(faults.map(({ code }) => code)).not.toContain('rfc-malformed');
  });
});

describe('what the register says', () => {
  test.each<[string, Partial<Receptor>, string, string]>([
    ['an RFC it does not know', { rfc: 'URE180429TM5' }, 'rfc', 'CFDI40143'],
    ['a name with its capital regime', { nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA SA DE CV' }, 'nombre', 'CFDI40145'],
    ["the branch's postal code", { codigoPostal: '06700' }, 'codigoPostal', 'CFDI40148'],
  ])('200: %s is a mismatch, and a fault with the SAT’s code', async (_, typed, field, satCode) => {
    const { checked, faults } = await check(typed);

    expect(checked).toMatchObject({ [field]: 'mismatch' });
    expect(faults).toMatchObject([{ field, satCode }]);
  });

  test('200: a régimen other than the registered one is a mismatch but no fault, because stamping does not check it', async () => {
    const { checked, faults } = await check({
      regimenFiscal: '603',
      rfc: 'CTE950627K46',
      nombre: 'COMERCIALIZADORA TEODORIKAS',
      codigoPostal: '57740',
    });

    expect([checked.regimenFiscal, faults]).toEqual(['mismatch', []]);
  });

  test('200: & and Ñ are compared as they are', async () => {
    const herreria = { rfc: 'h&e951128469', nombre: 'Herreria & Electricos', codigoPostal: '06002' };

    expect((await check(herreria)).checked).toMatchObject({ rfc: 'match', nombre: 'match', codigoPostal: 'match' });
    expect((await check(EMPLOYEE)).checked).toMatchObject({ rfc: 'match', nombre: 'match' });
  });

  test.each(['XAXX010101000', 'XEXX010101000'])(
    '200: no register is asked about %s, and its régimen, uso and CP are set',
    async (rfc) => {
      const { checked, faults, receptor } = await check({
        rfc,
        nombre: 'Juan Pérez',
        regimenFiscal: '605',
        usoCfdi: 'G03',
      });

      expect(faults).toEqual([]);
      expect(checked.rfc).toBe('not-checked');
      expect(receptor).toEqual({
        rfc,
        nombre: 'JUAN PÉREZ',
        codigoPostal: '06700',
        regimenFiscal: '616',
        usoCfdi: 'S01',
      });
    },
  );

  test('200: no answer contains a value of the register, whatever is asked about anybody in it', async () => {
    for (const { rfc, nombre, codigosPostales } of TAXPAYERS.values()) {
      const sale = await api.buy();
      const moral = rfc.length === 12;
      const typed = {
        rfc,
        nombre: 'NOMBRE QUE NO ES',
        codigoPostal: '06700',
        regimenFiscal: moral ? '601' : '612',
        usoCfdi: 'G03',
      };
      const answers = [
        await api.post(CHECK, { ...typed, sale }),
        await api.post(CHECK, { ...typed, nombre: nombre.slice(0, -1), sale }),
        await api.post(`/v1/portals/${DEMO_PORTAL}/invoices/preview`, { sales: [sale], receptor: typed }),
      ];
      const text = (await Promise.all(answers.map((answer) => answer.text()))).join('\n');
      // The issuer's own name is on its invoices.
      if (rfc !== 'EKU9003173C9') expect(text).not.toContain(nombre);
      for (const codigoPostal of codigosPostales) expect(text).not.toContain(`"${codigoPostal}"`);
    }
  });

  test('422: a refusal of the stamp contains no value of the register either', async () => {
    const sale = await api.buy();
    const receptor = { ...UNIVERSIDAD, nombre: 'NOMBRE QUE NO ES', codigoPostal: '06700' };
    const text = await (await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale], receptor })).text();

    expect(text).toContain('CFDI40145');
    for (const value of [UNIVERSIDAD.nombre, '"65000"', '"86991"']) expect(text).not.toContain(value);
  });
});

describe('what guessing costs', () => {
  const wrong = { codigoPostal: '06700' };

  test('200: after five mismatches for a sale in a day, from any number of addresses, nothing is checked until the next day', async () => {
    const sale = await api.buy();
    for (let tried = 0; tried < 5; tried++)
      expect((await check(wrong, { sale })).checked.codigoPostal).toBe('mismatch');
    const { checked, faults } = await check({}, { sale });

    expect(new Set(Object.values(checked))).toEqual(new Set(['not-checked']));
    expect(faults).toEqual([]);
    await api.move(0.99);
    try {
      expect((await check({}, { sale })).checked.codigoPostal).toBe('match');
    } finally {
      await api.move(-0.99);
    }
  });

  test('200: of many simultaneous tries from many addresses, no more than five are answered', async () => {
    const sale = await api.buy();
    const answers = await Promise.all(Array.from({ length: 25 }, () => check(wrong, { sale })));

    expect(answers.filter(({ checked }) => checked.codigoPostal === 'mismatch')).toHaveLength(5);
  });

  test('200: details that match, or that our own rules refuse, do not count as a try', async () => {
    const sale = await api.buy();
    for (let times = 0; times < 8; times++) await check(times % 2 ? {} : { rfc: 'X' }, { sale });

    expect((await check({}, { sale })).checked.rfc).toBe('match');
  });

  test.each(['', 'x', 'A'.repeat(300)])('404: without a found sale nothing is answered (%s)', async (sale) => {
    expect((await readProblem(await api.post(CHECK, { ...UNIVERSIDAD, sale }), 404)).code).toBe('unknown-token');
  });
});
