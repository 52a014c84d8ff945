import { describe, expect, test } from 'vitest';
import { PAC_FAULTS } from '../../server/problems/pac-faults.ts';
import { faultDetail } from '../../server/problems/problem.ts';
import { SAT_FAULTS, satCodeIn } from '../../server/problems/sat-faults.ts';

const range = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `CFDI${from + index}`);

test('every code of the matrix has its words, and nothing that is not in it', () => {
  const matrix = [...range(40101, 40222), 'CFDI40999', ...range(140223, 140227)];
  expect(Object.keys(SAT_FAULTS).sort()).toEqual([...matrix].sort());
});

test('the codes that all PACs share have theirs', () => {
  const shared = '300 301 302 303 304 305 306 307 308 401 402 403 607'.split(' ');
  expect(Object.keys(PAC_FAULTS).filter((key) => !key.includes(':'))).toEqual(shared);
});

test('and every PAC’s own, by its name, with the answers to a cancellation', () => {
  const owners = Object.keys(PAC_FAULTS).flatMap((key) => (key.includes(':') ? [key.slice(0, key.indexOf(':'))] : []));
  expect([...new Set(owners)]).toEqual(['finkok', 'sw', 'prodigia', 'diverza', 'facturapi', 'facturama', 'cancel']);
});

describe.each(Object.entries({ ...SAT_FAULTS, ...PAC_FAULTS }))('%s', (code, fault) => {
  test('is a sentence in both languages, and leads the customer to a field only where one can fix it', () => {
    for (const text of Object.values(fault.detail)) expect(text).toMatch(/^[A-ZÁÉÍÓÚÑ].*\.$/);
    expect(fault.field !== undefined).toBe(fault.fixes === 'customer');
  });

  test('asks only for what the faults of the matrix carry', () => {
    const asked = Object.values(fault.detail).flatMap((text) => text.match(/\{\w+\}/g) ?? []);
    expect(asked.every((name) => ['{persona}', '{clave}', '{lista}'].includes(name))).toBe(true);
  });

  test('is what a fault with that code says', () => {
    expect(faultDetail({ code: 'refused', pointer: '', satCode: code }, 'en')).toBe(fault.detail.en);
  });
});

test('the customer can fix the five data of the receptor and nothing else', () => {
  const fixable = Object.entries(SAT_FAULTS).flatMap(([code, { field }]) => (field ? [`${code} ${field}`] : []));
  expect(fixable).toEqual([
    'CFDI40143 rfc',
    'CFDI40144 nombre',
    'CFDI40145 nombre',
    'CFDI40146 nombre',
    'CFDI40147 codigoPostal',
    'CFDI40148 codigoPostal',
    'CFDI40157 regimenFiscal',
    'CFDI40158 regimenFiscal',
    'CFDI40160 usoCfdi',
    'CFDI40161 usoCfdi',
  ]);
});

describe('the SAT’s code in a PAC’s text', () => {
  test.each([
    ['CFDI40145 - El campo Nombre del receptor…', 'CFDI40145'],
    ['301 [Error #CFDI40161] El campo UsoCFDI', 'CFDI40161'],
    ['Error: cfdi40148.', 'CFDI40148'],
    ['Request Error :CFDI 40110 - El valor', 'CFDI40110'],
    ['CFDI40224 la retención no procede', 'CFDI140224'],
    ['CFDI140225', 'CFDI140225'],
    ['CFDI140119 total', 'CFDI40119'],
    ['CFDI33118 envuelve a CFDI40119', 'CFDI40119'],
    ['CFDI33118 de otra versión', 'CFDI33118'],
  ])('%j is %s', (text, code) => {
    expect(satCodeIn(text)).toBe(code);
  });

  test.each(['307 El comprobante ya fue timbrado', 'CFDI4014', 'CFDI40145678', ''])('%j has none', (text) => {
    expect(satCodeIn(text)).toBeUndefined();
  });
});
