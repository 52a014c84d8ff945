/** A page for a display at the till, with the portal's QR code as large as the screen allows. It runs no script and loads nothing. */
import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { html, raw } from 'hono/html';
import { hexColour, readableOn } from '../../portals/colour.ts';
import { languageSpoken } from '../../portals/portal.ts';
import { posterWords } from '../../portals/promotion-words.ts';
import { qrSvg } from '../../print/qr-modules.ts';
import { Problem } from '../../problems/problem.ts';
import type { ApiVariables } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { findOpenPortal, merchantOf } from '../portal/portal-context.ts';
import { frameAncestors } from './frame-ancestors.ts';

/** The page `/{slug}/pantalla`. */
export function displayRoutes(services: Services) {
  const pages = new Hono<ApiVariables>();
  pages.get('/pantalla', async (c, next) => {
    const slug = c.get('ownSlug');
    return slug === undefined ? next() : showDisplay(services, c, slug);
  });
  pages.get('/:slug/pantalla', (c) => showDisplay(services, c, c.req.param('slug')));
  return pages;
}

async function showDisplay(services: Services, c: Context<ApiVariables>, slug: string): Promise<Response> {
  const portal = await findOpenPortal(services, slug);
  const ownSlug = c.get('ownSlug');
  if (ownSlug !== undefined && portal.slug !== ownSlug) throw new Problem('unknown-portal');
  const { tradeName } = await merchantOf(services, portal);
  const language = languageSpoken(portal.settings, languageOf(c));
  const words = posterWords(portal, tradeName, { language, address: services.links.inLetters(portal) });
  const qr = qrSvg(services.links.page(portal, { channel: 'pantalla' }), `${words.scan}: ${words.address}`);
  const { logo } = portal.settings.theme;
  const nonce = randomBytes(16).toString('base64');
  c.header('cache-control', 'private, no-cache');
  c.header('referrer-policy', 'no-referrer');
  c.header('x-content-type-options', 'nosniff');
  c.header(
    'content-security-policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors ${frameAncestors(portal)}`,
  );
  return c.html(html`<!doctype html>
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${words.title} · ${tradeName}</title>
          <style nonce="${nonce}">${raw(displayCss(portal.settings.theme.primary))}</style>
        </head>
        <body>
          <header>${logo === undefined ? '' : html`<img src="${logo}" alt="" />`}<strong>${tradeName}</strong></header>
          <main>
            <h1>${words.title}</h1>
            <p>${words.scan}</p>
            ${raw(qr)}
            <p class="address">${words.address}</p>
          </main>
          <footer><p>${words.deadline}</p>${words.test === undefined ? '' : html`<p>${words.test}</p>`}</footer>
        </body>
      </html>`);
}

/** The style fills the screen without scrolling, in portrait and landscape, from a phone to a monitor; on a very small screen it scrolls. */
function displayCss(primary: string): string {
  const brand = hexColour(primary);
  return `
* { box-sizing: border-box; margin: 0; }
html { color-scheme: light; font: clamp(0.75rem, 2.2vmin, 2rem)/1.25 system-ui, sans-serif; }
body { min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column; text-align: center; color: #1f2937; background: #fff; border-top: 1vmin solid ${brand}; }
header { display: flex; align-items: center; justify-content: center; gap: 1em; padding: 1em 1em 0; font-size: 1.25em; }
header img { max-height: 8vmin; max-width: 30vmin; }
main { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 0.5em; padding: 0.5em 1em; }
h1 { font-size: 2.4em; line-height: 1.1; }
svg { width: min(86vw, 58vh); height: auto; border: 0.5vmin solid ${brand}; }
.address { font-weight: 700; font-size: 1.5em; overflow-wrap: anywhere; }
footer { padding: 0.75em 1em; background: ${brand}; color: ${readableOn(brand)}; }
`;
}
