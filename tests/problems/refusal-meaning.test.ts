import { describe, expect, test } from 'vitest';
import { noticeText } from '../../server/problems/notice-texts.ts';
import { PAC_FAULTS } from '../../server/problems/pac-faults.ts';
import { type PacRefusal, refusalMeaning } from '../../server/problems/refusal-meaning.ts';
import { SAT_FAULTS } from '../../server/problems/sat-faults.ts';

const RAW = 'El dato ZZ-77 del nodo es incongruente!';

describe('the SAT’s code wins, whatever wraps it', () => {
  test.each<[string, PacRefusal, string]>([
    [
      'Finkok’s incidence',
      { pac: 'finkok', code: 'CFDI40145', message: 'El campo Nombre del receptor no es el del RFC' },
      'CFDI40145',
    ],
    [
      'Finkok’s 705 with the code in its text',
      { pac: 'finkok', code: '705', message: 'XML Estructura inválida: CFDI40157' },
      'CFDI40157',
    ],
    [
      'SW’s message with its detail',
      { pac: 'sw', code: 'CO1000', message: 'CO1000 - Error no controlado. CFDI40148: DomicilioFiscalReceptor' },
      'CFDI40148',
    ],
    [
      'Solución Factible’s 301',
      { pac: 'solucion-factible', code: '301', message: '[Error #CFDI40161] El campo UsoCFDI no corresponde' },
      'CFDI40161',
    ],
    [
      'Facturapi’s errors',
      {
        pac: 'facturapi',
        code: 'invoice_stamping_validation_error',
        message: '[{"source":"sat","code":"CFDI40148","path":"customer.address.zip","message":"…"}]',
      },
      'CFDI40148',
    ],
    [
      'Facturama’s ModelState',
      { pac: 'facturama', code: 'http-400', message: '{"cfdi":["CFDI40143: El RFC no existe en la lista"]}' },
      'CFDI40143',
    ],
    ['another spelling of it', { pac: 'diverza', code: '301', message: 'CFDI40224 retención' }, 'CFDI140224'],
    ['what an adapter found already', { code: '302', satCode: 'CFDI40102', message: 'sello' }, 'CFDI40102'],
  ])('%s', (_, refusal, code) => {
    expect(refusalMeaning(refusal)).toEqual({ ...SAT_FAULTS[code], code, known: true });
  });
});

describe('then the PAC’s own code, then the shared one', () => {
  test.each<[string, PacRefusal, string]>([
    ['Finkok’s own', { pac: 'finkok', code: '719', message: RAW }, 'finkok:719'],
    ['SW’s own', { pac: 'sw', code: 'AU2001', message: RAW }, 'sw:AU2001'],
    ['Diverza’s HTTP status', { pac: 'diverza', code: 'http-402', message: RAW }, 'diverza:http-402'],
    ['a shared one from Diverza', { pac: 'diverza', code: '401', message: RAW }, '401'],
    ['a shared one of nobody', { code: '402', message: RAW }, '402'],
    ['a folio’s status', { pac: 'sw', code: 'cancel:207', message: RAW }, 'cancel:207'],
    ['708 of a cancellation', { pac: 'finkok', code: 'cancel:708', message: RAW }, 'cancel:708'],
    ['a PAC’s own of a cancellation', { pac: 'sw', code: 'cancel:CA2000', message: RAW }, 'sw:CA2000'],
    ['a shared one of a cancellation', { pac: 'sw', code: 'cancel:303', message: RAW }, '303'],
  ])('%s', (_, refusal, code) => {
    expect(refusalMeaning(refusal)).toMatchObject({ ...PAC_FAULTS[code], code, known: true });
  });

  test.each([
    ['legal_name_mismatch', 'CFDI40145'],
    ['tax_address_zip_mismatch', 'CFDI40148'],
    ['tax_id_not_found', 'CFDI40143'],
    ['tax_system_not_allowed_for_tax_id', 'CFDI40158'],
    ['tax_system_not_in_catalog', 'CFDI40157'],
  ])('Facturapi’s %s has the words and the field of %s', (code, satCode) => {
    const { detail, field } = refusalMeaning({ pac: 'facturapi', code, message: RAW });
    expect({ detail, field }).toEqual({ detail: SAT_FAULTS[satCode]?.detail, field: SAT_FAULTS[satCode]?.field });
  });

  test('another PAC’s own code is not its', () => {
    expect(refusalMeaning({ pac: 'sw', code: '719', message: RAW }).known).toBe(false);
  });
});

