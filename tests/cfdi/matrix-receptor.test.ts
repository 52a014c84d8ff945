import { describe, test } from 'vitest';
import { expectNamed } from '../support/comprobante-mutations.ts';
import { PARTIES_ROWS } from '../support/matrix-rows/receptor.ts';

describe('names what is broken in the parties and the period, there and nothing else', () => {
  test.each(PARTIES_ROWS)('%s → %s', (...row) => expectNamed(row));
});
