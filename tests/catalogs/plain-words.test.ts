import { describe, expect, test } from 'vitest';
import { findClavesUnidad } from '../../server/catalogs/clave-unidad.ts';
import { plainWords, searchWords } from '../../server/catalogs/plain-words.ts';

describe('the words of a search', () => {
  test('are plain letters, whatever accents and marks there are', () => {
    expect(plainWords('  Café, té & «ÑANDÚ»-10%  ')).toBe('cafe te nandu 10');
  });

  test('leave out what says nothing, and the «s» of a plural', () => {
    expect(searchWords('Reparación de los celulares')).toEqual(['reparacion', 'celular']);
    expect(searchWords('panes dulces, galletas')).toEqual(['pan', 'dulc', 'galleta']);
    expect(searchWords('gas mes')).toEqual(['gas', 'mes']);
    expect(searchWords('con')).toEqual(['con']);
    expect(searchWords('¿%_?')).toEqual([]);
  });
});

describe('the units of the SAT', () => {
  const found = (text: string) => findClavesUnidad(searchWords(text), 5).map(({ clave }) => clave);

  test('are found by their name or clave, the usual one among the first', () => {
    expect(found('pieza')[0]).toBe('H87');
    expect(found('Kilogramos')[0]).toBe('KGM');
    expect(found('unidad de servicio')[0]).toBe('E48');
    expect(found('litros')[0]).toBe('LTR');
    expect(found('h87')).toEqual(['H87']);
    expect(found('jirafa')).toEqual([]);
  });
});
