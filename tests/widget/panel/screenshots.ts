/**
 * Takes every scene of the panel at 390 and 1280 px, light and dark: `npx tsx tests/widget/panel/screenshots.ts OUT_DIR [scene…]`.
 * For looking at; nothing is asserted. The preview's frame shows the built portal.
 */
import { mkdtempSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const PAGE = `<!doctype html><html lang="es-MX"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Panel</title><style>:root{color-scheme:light dark}body{margin:0}</style>
<body><main></main><script type="module" src="/fixture.js"></script>`;
const PREVIEW = `<!doctype html><html lang="es-MX"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Vista previa</title><style>.light{color-scheme:light}.dark{color-scheme:dark}body{font-family:system-ui;margin:0;background:Canvas;color:CanvasText}
.portal-header{padding:1rem}.portal-header img{max-height:3rem}main{padding:0 1rem 3rem}</style>
<body><main></main><script type="module" src="/widget/autofactura-preview.js"></script><script type="module" src="/widget/autofactura-portal.js"></script>`;

const [out = 'screenshots', ...wanted] = process.argv.slice(2);
const built = mkdtempSync(join(tmpdir(), 'panel-'));
await build({
  ...{ entryPoints: ['tests/widget/panel/fixture.ts'], bundle: true, format: 'esm', splitting: true },
  ...{ outdir: built, target: 'es2022' },
});
const source = await readFile('tests/widget/panel/scenes.ts', 'utf8');
const names = [...source.matchAll(/name: '([\w-]+)'/g)].flatMap((match) => match[1] ?? []);
const server = createServer(async (request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const script = path.endsWith('.js');
  response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
  if (!script) response.end(path === '/panel/vista-previa' ? PREVIEW : PAGE);
  else response.end(await readFile(path.startsWith('/widget/') ? join('dist', path) : join(built, path)));
}).listen(0);
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
await mkdir(out, { recursive: true });
for (const [width, colorScheme] of [
  [390, 'light'],
  [390, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
] as const) {
  const context = await browser.newContext({ viewport: { width, height: width > 600 ? 800 : 720 }, colorScheme });
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
