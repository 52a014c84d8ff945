import { describe, test } from 'vitest';
import { expectNamed } from '../support/comprobante-mutations.ts';
import { CONCEPTO_ROWS, CONCEPTO_TAX_ROWS } from '../support/matrix-rows/conceptos.ts';

describe('what is broken in a concepto is named, there and nothing else', () => {
  test.each(CONCEPTO_ROWS)('%s is refused with %s', (...row) => expectNamed(row));
});

describe('what is broken in its taxes is named, there and nothing else', () => {
  test.each(CONCEPTO_TAX_ROWS)('%s is refused with %s', (...row) => expectNamed(row));
});
