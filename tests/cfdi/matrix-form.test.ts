import { describe, test } from 'vitest';
import {
  broken,
  concepto,
  DINNERS,
  EGRESO,
  expectNamed,
  PAGO,
  type Row,
  receptor,
  UNTAXED,
} from '../support/comprobante-mutations.ts';

describe('an attribute whose form the XSD refuses is reported, and nothing else', () => {
  test.each<Row>([
    ['version 3.3', '301', '/version', broken(DINNERS, { version: '3.3' })],
    ['a Serie of 26 characters', '301', '/serie', broken(DINNERS, { serie: 'A'.repeat(26) })],
    ['a bar in a description', '301', '/conceptos/1/descripcion', concepto({ descripcion: 'Cena | postre' })],
    ['a quantity of nothing', '301', '/conceptos/1/cantidad', concepto({ ...UNTAXED, cantidad: '0', importe: '0' })],
    [
      'an amount without its integer',
      '301',
      '/conceptos/1/valorUnitario',
      concepto({ ...UNTAXED, valorUnitario: '.50', cantidad: '1000', importe: '500' }),
    ],
    ['no conceptos', '301', '/conceptos', broken(PAGO, { conceptos: [] })],
    [
      'a relation to nothing',
      '301',
      '/cfdiRelacionados/0/uuids',
      broken(EGRESO, { cfdiRelacionados: [{ tipoRelacion: '01', uuids: [] }] }),
    ],
    ['an RFC in small letters', '301', '/receptor/rfc', receptor({ rfc: 'ure180429tm6' })],
    ['an RFC of the 31st of February', '301', '/receptor/rfc', receptor({ rfc: 'URE180231TM6' })],
  ])('%s → %s', (...row) => expectNamed(row));
});
