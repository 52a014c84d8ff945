import { describe, expect, it } from 'vitest';
import { longDate, money, named, quantity, taxName } from '../../server/print/figures.ts';

describe('a figure on paper', () => {
  it('keeps every decimal of the XML, and at least two', () => {
    expect([money('1284.5'), money('128.448276'), money('1000000.000000'), money('0')]).toEqual([
      '$1,284.50',
      '$128.448276',
      '$1,000,000.00',
      '$0.00',
    ]);
  });

  it('is unchanged if it is not a decimal', () => {
    expect([money('N/A'), quantity('1e3'), longDate('ayer')]).toEqual(['N/A', '1e3', 'ayer']);
  });

  it('has no superfluous zeros if it is a quantity', () => {
    expect([quantity('2.000000'), quantity('1500'), quantity('0.333333')]).toEqual(['2', '1,500', '0.333333']);
  });

  it('has the name of its tax by its rate', () => {
    expect(taxName('IVA', { tipoFactor: 'Tasa', tasaOCuota: '0.160000' })).toBe('IVA 16 %');
    expect(taxName('IVA', { tipoFactor: 'Tasa', tasaOCuota: '0.106667' })).toBe('IVA 10.6667 %');
    expect(taxName('IEPS', { tipoFactor: 'Tasa', tasaOCuota: '0.265000' })).toBe('IEPS 26.5 %');
    expect(taxName('IEPS', { tipoFactor: 'Cuota', tasaOCuota: '0.545000' })).toBe('IEPS $0.545 por unidad');
    expect(taxName('IVA', { tipoFactor: 'Exento' })).toBe('IVA exento');
  });

  it('is written long if it is a date, and with the catalogue’s text if it is a known clave', () => {
    expect(longDate('2026-11-20T18:32:00')).toBe('20 de noviembre de 2026, 18:32');
    expect(named('G03', 'Gastos en general.')).toBe('G03 Gastos en general');
    expect(named('ZZ9', undefined)).toBe('ZZ9');
  });
});
