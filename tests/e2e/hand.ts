/** A person’s hand on a keyboard and a pointer: what it does is real, counted, and worth so many seconds. */
import type { Locator, Page } from 'playwright-core';

/** What somebody did by hand, and how long that takes a person. */
export type HandLedger = {
  readonly clicks: number;
  readonly keys: number;
  readonly pages: number;
  readonly seconds: number;
};

export type Hand = {
  click(target: Locator): Promise<void>;
  /** One key, or a combination. */
  press(key: string): Promise<void>;
  /** Types into what has the focus, key by key. */
  type(text: string): Promise<void>;
  /** Clicks into the first field, and goes on to the others with Tab. */
  fill(first: string, texts: readonly string[]): Promise<void>;
  /** Clicks what opens the browser's chooser, and chooses the file in it. */
  choose(target: Locator, file: string): Promise<void>;
  /** Waits for the page with this heading, which is then read. */
  reads(heading: string): Promise<void>;
  readonly ledger: () => HandLedger;
};

/**
 * Seconds of a person, by the keystroke-level model (Card, Moran and Newell, «The Keystroke-Level Model for User Performance Time with
 * Interactive Systems», CACM 23(7), 1980): a key of somebody who types without training, and a click with the thought, the reach and the
 * pointing before it. A page is read for as long as forty words take.
 */
const KEY_S = 0.28;
const CLICK_S = 1.35 + 0.4 + 1.1 + 0.2;
const PAGE_S = 10;

/** The hand on this page, whose screens have headings of this level. */
export function handOn(page: Page, level: 1 | 2 = 1): Hand {
  const done = { clicks: 0, keys: 0, pages: 0 };
  const hand: Hand = {
    async click(target) {
      done.clicks += 1;
      await target.click();
    },
    async press(key) {
      done.keys += key.split('+').length;
      await page.keyboard.press(key);
    },
    async type(text) {
      done.keys += text.length;
      await page.keyboard.type(text);
    },
    async fill(first, texts) {
      await hand.click(page.getByLabel(first, { exact: true }));
      for (const [index, text] of texts.entries()) {
        if (index > 0) await hand.press('Tab');
        await hand.type(text);
      }
    },
    async choose(target, file) {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), hand.click(target)]);
      // The file, and «Abrir».
      done.clicks += 2;
      await chooser.setFiles(file);
    },
    async reads(heading) {
      done.pages += 1;
      await page.getByRole('heading', { name: heading, level }).waitFor();
    },
    ledger: () => ({
      ...done,
      seconds: Math.round(done.keys * KEY_S + done.clicks * CLICK_S + done.pages * PAGE_S),
    }),
  };
  return hand;
}
