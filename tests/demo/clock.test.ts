import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClock } from '../../server/demo/clock.ts';
import { type OpenedPac, openPac } from '../support/pac-process.ts';

const directory = mkdtempSync(join(tmpdir(), 'autofactura-clock-'));
const DAY_MS = 86_400_000;

let pac: OpenedPac;
beforeAll(async () => {
  pac = await openPac({ ledgerFile: join(directory, 'ledger.db'), certificateDir: join(directory, 'pac') });
});
afterAll(async () => {
  await pac.stop();
  rmSync(directory, { recursive: true });
});

const daysAhead = (now: number): number => Math.round((now - Date.now()) / DAY_MS);

it('is in the same day as its PAC after the demo was started again, however far it was moved, and back today once it is moved back', async () => {
  const first = await createClock(pac.url);
  expect(daysAhead(first.now())).toBe(0);
  expect(daysAhead(await first.move(40))).toBe(40);
  const restarted = await createClock(pac.url);
  expect(daysAhead(restarted.now())).toBe(40);
  await restarted.move(0);
  expect(daysAhead((await createClock(pac.url)).now())).toBe(0);
});
