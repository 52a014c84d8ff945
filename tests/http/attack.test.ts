/** The short form of `npm run attack`. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import type { LookupField } from '../../server/portals/portal.ts';
import { simulateAttack } from '../support/attack.ts';
import { simulateSiege } from '../support/siege.ts';

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

/** Seconds of a slow phone, for a customer who mistypes first. */
const TWO_DEAREST = 2 * 32 * 3;

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

test('an attacker with rotating addresses in nine networks, who pays for every proof, gets ten guesses at a sale and two for each network, and locks no customer out', async () => {
  const siege = { by: 'with 2,000 addresses and a /48', sales: 8, triesADay: 600, seed: 11 } as const;
  const { mostGuesses, lockedOut, openedAfterProof, waitP99 } = await simulateSiege(store.attempts, siege);

  expect(mostGuesses).toBe(10 + 2 * 9);
  expect(lockedOut).toBe(0);
  expect(openedAfterProof).toBeGreaterThan(0);
  expect(waitP99).toBeLessThanOrEqual(TWO_DEAREST);
});

test('one who pays for nothing gets ten, and one with a thousand networks locks nobody out either: a proof takes a phone a minute and a half at most', async () => {
  const siege = { sales: 4, triesADay: 400, seed: 12 } as const;
  const free = await simulateSiege(store.attempts, { ...siege, by: 'who pays for nothing' });
  expect(free).toMatchObject({ mostGuesses: 10, lockedOut: 0, coreHours: 0 });

  const everywhere = await simulateSiege(store.attempts, { ...siege, by: 'with a thousand networks' });
  expect(everywhere.lockedOut).toBe(0);
  expect(everywhere.waitP99).toBeLessThanOrEqual(TWO_DEAREST);
});
