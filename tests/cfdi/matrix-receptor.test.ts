import { describe, test } from 'vitest';
import { expectNamed } from '../support/comprobante-mutations.ts';
import { PARTIES_ROWS } from '../support/matrix-rows/receptor.ts';

describe('what is broken in the parties and the period is named, there and nothing else', () => {
  test.each(PARTIES_ROWS)('%s is refused with %s', (...row) => expectNamed(row));
});
