import { describe, test } from 'vitest';
import { expectNamed } from '../support/comprobante-mutations.ts';
import { CONCEPTO_ROWS, CONCEPTO_TAX_ROWS } from '../support/matrix-rows/conceptos.ts';

describe('a broken rule of a concepto is reported, and nothing else', () => {
  test.each(CONCEPTO_ROWS)('%s is refused with %s', (...row) => expectNamed(row));
});

describe('a broken rule of a concepto’s taxes is reported, and nothing else', () => {
  test.each(CONCEPTO_TAX_ROWS)('%s is refused with %s', (...row) => expectNamed(row));
});
