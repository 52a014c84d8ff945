import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { GUIDE } from '../../server/http/pages/guide.ts';
import { pictureFile } from '../../server/http/pages/guide-page.ts';
import { ROUTES } from '../../widget/panel/routes.ts';
import { openBrowser } from '../e2e/customer.ts';
import { startApi, type TestApi } from '../support/api.ts';

/** Every sentence of the panel and the portal, in es-MX; what is filled in as `…`. */
const SAID = ['widget/panel', 'widget/portal', 'widget/ui']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/msg\(\s*(?:str)?(['`])(.*?)\1,\s*\{/gs)])
  .map(([, , text = '']) => text.replace(/\$\{.*?\}/g, '…'));
/** The noun of the trade is filled in; the guide shows a shop. */
const NAMED = new Set(SAID.map((text) => text.replace('Buscar mi …', 'Buscar mi compra')));

/** Said of people's tickets, and by the SAT; no screen of ours. */
const NOT_OURS = ['SA de CV'];

describe('the guide', () => {
  it.each(GUIDE.map((chapter) => [chapter.id, chapter] as const))(
    '%s names only what is on the screen',
    (_, { text }) => {
      const named = text.join(' ').match(/«[^»]+»/g) ?? [];
      const unknown = named.map((one) => one.slice(1, -1)).filter((one) => !NAMED.has(one) && !NOT_OURS.includes(one));
      expect(unknown).toEqual([]);
    },
  );

  it('leads to screens that there are', () => {
    const screens = GUIDE.flatMap(({ screen }) => (screen === undefined ? [] : [screen]));
    expect(screens.filter((screen) => !Object.hasOwn(ROUTES, screen))).toEqual([]);
  });

  it('has a picture of each chapter, small and wide enough for a phone, and none that is left over', async () => {
    const names = GUIDE.map(({ picture: [name] }) => name);
    const kept = readdirSync(fileURLToPath(new URL('.', pictureFile('x'))));
    expect(kept.sort()).toEqual(names.map((name) => `${name}.webp`).sort());
    for (const name of names) {
      const bytes = readFileSync(pictureFile(name));
      const { format, width } = await sharp(bytes).metadata();
      expect([name, format, width, bytes.length < 40_000]).toEqual([name, 'webp', 585, true]);
    }
  });
});

describe('/ayuda', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ sealed: [] });
  });
  afterAll(() => api.stop());

  test('200: is one page in Spanish that runs nothing, with every picture said in words', async () => {
    const answer = await api.request('/ayuda');
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("default-src 'none'"),
    ]);
    expect(text).toContain('<html lang="es-MX">');
    for (const { id, picture } of GUIDE) {
      expect(text).toContain(`id="${id}"`);
      expect(text).toContain(`src="/ayuda/${picture[0]}.webp" alt="${picture[1]}"`);
    }
  });

  test('200: its pictures are WebP; 404: any other file', async () => {
    for (const { picture } of GUIDE) {
      const answer = await api.request(`/ayuda/${picture[0]}.webp`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp']);
    }
    for (const name of ['otra.webp', '..%2Fguide.ts', 'guide.ts'])
      expect((await api.request(`/ayuda/${name}`)).status).toBe(404);
  });

  test('is read at 320 px without scrolling sideways', async () => {
    const [html, css] = await Promise.all(
      ['/ayuda', '/page.css'].map(async (path) => (await api.request(path)).text()),
    );
    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
    await page.setContent(html ?? '');
    await page.addStyleTag({ content: css ?? '' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await browser.close();
  });
});
