import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { openJournal, type StampJournal } from '../../server/journal/stamp-journal.ts';
import { startForgetting } from '../../server/main/forgetting.ts';

const TENANT = { merchantId: 'mer_1', world: 'live' } as const;
const NOW = Date.UTC(2026, 10, 20);
const DAY = 86_400_000;

let folder: string;
let store: Store;
let journal: StampJournal;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'autofactura-forget-'));
  store = await openStore({ sqlitePath: join(folder, 'a.sqlite') });
  journal = openJournal(join(folder, 'stamps'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

it('deliveries of more than ninety days ago are deleted, and no younger or pending ones', async () => {
  const happened = { tenant: TENANT, type: 'invoice.stamped', subject: 'inv_1' } as const;
  await store.events.add({ ...happened, id: 'evt_old', at: NOW - 91 * DAY });
  await store.events.add({ ...happened, id: 'evt_young', at: NOW - 89 * DAY });
  await store.events.fanOut({ now: NOW, limit: 10, alertDelayMs: 0 });
  await store.events.add({ ...happened, id: 'evt_untold', at: NOW - 91 * DAY });

  const forgetting = startForgetting({ store, journal, now: () => NOW, log: () => {} });
  await forgetting.ran();
  await forgetting.stop();

  const kept = await Promise.all(['evt_old', 'evt_young', 'evt_untold'].map((id) => store.events.get(id)));
  expect(kept.map((event) => event?.id)).toEqual([undefined, 'evt_young', 'evt_untold']);
});

it('what one kind cannot forget is logged, and the other kinds are forgotten all the same', async () => {
  await store.attempts.add('sale-tries:sale_1', '2026-11-12');
  await store.attempts.add('sale-tries:sale_1', '2026-11-13');
  const logged: string[] = [];
  const away = { prune: () => Promise.reject(new TypeError('secret')) };
  const forgetting = startForgetting({
    ...{ store: { ...store, events: away }, journal, now: () => NOW },
    log: (event, { what, error }) => logged.push(`${event} ${what} ${error}`),
  });
  await forgetting.ran();
  await forgetting.stop();
  expect(logged).toEqual(['forgetting.failed events TypeError']);
  const counts = ['2026-11-12', '2026-11-13'].map((day) => store.attempts.count('sale-tries:sale_1', day));
  expect(await Promise.all(counts)).toEqual([0, 1]);
});

const fileOf = (day: string, time = '18-00-00') => `${day}T${time}-000Z-0a1b2c3d.stamps`;

function journalWith(names: readonly string[]): string {
  const stamps = join(folder, 'stamps');
  mkdirSync(stamps);
  for (const name of names) writeFileSync(join(stamps, name), '');
  return stamps;
}

async function forget(now: number): Promise<void> {
  const forgetting = startForgetting({ store, journal, now: () => now, log: () => {} });
  await forgetting.ran();
  await forgetting.stop();
}

/** The last days on which the shop sold. */
const LAST = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'].map((day) => fileOf(day));

it('lines of the journal of stamps are deleted after 92 days, and no other file of its folder', async () => {
  const [old, young] = [fileOf('2026-08-16', '23-59-59'), fileOf('2026-08-17', '00-00-01')];
  const stamps = journalWith([old, young, ...LAST, '2026-01-01-notes.txt']);
  await forget(NOW);
  expect(readdirSync(stamps).sort()).toEqual(['2026-01-01-notes.txt', young, ...LAST]);
});

it('a clock that is 200 days fast deletes nothing of the journal, with or without days of its own in it', async () => {
  const young = fileOf('2026-08-20');
  const stamps = journalWith([young, ...LAST]);
  await forget(NOW + 200 * DAY);
  expect(readdirSync(stamps).sort()).toEqual([young, ...LAST]);
  const fast = fileOf('2027-06-08');
  writeFileSync(join(stamps, fast), '');
  await forget(NOW + 200 * DAY);
  expect(readdirSync(stamps).sort()).toEqual([young, ...LAST, fast]);
});
