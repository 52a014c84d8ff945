import { describe, test } from 'vitest';
import { expectNamed } from '../support/comprobante-mutations.ts';
import { COMPROBANTE_ROWS } from '../support/matrix-rows/comprobante.ts';

describe('names what is broken in the Comprobante, there and nothing else', () => {
  test.each(COMPROBANTE_ROWS)('%s → %s', (...row) => expectNamed(row));
});
