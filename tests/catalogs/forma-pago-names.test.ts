import { expect, test } from 'vitest';
import { FORMAS_PAGO } from '../../server/catalogs/forma-pago.ts';
import { FORMA_PAGO_NAMES } from '../../server/catalogs/forma-pago-names-en.ts';

test('every form of payment of the SAT has an English name', () => {
  expect(Object.keys(FORMA_PAGO_NAMES).sort()).toEqual(FORMAS_PAGO.map(({ clave }) => clave).sort());
});
