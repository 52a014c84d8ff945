import { describe, expect, it } from 'vitest';
import { readLista69b } from '../../server/taxpayers/lista-69b.ts';

// The layout of the SAT's own file: lines of title, a header, then a row each, with names that have commas and quotes in them.
const LISTA = `Información actualizada al 31 de octubre de 2026,,,,,
Listado completo de contribuyentes (Artículo 69-B del Código Fiscal de la Federación),,,,,
No,RFC,Nombre del Contribuyente,Situación del contribuyente,Número y fecha de oficio global de presunción,Publicación página SAT presuntos
1,AAA080808HL8,"ASESORES EN AVALÚOS Y ACTIVOS, S.A. DE C.V.",Sentencia Favorable,500-05-2018-1 de fecha 1 de enero de 2018,01/01/2018
2,ÑUB930101AB1,"SERVICIOS ""ÑUBLE"" SC",Definitivo,500-05-2019-2,01/02/2019
3,PEGM850312PC8,PEÑA GÜEMES MARIA JOSE,presunto ,500-05-2026-9,01/10/2026
4,XXXXXXXXXXXX,SUPRIMIDO POR SENTENCIA,Definitivo,500-05-2019-3,01/02/2019
5,AAA080808HL8,"ASESORES EN AVALÚOS Y ACTIVOS, S.A. DE C.V.",Desvirtuado,500-05-2020-1,01/01/2020
`;
const ROWS = [
  { rfc: 'AAA080808HL8', situacion: 'Desvirtuado' },
  { rfc: 'ÑUB930101AB1', situacion: 'Definitivo' },
  { rfc: 'PEGM850312PC8', situacion: 'Presunto' },
];

describe('the list of article 69-B', () => {
  it('is read below its titles and header: RFC and situación, the last of several, and the lines that lack either', () => {
    expect(readLista69b(Buffer.from(LISTA, 'utf8'))).toEqual({ rows: ROWS, unread: [7] });
  });

  it('is read as the SAT publishes it, in windows-1252', () => {
    expect(readLista69b(Buffer.from(LISTA, 'latin1'))?.rows).toEqual(ROWS);
  });

  it.each([
    ['another spreadsheet', 'folio,total\nA-1,348.00\n'],
    ['a header without rows', LISTA.split('\n').slice(0, 3).join('\n')],
    ['a page', '<!doctype html><title>SAT</title>'],
    ['nothing', ''],
  ])('is not recognized in %s', (_, text) => {
    expect(readLista69b(Buffer.from(text))).toBeUndefined();
  });
});
