/** The panel over a phone's slow 4G: what one reads stays where it is while the rest of a page comes. */
import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { openPanel } from './panel-menu.ts';
import { openStage } from './stage.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const stage = openStage();

/** Slow 4G as Lighthouse has it: 150 ms there and back, 1.6 Mb/s down, 750 kb/s up. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
/** A third of what is called good (web.dev/cls: 0.1). */
const MOST_SHIFT = 0.035;

/** The page at this path, with what it reads of the server. */
async function isThere(page: Page, path: string): Promise<void> {
  await page.waitForURL((url) => url.pathname === path);
  await page.waitForFunction((current) => {
    const root = document.querySelector('autofactura-panel')?.shadowRoot;
    const isMarked = root?.querySelector(`[href="${current}"][aria-current]`);
    return isMarked && root?.querySelector('main h1') && !root.querySelector('main .waiting');
  }, path);
  await page.waitForLoadState('networkidle');
}

/** How much moves while the page comes from its address: by nobody’s hand, so all of it counts. */
async function shiftOf(page: Page, path: string): Promise<number> {
  await page.goto(path);
  await isThere(page, path);
  return page.evaluate(() => (globalThis as unknown as { shifted: number }).shifted);
}

it('nothing on a page of the menu shifts while it loads over slow 4G', async () => {
  const { page, paths } = await openPanel(stage);
  expect(paths.length).toBeGreaterThan(15);
  await page.addInitScript(() => {
    Object.assign(globalThis, { shifted: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        (globalThis as unknown as { shifted: number }).shifted += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await (await page.context().newCDPSession(page)).send('Network.emulateNetworkConditions', SLOW_4G);
  const moved: Record<string, number> = {};
  for (const path of paths) moved[path] = await shiftOf(page, path);
  expect(Object.entries(moved).filter(([, shift]) => shift > MOST_SHIFT)).toEqual([]);
});