describe('what no table has', () => {
  test.each<[string, PacRefusal]>([
    ['a number', { pac: 'finkok', code: '999', message: RAW }],
    ['a word', { pac: 'facturapi', code: 'brand_new_code', message: RAW }],
    ['nothing', { code: '', message: '' }],
    ['the name of a method', { code: 'constructor', message: '' }],
    ['a code of a later matrix', { pac: 'sw', code: 'CFDI40299', message: RAW }],
    [
      'a code of a later matrix inside a 301',
      { pac: 'solucion-factible', code: '301', message: `[#CFDI40299] ${RAW}` },
    ],
  ])('%s is the operator’s, and stays calm', (_, refusal) => {
    const { fixes, known, detail, field } = refusalMeaning(refusal);
    expect({ fixes, known, field }).toEqual({ fixes: 'operator', known: false, field: undefined });
    for (const text of Object.values(detail)) expect(text).toMatch(/^\p{Lu}[^!]*\.$/u);
    for (const text of Object.values(detail)) expect(text).not.toMatch(/ZZ-77|error/i);
  });
});

describe.each(Object.entries({ ...SAT_FAULTS, ...PAC_FAULTS }))('%s', (key, { fixes, field, detail }) => {
  test('speaks both languages without shouting or blaming, and shows the customer where', () => {
    const { 'es-MX': es, en } = detail;
    expect(es).not.toBe(en);
    for (const text of [es, en]) {
      expect(text.length).toBeGreaterThan(10);
      expect(text).not.toMatch(/[!¡]|culpa|fault of yours|incorrectamente/i);
    }
    expect(field !== undefined).toBe(fixes === 'customer');
  });

  test('is found again by its key', () => {
    const [pac, code] = key.includes(':') && !key.startsWith('cancel:') ? key.split(':') : [undefined, key];
    const refusal = { code: code ?? '', message: '', ...(pac !== undefined && { pac }) };
    expect(refusalMeaning(refusal)).toMatchObject({ detail, known: true, code: key });
  });
});

describe('the notice of a refusal', () => {
  const text = (params: Record<string, string>, language: 'es-MX' | 'en' = 'es-MX') =>
    noticeText('invoice-refused', { pac: 'finkok', message: RAW, ...params }, language);

  test('says what it means and that it is the merchant’s, without the PAC’s own words', () => {
    expect(text({ code: '740' })).toMatch(
      /^Una factura no se pudo timbrar\. Falta que firmes el manifiesto.*Te toca corregirlo a ti/,
    );
    expect(text({ code: '740' }, 'en')).toMatch(/not signed Finkok’s manifest.*up to you to correct it/);
    expect(text({ code: '740' })).not.toContain(RAW);
  });

  test('fills what the meaning asks for', () => {
    expect(text({ code: '301', satCode: 'CFDI40141', persona: 'moral' })).toContain('una persona moral.');
  });

  test('asks for a report of our own errors, with the PAC’s words', () => {
    expect(text({ code: '301', satCode: 'CFDI40119' })).toContain('repórtalo con el código CFDI40119');
    expect(text({ code: '710' }, 'en')).toContain(`report it with the code finkok:710 and what the PAC said, “${RAW}”`);
  });

  test('shows the PAC’s words of an unknown code to the operator', () => {
    expect(text({ code: '999' })).toContain(
      `un código que no conocemos (999): «${RAW}». Le toca corregirlo a quien administra`,
    );
    expect(text({ code: '999', message: '{who}' }, 'en')).toContain(
      '(999): “{who}”. It is up to this server’s administrator',
    );
  });
});
