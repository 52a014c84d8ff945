import { describe, test } from 'vitest';
import { expectNamed } from '../support/comprobante-mutations.ts';
import { CONCEPTO_ROWS, CONCEPTO_TAX_ROWS } from '../support/matrix-rows/conceptos.ts';

describe('names what is broken in a concepto, there and nothing else', () => {
  test.each(CONCEPTO_ROWS)('%s → %s', (...row) => expectNamed(row));
});

describe('names what is broken in its taxes, there and nothing else', () => {
  test.each(CONCEPTO_TAX_ROWS)('%s → %s', (...row) => expectNamed(row));
});
