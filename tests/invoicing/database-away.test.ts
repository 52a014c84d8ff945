/** PostgreSQL goes away under load. `npm run torture -- --database` does the same ten times over, on one and two servers. */
import { expect, it } from 'vitest';
import { databaseStorm } from '../support/database-storm.ts';

it('loses and doubles no sale, answers no 500 and ends no server while connections are cut, a backend crashes and the database hangs', async () => {
  const { ended, failures, convictions, stamps, sales } = await databaseStorm({ servers: 2, rounds: 1 });
  expect({ ended, failures, convictions, stamps }).toEqual({ ended: 0, failures: [], convictions: [], stamps: sales });
}, 240_000);
