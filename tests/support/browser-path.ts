/**
 * Where a Chromium may be: what `CHROME_PATH` says first, then the usual places. The one without a window comes before the others: it draws
 * the same pages with two thirds of the processor time.
 */
import { existsSync } from 'node:fs';

export const BROWSERS: readonly string[] = [
  ...(process.env.CHROME_PATH ? [process.env.CHROME_PATH] : []),
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** As a page should be driven in a container: no sandbox, no GPU, nothing in the background. */
export const BROWSER_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  // A container's /dev/shm is often too small for a page.
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser the tests drive; `tests/prepare.ts` made sure that there is one. */
export function browserPath(): string {
  const path = BROWSERS.find((candidate) => existsSync(candidate));
  if (!path) throw new Error('no Chromium: set CHROME_PATH');
  return path;
}
