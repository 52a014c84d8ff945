/** The merchant's panel: one page for every path below /panel, and the page inside the frame of its preview. */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { ApiVariables } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';

const NOBODY_ELSE =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** Nobody can frame the panel, and it can frame only pages of its own. */
const PANEL_POLICY = `${NOBODY_ELSE}; img-src 'self' data: blob:; frame-src 'self'; frame-ancestors 'none'`;
/** The preview requests nothing from the server: its content comes from the surrounding panel. */
const PREVIEW_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** A preview of a mail: the panel writes it in, and nothing in it can run. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const PANEL_CSS = `
:root { color-scheme: light dark; }
body { margin: 0; background: #fffdf9; font: 1rem/1.55 system-ui, sans-serif; }
noscript { display: block; padding: 2rem; color: #25201a; }
@media (prefers-color-scheme: dark) { body { background: #181511; } noscript { color: #efe9df; } }
`;

const PREVIEW_CSS = `
.light { color-scheme: light; }
.dark { color-scheme: dark; }
body { background: Canvas; color: CanvasText; }
`;

/** The pages `/panel` and below, and their stylesheets. */
export function panelPageRoutes() {
  const pages = new Hono<ApiVariables>();
  pages.get('/panel/panel.css', (c) => stylesheet(c, PANEL_CSS));
  pages.get('/panel/vista-previa.css', (c) => stylesheet(c, PREVIEW_CSS));
  pages.get('/panel/vista-previa', (c) => {
    secure(c, PREVIEW_POLICY);
    return c.html(previewPage());
  });
  pages.get('/panel/vista-correo', (c) => {
    secure(c, MAIL_POLICY);
    return c.html(html`<!doctype html><html lang="es-MX"><head><title>Correo</title></head><body></body></html>`);
  });
  pages.get('/panel', (c) => panelPage(c));
  pages.get('/panel/*', (c) => panelPage(c));
  return pages;
}

function panelPage(c: Context): Response | Promise<Response> {
  secure(c, PANEL_POLICY);
  const english = languageOf(c) === 'en';
  return c.html(html`<!doctype html>
    <html lang="${english ? 'en' : 'es-MX'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Panel · Autofactura</title>
        <link rel="stylesheet" href="/panel/panel.css" />
        <script type="module" src="/widget/autofactura-panel.js"></script>
      </head>
      <body>
        <autofactura-panel></autofactura-panel>
        <noscript>${english ? 'The panel needs JavaScript.' : 'El panel necesita JavaScript.'}</noscript>
      </body>
    </html>`);
}

function previewPage() {
  return html`<!doctype html>
    <html lang="es-MX">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Vista previa</title>
        <link rel="stylesheet" href="/page.css" />
        <link rel="stylesheet" href="/panel/vista-previa.css" />
        <script type="module" src="/widget/autofactura-preview.js"></script>
        <script type="module" src="/widget/autofactura-portal.js"></script>
      </head>
      <body><main class="portal-main"></main></body>
    </html>`;
}

function secure(c: Context, policy: string): void {
  c.header('content-security-policy', policy);
  // The page's address contains a setup link's token.
  c.header('referrer-policy', 'no-referrer');
  c.header('cache-control', 'private, no-cache');
  c.header('x-robots-tag', 'noindex, nofollow');
}

function stylesheet(c: Context, css: string): Response {
  return c.body(css, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=300' });
}
