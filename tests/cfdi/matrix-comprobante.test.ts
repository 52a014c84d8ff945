import { describe, test } from 'vitest';
import { expectNamed } from '../support/comprobante-mutations.ts';
import { COMPROBANTE_ROWS } from '../support/matrix-rows/comprobante.ts';

describe('a broken rule of the Comprobante is reported, and nothing else', () => {
  test.each(COMPROBANTE_ROWS)('%s is refused with %s', (...row) => expectNamed(row));
});
