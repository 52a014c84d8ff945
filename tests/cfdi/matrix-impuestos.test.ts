import { describe, test } from 'vitest';
import { expectNamed } from '../support/comprobante-mutations.ts';
import { IMPUESTOS_ROWS } from '../support/matrix-rows/impuestos.ts';

describe('a broken rule of the document’s Impuestos is reported, and nothing else', () => {
  test.each(IMPUESTOS_ROWS)('%s is refused with %s', (...row) => expectNamed(row));
});
