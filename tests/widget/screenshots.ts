/**
 * Takes every scene at 320, 390 and 1280 px, light and dark: `npx tsx tests/widget/screenshots.ts OUT_DIR [scene…]`.
 * For looking at; nothing is asserted.
 */
import { mkdtempSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const PAGE = `<!doctype html><html lang="es-MX"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Portal</title><style>:root{color-scheme:light dark;font-family:system-ui,sans-serif}body{margin:0}main{max-width:36rem;margin:0 auto;padding:1.5rem 1rem}</style>
<body><main></main><script type="module" src="/fixture.js"></script>`;

const [out = 'screenshots', ...wanted] = process.argv.slice(2);
const built = mkdtempSync(join(tmpdir(), 'portal-'));
await build({
  entryPoints: ['tests/widget/fixture.ts'],
  bundle: true,
  format: 'esm',
  splitting: true,
  outdir: built,
  target: 'es2022',
});
const files = ['tests/widget/scenes.ts', 'tests/widget/scenes-later.ts', 'tests/widget/scenes-correcting.ts'];
const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')));
const names = sources.flatMap((source) =>
  [...source.matchAll(/^\s*(?:\{ )?name: '([\w-]+)'/gm)].flatMap((match) => match[1] ?? []),
);
const server = createServer(async (request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const script = path.endsWith('.js');
  response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
  response.end(script ? await readFile(join(built, path)) : PAGE);
}).listen(0);
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
await mkdir(out, { recursive: true });
for (const [width, colorScheme] of [
  [390, 'light'],
  [320, 'light'],
  [390, 'dark'],
  [1280, 'light'],
] as const) {
  const context = await browser.newContext({ viewport: { width, height: 720 }, colorScheme });
  for (const name of wanted.length ? wanted : names) {
    const page = await context.newPage();
    await page.goto(`http://localhost:${port}/?scene=${name}`);
    await page.waitForSelector('[data-played]', { timeout: 15_000 });
    const outcome = await page.getAttribute('body', 'data-played');
    if (outcome) console.warn(name, width, outcome);
    await page.screenshot({ path: join(out, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    await page.close();
  }
  await context.close();
}
await browser.close();
server.close();
