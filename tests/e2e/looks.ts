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
const SCHEMES = ['light', 'dark'] as const;

const RUN_AXE = `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'], elementRef: false,
}).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => id + ' ' + target.join(' ') + ' ' + (any[0]?.message ?? ''))))`;

// What sticks out of the window is what one has to scroll sideways for.
const SIDEWAYS = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Everything that is wrong with the page as it stands, each with the width and the scheme it was seen at. */
export async function flawsOf(page: Page): Promise<readonly string[]> {
  const flaws: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const at = `${width} ${colorScheme}`;
      const sideways = await page.evaluate<number>(SIDEWAYS);
      if (sideways > 0) flaws.push(`${at}: ${sideways} px wider than the window`);
      flaws.push(...(await axeFlaws(page)).map((flaw) => `${at}: ${flaw}`));
    }
  }
  return flaws;
}

/** What axe finds on the page as it stands, against WCAG 2.2 A and AA. */
export function axeFlaws(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(RUN_AXE);
}
