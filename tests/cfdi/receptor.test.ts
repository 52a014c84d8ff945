import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkReceptor, normalizeReceptor, sameReceptor } from '../../server/cfdi/receptor.ts';
import type { Receptor } from '../../server/cfdi/sold.ts';
import { type Fault, faultDetail } from '../../server/problems/problem.ts';

const UNIVERSIDAD = {
  rfc: 'URE180429TM6',
  nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
  codigoPostal: '65000',
  regimenFiscal: '601',
  usoCfdi: 'G03',
};
const NEVES = {
  rfc: 'RAQÑ7701212M3',
  nombre: 'ÑEVES RAMIREZ QUEZADA',
  codigoPostal: '78905',
  regimenFiscal: '605',
  usoCfdi: 'S01',
};
const CONTEXT = { lugarExpedicion: '06700', fecha: '2026-11-20', allowNoRfc: true };

const check = (changes: Partial<Receptor>, base: Receptor = UNIVERSIDAD, context = CONTEXT) =>
  checkReceptor({ ...base, ...changes }, context);
const faultRows = (faults: readonly Fault[]) => faults.map(({ pointer, code, satCode }) => [pointer, code, satCode]);

describe('a receptor typed by its owner', () => {
  it.each([UNIVERSIDAD, NEVES])('with $rfc is accepted as it is', (receptor) => {
    expect(checkReceptor(receptor, CONTEXT)).toEqual({ receptor, faults: [], suggestions: [] });
  });

  it('is converted to capitals and single spaces, keeping Ñ, &, accents, dots and commas', () => {
    const typed = {
      rfc: ' h&e-951128-469 ',
      nombre: '  Herrería &\u00a0 Eléctricos\tÑandú, S.C. ',
      codigoPostal: ' C.P. 06002',
      regimenFiscal: ' 601 ',
      usoCfdi: 'g03',
    };
    expect(normalizeReceptor(typed, '06700')).toEqual({
      rfc: 'H&E951128469',
      nombre: 'HERRERÍA & ELÉCTRICOS ÑANDÚ, S.C.',
      codigoPostal: '06002',
      regimenFiscal: '601',
      usoCfdi: 'G03',
    });
  });

  it('never outgrows what a request may hold, although the capitals of some letters are several', () => {
    const letter = fc.constantFrom('ß', 'ﬃ', 'ΐ', 'ŉ', 'è', 'e\u0300', 'x');
    const texts = (most: number) =>
      fc.array(letter).map((letters) => letters.join('').padEnd(most, 'ﬃ').slice(0, most));
    const typed = fc.record({
      ...{ rfc: texts(40), nombre: texts(600), codigoPostal: texts(20) },
      ...{ regimenFiscal: texts(10), usoCfdi: texts(10) },
    });
    fc.assert(
      fc.property(typed, (receptor) => {
        const { rfc, nombre, usoCfdi } = normalizeReceptor(receptor, '06700');
        return rfc.length <= 40 && nombre.length <= 600 && usoCfdi.length <= 10;
      }),
    );
  });

  it('stays the same when it is normalised again', () => {
    const typed = fc.record({
      rfc: fc.string({ unit: 'grapheme' }),
      nombre: fc.string({ unit: 'grapheme' }),
      codigoPostal: fc.string(),
      regimenFiscal: fc.string(),
      usoCfdi: fc.string(),
    });
    fc.assert(
      fc.property(typed, (receptor) => {
        const once = normalizeReceptor(receptor, '06700');
        return sameReceptor(once, normalizeReceptor(once, '06700'));
      }),
    );
  });

  it('is another request when any of its five data differs', () => {
    for (const field of Object.keys(UNIVERSIDAD)) {
      expect(sameReceptor(UNIVERSIDAD, { ...UNIVERSIDAD, [field]: 'X' }), field).toBe(false);
    }
  });
});

