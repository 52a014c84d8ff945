import { describe, expect, test } from 'vitest';
import { regimenesFiscales, regimenesFor, regimenFiscal } from '../../server/catalogs/regimen-fiscal.ts';
import { defaultUso, usoCfdi, usosFor } from '../../server/catalogs/uso-cfdi.ts';

const BUSINESS = ['G01', 'G02', 'G03', 'I01', 'I02', 'I03', 'I04', 'I05', 'I06', 'I07', 'I08'];
const PERSONAL = ['D01', 'D02', 'D03', 'D04', 'D05', 'D06', 'D07', 'D08', 'D09', 'D10'];

describe('the usos offered to a receptor follow from the régimen', () => {
  test.each(['601', '603', '620', '622', '623', '624', '626'])(
    'a company in %s: business, no personal deductions',
    (regimen) => {
      expect(usosFor(regimen, 'moral')).toEqual([...BUSINESS, 'S01']);
    },
  );

  test.each(['606', '612', '625'])('a persona física in %s gets business and personal deductions', (regimen) => {
    expect(usosFor(regimen, 'fisica')).toEqual([...BUSINESS, ...PERSONAL, 'S01']);
  });

  test.each(['621', '626'])('a persona física in %s gets business uses, and no personal deductions', (regimen) => {
    expect(usosFor(regimen, 'fisica')).toEqual([...BUSINESS, 'S01']);
  });

  test.each(['605', '607', '608', '611', '614', '615'])(
    'a persona física in %s gets personal deductions, never G03',
    (regimen) => {
      expect(usosFor(regimen, 'fisica')).toEqual([...PERSONAL, 'S01']);
    },
  );

  test('610 is offered S01 only, and 616 returns as well', () => {
    expect(usosFor('610', 'moral')).toEqual(['S01']);
    expect(usosFor('616', 'fisica')).toEqual(['G02', 'S01']);
  });

  test('a régimen of the other kind of person, or of older catalogues, is offered nothing', () => {
    expect(usosFor('605', 'moral')).toEqual([]);
    expect(usosFor('601', 'fisica')).toEqual([]);
    expect(usosFor('609', 'fisica')).toEqual([]);
    expect(usosFor('6', 'fisica')).toEqual([]);
  });

  test('payments and payroll are never offered', () => {
    const offered = (['fisica', 'moral'] as const).flatMap((person) =>
      regimenesFor(person).flatMap((regimen) => usosFor(regimen, person)),
    );
    expect(offered).not.toContain('CP01');
    expect(offered).not.toContain('CN01');
  });

  test('general expenses are preselected where they are allowed, otherwise «sin efectos fiscales»', () => {
    expect(defaultUso('612', 'fisica')).toBe('G03');
    expect(defaultUso('601', 'moral')).toBe('G03');
    expect(defaultUso('605', 'fisica')).toBe('S01');
    expect(defaultUso('616', 'fisica')).toBe('S01');
  });
});

describe('the list of régimenes', () => {
  test('offers a person the employee’s first, and a company the general one', () => {
    expect(regimenesFor('fisica').slice(0, 3)).toEqual(['605', '626', '612']);
    expect(regimenesFor('moral').slice(0, 2)).toEqual(['601', '626']);
  });

  test('offers every régimen of the catalogue to somebody, once', () => {
    const offered = [...regimenesFor('fisica'), ...regimenesFor('moral')];
    expect([...new Set(offered)].sort()).toEqual(regimenesFiscales().map(({ clave }) => clave));
    expect(new Set(regimenesFor('fisica')).size).toBe(regimenesFor('fisica').length);
  });

  test('has no entry for a clave that does not exist, not even for the name of a property that every object has', () => {
    for (const clave of ['609', '', 'constructor', '60']) {
      expect(regimenFiscal(clave)).toBeUndefined();
      expect(usoCfdi(clave)).toBeUndefined();
    }
  });
});
