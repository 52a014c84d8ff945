import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildComprobante } from '../../server/cfdi/comprobante-builder.ts';
import { checkMatrix } from '../../server/cfdi/matrix.ts';
import { CHECKED_AT_THE_FORM, MATRIX_COVERAGE } from '../../server/cfdi/matrix-coverage.ts';
import { checkReceptor } from '../../server/cfdi/receptor.ts';
import { PAC_FAULTS } from '../../server/problems/pac-faults.ts';
import { SAT_FAULTS } from '../../server/problems/sat-faults.ts';
import { CAFE_JACARANDA, UNIVERSIDAD } from '../support/cfdi-fixtures.ts';
import { soldArbitrary } from '../support/generated-sales.ts';
import { matrixPage } from '../support/matrix-page.ts';
import { COMPROBANTE_ROWS } from '../support/matrix-rows/comprobante.ts';
import { CONCEPTO_ROWS, CONCEPTO_TAX_ROWS } from '../support/matrix-rows/conceptos.ts';
import { IMPUESTOS_ROWS } from '../support/matrix-rows/impuestos.ts';
import { PARTIES_ROWS } from '../support/matrix-rows/receptor.ts';

const BROKEN = [...COMPROBANTE_ROWS, ...CONCEPTO_ROWS, ...CONCEPTO_TAX_ROWS, ...IMPUESTOS_ROWS, ...PARTIES_ROWS];

test('every code of the matrix has one row, and every row a way in which it is met', () => {
  const codes = MATRIX_COVERAGE.map(({ code }) => code);
  expect([...codes].sort()).toEqual(Object.keys(SAT_FAULTS).sort());
  expect(new Set(codes).size).toBe(codes.length);
  for (const { code, ways } of MATRIX_COVERAGE) expect(ways.length, code).toBeGreaterThan(0);
});

test('every way has a one-line reason, and none is listed twice', () => {
  for (const { code, ways } of MATRIX_COVERAGE) {
    for (const { text } of ways) expect(text, code).toMatch(/^[^\n|.]{5,100}$/);
    expect(new Set(ways.map(({ how }) => how)).size, code).toBe(ways.length);
  }
});

test('the codes marked as checked are exactly those that the matrix reports for the broken documents', () => {
  const refused = new Set(BROKEN.flatMap(([, , , file]) => checkMatrix(file).map(({ satCode }) => satCode)));
  const checked = MATRIX_COVERAGE.flatMap(({ code, ways }) =>
    ways.some(({ how }) => how === 'checked') ? [code] : [],
  );
  expect(checked.filter((code) => !refused.has(code))).toEqual([]);
  expect([...refused].filter((code) => code !== '301' && !checked.includes(code))).toEqual([]);
});

describe('a code that counts as checked at the form is reported there', () => {
  const examples = {
    CFDI40146: [{ nombre: 'Público en general' }, 'nombre-publico-en-general'],
    CFDI40147: [{ codigoPostal: '00000' }, 'codigo-postal-unknown'],
    CFDI40157: [{ regimenFiscal: '630' }, 'regimen-required'],
    CFDI40158: [{ regimenFiscal: '605' }, 'regimen-person'],
    CFDI40160: [{ usoCfdi: 'P01' }, 'uso-required'],
    CFDI40161: [{ usoCfdi: 'D01' }, 'uso-regimen'],
  } as const;

  test('every code that counts as checked at the form has an example', () => {
    expect(Object.keys(examples)).toEqual(CHECKED_AT_THE_FORM);
  });

  test.each(Object.entries(examples))('%s is reported at the form', (_, [typed, code]) => {
    const context = { lugarExpedicion: '06700', fecha: '2026-11-20', allowNoRfc: true };
    const { faults } = checkReceptor({ ...UNIVERSIDAD, ...typed }, context);
    expect(faults.map((fault) => fault.code)).toEqual([code]);
  });
});

test('what is marked as impossible never occurs, whatever is sold', () => {
  fc.assert(
    fc.property(soldArbitrary, fc.boolean(), (sale, itemizeIeps) => {
      const built = buildComprobante({
        sold: [sale],
        emisor: CAFE_JACARANDA,
        lugarExpedicion: '06700',
        receptor: UNIVERSIDAD,
        fecha: '2026-11-20T18:32:00',
        formaPago: '04',
        itemizeIeps,
      });
      if (built.kind !== 'comprobante') return;
      const { comprobante: c } = built;
      expect(c).toMatchObject({ tipoDeComprobante: 'I', metodoPago: 'PUE', exportacion: '01', cfdiRelacionados: [] });
      for (const absent of ['confirmacion', 'informacionGlobal']) expect(c).not.toHaveProperty(absent);
      expect(c.emisor).not.toHaveProperty('facAtrAdquirente');
      for (const absent of ['residenciaFiscal', 'numRegIdTrib']) expect(c.receptor).not.toHaveProperty(absent);
      for (const concepto of c.conceptos) {
        expect(concepto).toMatchObject({ informacionAduanera: [], partes: [] });
        expect(concepto).not.toHaveProperty('aCuentaTerceros');
      }
    }),
    { numRuns: 100 },
  );
});

describe('MATRIX.md', () => {
  const page = readFileSync(new URL('../../server/cfdi/MATRIX.md', import.meta.url), 'utf8');

  test('is what `npm run coverage:matrix` writes', () => {
    expect(page === matrixPage(), 'stale: run npm run coverage:matrix').toBe(true);
  });

  test('has a row for every code of the SAT and of the PACs', () => {
    const rows = page.split('\n').filter((line) => /^\| (?!How|Code|---|checked|mapped|by-c|cannot)/.test(line));
    expect(rows.length).toBe(Object.keys(SAT_FAULTS).length + Object.keys(PAC_FAULTS).length);
    expect(page).toContain('2024-12-13. The edition of 2026-03-25 was not available.');
  });
});
