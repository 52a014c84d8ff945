import { describe, expect, test } from 'vitest';
import { type StatedTax, tasaOCuotaAllowed } from '../../server/catalogs/tasa-o-cuota.ts';

const IVA_16: StatedTax = {
  impuesto: '002',
  tipoFactor: 'Tasa',
  tasaOCuota: '0.160000',
  kind: 'traslado',
  fecha: '2026-11-20T18:32:00',
};
const allowed = (change: Partial<StatedTax>) => tasaOCuotaAllowed({ ...IVA_16, ...change });

describe('a traslado may have only the rates of the catalogue', () => {
  test.each(['0.160000', '0.080000', '0.000000'])('accepts IVA at %s', (tasaOCuota) => {
    expect(allowed({ tasaOCuota })).toBe(true);
  });

  test.each(['0.150000', '0.110000', '0.16', '0.1600000', '.160000', '16.000000', '-0.160000', ''])(
    'refuses IVA at %j',
    (tasaOCuota) => {
      expect(allowed({ tasaOCuota })).toBe(false);
    },
  );

  test('accepts a cuota within its range for IEPS on sugary drinks, and a rate on snacks', () => {
    expect(allowed({ impuesto: '003', tipoFactor: 'Cuota', tasaOCuota: '3.081800' })).toBe(true);
    expect(allowed({ impuesto: '003', tipoFactor: 'Cuota', tasaOCuota: '72.160500' })).toBe(true);
    expect(allowed({ impuesto: '003', tipoFactor: 'Cuota', tasaOCuota: '72.160501' })).toBe(false);
    expect(allowed({ impuesto: '003', tasaOCuota: '0.080000' })).toBe(true);
    expect(allowed({ impuesto: '003', tasaOCuota: '0.160000' })).toBe(false);
  });

  test('an IEPS cuota of a document from before 2026 is not refused because of the catalogue’s new start date', () => {
    expect(allowed({ impuesto: '003', tipoFactor: 'Cuota', tasaOCuota: '1.576600', fecha: '2024-05-02' })).toBe(true);
  });

  test('exempt has no rate, and 0 % is not exempt', () => {
    expect(tasaOCuotaAllowed({ impuesto: '002', tipoFactor: 'Exento', kind: 'traslado', fecha: '2026-11-20' })).toBe(
      true,
    );
    expect(allowed({ tipoFactor: 'Exento', tasaOCuota: '0.000000' })).toBe(false);
    expect(allowed({ tasaOCuota: undefined })).toBe(false);
  });

  test('ISR is never transferred', () => {
    expect(allowed({ impuesto: '001', tasaOCuota: '0.100000' })).toBe(false);
  });
});

describe('a retención has ranges for IVA and ISR', () => {
  test.each([
    ['002', '0.106667', true],
    ['002', '0.040000', true],
    ['002', '0.160001', false],
    ['001', '0.012500', true],
    ['001', '0.350000', true],
    ['001', '0.350001', false],
    ['003', '0.030000', false],
    ['003', '0.265000', true],
  ])('%s at %s is in range: %s', (impuesto, tasaOCuota, expected) => {
    expect(allowed({ kind: 'retencion', impuesto, tasaOCuota })).toBe(expected);
  });

  test('can never be Exento', () => {
    expect(allowed({ kind: 'retencion', tipoFactor: 'Exento', tasaOCuota: undefined })).toBe(false);
  });
});
