import { describe, test } from 'vitest';
import { expectNamed } from '../support/comprobante-mutations.ts';
import { IMPUESTOS_ROWS } from '../support/matrix-rows/impuestos.ts';

describe('names what is broken in the Impuestos of the document, there and nothing else', () => {
  test.each(IMPUESTOS_ROWS)('%s → %s', (...row) => expectNamed(row));
});