describe('each wrong datum is reported, with the SAT’s code if it has one', () => {
  it.each<[string, Partial<Receptor>, string, string, string | undefined]>([
    ['no RFC', { rfc: ' - ' }, 'rfc', 'rfc-required', undefined],
    ['a company’s RFC of eleven characters', { rfc: 'URE180429TM' }, 'rfc', 'rfc-short', undefined],
    ['a company’s RFC of thirteen', { rfc: 'URE180429TM66' }, 'rfc', 'rfc-long', undefined],
    ['a person’s RFC of twelve', { rfc: 'XAMA620210DQ' }, 'rfc', 'rfc-short', undefined],
    ['a person’s RFC of fourteen', { rfc: 'XAMA620210DQ55' }, 'rfc', 'rfc-long', undefined],
    ['twelve characters with a letter for a digit', { rfc: 'XAMA6202I0DQ' }, 'rfc', 'rfc-malformed', undefined],
    ['O for 0', { rfc: 'URE18O429TM6' }, 'rfc', 'rfc-malformed', undefined],
    ['30 February', { rfc: 'URE180230TM6' }, 'rfc', 'rfc-malformed', undefined],
    ['no name', { nombre: ' \t ' }, 'nombre', 'nombre-required', undefined],
    ['301 letters', { nombre: 'Ñ'.repeat(301) }, 'nombre', 'nombre-too-long', undefined],
    ['a bar', { nombre: 'ACME | HIJOS' }, 'nombre', 'nombre-bad-character', undefined],
    ['a zero-width space', { nombre: 'AC\u200bME' }, 'nombre', 'nombre-bad-character', undefined],
    ['half an emoji', { nombre: 'ACME \ud83d' }, 'nombre', 'nombre-bad-character', undefined],
    ['what XML cannot hold', { nombre: 'ACME \uffff' }, 'nombre', 'nombre-bad-character', undefined],
    ['the global invoice’s name', { nombre: 'Público en General' }, 'nombre', 'nombre-publico-en-general', undefined],
    ['four digits', { codigoPostal: '6500' }, 'codigoPostal', 'codigo-postal-malformed', undefined],
    ['no such postal code', { codigoPostal: '00001' }, 'codigoPostal', 'codigo-postal-unknown', undefined],
    ['no régimen', { regimenFiscal: '' }, 'regimenFiscal', 'regimen-required', undefined],
    ['a régimen of CFDI 3.3', { regimenFiscal: '609' }, 'regimenFiscal', 'regimen-required', 'CFDI40157'],
    ['a person’s régimen', { regimenFiscal: '605' }, 'regimenFiscal', 'regimen-person', 'CFDI40158'],
    ['no uso', { usoCfdi: '' }, 'usoCfdi', 'uso-required', undefined],
    ['a uso of CFDI 3.3', { usoCfdi: 'P01' }, 'usoCfdi', 'uso-required', 'CFDI40160'],
    ['a deduction for a company', { usoCfdi: 'D01' }, 'usoCfdi', 'uso-regimen', 'CFDI40161'],
    ['a payment’s uso', { usoCfdi: 'CP01' }, 'usoCfdi', 'uso-regimen', 'CFDI40161'],
  ])('%s', (_, changes, field, code, satCode) => {
    expect(faultRows(check(changes).faults)).toEqual([[`/receptor/${field}`, code, satCode]]);
  });

  it('several wrong data are all reported at once', () => {
    const empty = { rfc: '', nombre: '', codigoPostal: '', regimenFiscal: '', usoCfdi: '' };
    expect(check(empty).faults.map(({ code }) => code)).toEqual([
      'rfc-required',
      'nombre-required',
      'codigo-postal-malformed',
      'regimen-required',
    ]);
  });

  it('an employee with G03 is told which usos are allowed', () => {
    const [fault] = check({ usoCfdi: 'G03' }, NEVES).faults;
    const detail = fault ? faultDetail(fault, 'es-MX') : '';
    expect(detail).toContain('605');
    expect(detail).toContain('D01');
    expect(detail).toContain('S01');
    expect(detail).not.toMatch(/G03|\{/);
  });

  it('the régimen is not reported for an unreadable RFC', () => {
    expect(faultRows(check({ rfc: 'URE180429TM' }).faults)).toEqual([['/receptor/rfc', 'rfc-short', undefined]]);
    expect(faultRows(check({ rfc: '' }, NEVES).faults)).toEqual([['/receptor/rfc', 'rfc-required', undefined]]);
  });
});

describe('the generic RFC', () => {
  const WITHOUT = { rfc: 'xaxx010101000', nombre: 'Juan Pérez', codigoPostal: '', regimenFiscal: '', usoCfdi: '' };

  it.each(['XAXX010101000', 'XEXX010101000'])(
    '%s is given 616, S01 and the place of issue, and no register to suggest a name from',
    (rfc) => {
      expect(checkReceptor({ ...UNIVERSIDAD, rfc, nombre: 'JUAN PÉREZ' }, CONTEXT)).toEqual({
        receptor: { rfc, nombre: 'JUAN PÉREZ', codigoPostal: '06700', regimenFiscal: '616', usoCfdi: 'S01' },
        faults: [],
        suggestions: [],
      });
    },
  );

  it('requires the customer’s own name: PUBLICO EN GENERAL would make it a global invoice', () => {
    expect(faultRows(check({ nombre: 'PUBLICO EN GENERAL' }, WITHOUT).faults)).toEqual([
      ['/receptor/nombre', 'nombre-publico-en-general', undefined],
    ]);
    expect(faultRows(check({ nombre: '' }, WITHOUT).faults)).toEqual([
      ['/receptor/nombre', 'nombre-required', undefined],
    ]);
  });

  it('is refused if the portal does not offer it', () => {
    expect(faultRows(check({}, WITHOUT, { ...CONTEXT, allowNoRfc: false }).faults)).toEqual([
      ['/receptor/rfc', 'rfc-generic-not-offered', undefined],
    ]);
  });
});

describe('a suggestion is offered, never imposed:', () => {
  const suggested = (changes: Partial<Receptor>, base?: Receptor) =>
    check(changes, base).suggestions.map(({ code, value }) => [code, value]);

  it.each([
    'SA DE CV',
    'S.A. DE C.V.',
    'S A DE C V',
    ', S.A. de C.V.',
    'S DE RL DE CV',
    'S. de R.L. de C.V.',
    'S DE RL',
    'SAPI DE CV',
    'SAB DE CV',
    'SAS',
    'S.A.S. DE C.V.',
    'SC',
    'S.C. DE R.L. DE C.V.',
    'AC',
    'SOCIEDAD ANÓNIMA DE CAPITAL VARIABLE',
  ])('a company’s name without «%s»', (regimen) => {
    const { faults, receptor, suggestions } = check({ nombre: `Comercializadora Teodorikas ${regimen}` });
    expect(faults).toEqual([]);
    expect(receptor.nombre).toContain(regimen.toUpperCase());
    expect(suggestions).toContainEqual({
      field: 'nombre',
      code: 'nombre-regimen-capital',
      value: 'COMERCIALIZADORA TEODORIKAS',
    });
  });

  it('a name without accents, keeping its Ñ and &', () => {
    expect(suggested({ nombre: 'Herrería & Ñandú' })).toEqual([['nombre-acentos', 'HERRERIA & ÑANDU']]);
  });

  it('a second look at an RFC that fails its check digit', () => {
    expect(check({ rfc: 'URE180429TM7' })).toMatchObject({ faults: [], suggestions: [{ code: 'rfc-unlikely' }] });
  });

  it('nothing for a person whose surname looks like a capital regime, nor for a name that consists of one', () => {
    expect(suggested({ nombre: 'JUAN SA' }, NEVES)).toEqual([]);
    expect(suggested({ nombre: 'SA DE CV' })).toEqual([]);
    expect(suggested({ nombre: 'CASA' })).toEqual([]);
  });
});
