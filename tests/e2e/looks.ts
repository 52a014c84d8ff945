/** A screen as it must be at any width, by day and by night: inside its window, and nothing for axe to say. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

// axe takes a page without a background for white, also by night. This says what the browser paints there, under everything else.
const CANVAS = `addEventListener('DOMContentLoaded', () => {
  const canvas = new CSSStyleSheet();
  canvas.replaceSync(':where(html) { background-color: Canvas }');
  document.adoptedStyleSheets = [canvas];
})`;

/** axe-core, for a page to have before it loads. */
export const AXE: readonly string[] = [
  readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
  CANVAS,
];

const WIDTHS = [320, 390, 1280] as const;

const WCAG_2_2_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] as const;
/** axe's rules that look at colours; the night changes nothing else. */
const COLOURS = ['color-contrast', 'link-in-text-block'] as const;

// What sticks out of the window is what one has to scroll sideways for.
const SIDEWAYS = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Everything that is wrong with the page as it stands, each with the width and the scheme it was seen at. */
export async function flawsOf(page: Page): Promise<readonly string[]> {
  const flaws: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const sideways = await page.evaluate<number>(SIDEWAYS);
      const found = await axeFlaws(page, colorScheme === 'light' ? WCAG_2_2_AA : COLOURS);
      const all = sideways > 0 ? [`${sideways} px wider than the window`, ...found] : found;
      flaws.push(...all.map((flaw) => `${width} ${colorScheme}: ${flaw}`));
    }
  }
  return flaws;
}

/** What axe finds on the page as it stands, as `rule where why`; WCAG 2.2 A and AA unless told otherwise. */
export function axeFlaws(page: Page, runOnly: readonly string[] = WCAG_2_2_AA): Promise<readonly string[]> {
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] });
  return page.evaluate<readonly string[]>(`axe.run(document, ${options}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => [id, ...target, any[0]?.message].join(' '))))`);
}
