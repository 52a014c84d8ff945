import { describe, test } from 'vitest';
import { expectNamed } from '../support/comprobante-mutations.ts';
import { PARTIES_ROWS } from '../support/matrix-rows/receptor.ts';

describe('a broken rule of the parties or the period is reported, and nothing else', () => {
  test.each(PARTIES_ROWS)('%s is refused with %s', (...row) => expectNamed(row));
});
