/** The short form of `npm run attack`. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import type { LookupField } from '../../server/portals/portal.ts';
import { simulateAttack } from '../support/attack.ts';

vi.setConfig({ testTimeout: 120_000 });

const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'autofactura-attack-'));
let store: Store;
beforeAll(async () => {
  store = await openStore({ sqlitePath: join(directory, 'attack.db') });
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

const day = { folios: 'in sequence', guessesADay: 9_000, customers: 300, seed: 7 } as const;

test.each<[readonly LookupField[], 'stranger' | 'acquaintance']>([
  [['folio', 'total', 'cardLast4'], 'stranger'],
  [['folio', 'email'], 'acquaintance'],
])(
  '%j, accepted as it is, gives a %s with rotating addresses less than 0.01 hits in 24 hours, and no customer is refused',
  async (way, by) => {
    const { isAccepted, expectedHits, guesses, refused } = await simulateAttack(store.attempts, { ...day, way, by });

    expect({ isAccepted, guesses, refused }).toEqual({ isAccepted: true, guesses: 9_000, refused: 0 });
    expect(expectedHits).toBeGreaterThan(0);
    expect(expectedHits).toBeLessThan(0.01);
  },
);

test('sequential folio and total, which has to be acknowledged, shows a stranger nothing from the 200th failure of the day on', async () => {
  const { isAccepted, open, refused } = await simulateAttack(store.attempts, {
    ...{ ...day, guessesADay: 1_000, way: ['folio', 'total'], by: 'stranger' },
  });
  expect({ isAccepted, refused }).toEqual({ isAccepted: false, refused: 0 });
  expect(open).toBeLessThanOrEqual(200);
});

test('on a day without an attack every customer sees the purchase at once', async () => {
  for (const way of [
    ['folio', 'total'],
    ['folio', 'email'],
  ] as const) {
    const quiet = { ...day, way, by: 'stranger', guessesADay: 0, customers: 2_000, seed: 8 } as const;
    const { shownAtOnce, shownAfterProof, refused } = await simulateAttack(store.attempts, quiet);
    expect({ shownAtOnce, shownAfterProof, refused }).toEqual({ shownAtOnce: 2_000, shownAfterProof: 0, refused: 0 });
  }
});

test('a chain whose 20,000 customers mistype one time in twelve is not under attack: none is asked for a proof of work or a second detail', async () => {
  const chain = {
    ...day,
    way: ['folio', 'total'],
    by: 'stranger',
    guessesADay: 0,
    customers: 20_000,
    seed: 9,
  } as const;
  expect(await simulateAttack(store.attempts, chain)).toMatchObject({ shownAtOnce: 20_000, refused: 0 });
});
