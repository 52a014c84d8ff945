/** The hosted page of a portal, which a ticket's QR code opens and to which the widget's fallback link leads. */
import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { html, raw } from 'hono/html';
import { type LinkOptions, portalPath, rootPath } from '../../links/portal-links.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { PAPER_WORDS } from '../../portals/paper-words.ts';
import { languageSpoken, ownTexts, type Portal } from '../../portals/portal.ts';
import { SOLD_WORDS, type Trade } from '../../portals/trade-words.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import type { ApiVariables } from '../api/api.ts';
import { type Html, PAGE_CSS } from '../api/page.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { countVisit } from '../portal/count-visit.ts';
import { findPortal, merchantOf } from '../portal/portal-context.ts';
import { saleOfLink } from '../portal/signed-link.ts';
import { frameAncestors } from './frame-ancestors.ts';

/**
 * The page `/{slug}` of each portal, which is `/` on its own domain. A former slug redirects to the current one, and `/` at the server's own
 * address to the panel.
 */
export function hostedRoutes(services: Services) {
  const ours = new URL(services.publicUrl).host;
  const hosted = new Hono<ApiVariables>();
  hosted.get('/page.css', (c) =>
    c.body(PAGE_CSS, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=300' }),
  );
  // Browsers request it automatically; a portal's icon is its logo.
  hosted.get('/favicon.ico', (c) => c.body(null, 204));
  hosted.get('/', async (c, next) => {
    const slug = c.get('ownSlug');
    if (slug !== undefined) return showPortal(services, c, slug);
    return c.req.header('host') === ours ? c.redirect('/panel') : next();
  });
  hosted.get('/:slug', (c) => showPortal(services, c, c.req.param('slug')));
  return hosted;
}

async function showPortal(services: Services, c: Context<ApiVariables>, slug: string): Promise<Response> {
  const ownSlug = c.get('ownSlug');
  const portal = await findPortal(services, slug);
  // Another merchant's portal is not shown on this one's domain.
  if (ownSlug !== undefined && portal.slug !== ownSlug) throw new Problem('unknown-portal');
  const pathOf = (options?: LinkOptions) => (ownSlug === undefined ? portalPath(portal, options) : rootPath(options));
  c.header('referrer-policy', 'no-referrer');
  const sale = await saleOfLink(services, portal, c);
  const hasMoved = slug !== portal.slug && !sale;
  // A visit at an old slug is counted after the redirect.
  if (!hasMoved) await countVisit(services, portal, c);
  if (sale) {
    const ticket = { kind: 'ticket', slug: portal.slug, saleId: sale.id } as const;
    c.header('cache-control', 'no-store');
    // Without the channel, which has just been counted.
    return c.redirect(pathOf({ token: services.tokens.saleToken(ticket, services.invoicing.now()) }));
  }
  // The portal has another slug now and may get this one back, so no browser may cache the redirect permanently.
  if (hasMoved) {
    c.header('cache-control', 'no-store');
    return c.redirect(`${pathOf()}${new URL(c.req.url).search}`);
  }
  const merchant = await merchantOf(services, portal);
  const nonce = randomBytes(16).toString('base64');
  // Its nonce makes the page valid for one view only.
  c.header('cache-control', 'private, no-cache');
  c.header(
    'content-security-policy',
    policy(portal, nonce, ownSlug === undefined ? '' : ` ${new URL(services.publicUrl).origin}`),
  );
  c.header('x-content-type-options', 'nosniff');
  const { t: token, folio, sig } = c.req.query();
  const isLost = sig !== undefined && token === undefined;
  const language = languageSpoken(portal.settings, languageOf(c));
  const context = { language, nonce, isLost, attributes: { token, folio } };
  return c.html(hostedPage(portal, merchant, context));
}

/** On a portal's own domain, files are still fetched from the server's address: ` https://factura.example.mx`. */
function policy(portal: Portal, nonce: string, alsoFrom: string): string {
  return `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; connect-src 'self'${alsoFrom}; form-action 'self'; base-uri 'none'; frame-ancestors ${frameAncestors(portal)}`;
}

type PageContext = {
  readonly language: Language;
  readonly nonce: string;
  /** Whether a signed link led here and did not open a sale. */
  readonly isLost: boolean;
  readonly attributes: Readonly<Record<string, string | undefined>>;
};

function hostedPage({ slug, settings }: Portal, merchant: Merchant, context: PageContext) {
  const { language, nonce, isLost, attributes } = context;
  const { theme } = settings;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${ownTexts(settings, language).title} · ${merchant.tradeName}</title>
        <link rel="stylesheet" href="/page.css" />
        <style nonce="${nonce}">${raw(`:root { --brand: ${theme.accent}; }`)}</style>
        <script type="module" src="/widget/autofactura-portal.js"></script>
      </head>
      <body>
        <header class="portal-header">
          ${theme.logo === undefined ? '' : html`<img src="${theme.logo}" alt="" />`}<strong>${merchant.tradeName}</strong>
        </header>
        <main class="portal-main">
          ${isLost && settings.enabled ? lostNotice(settings.noun, language) : ''}
          <autofactura-portal portal="${slug}" ${given(attributes)}>
            ${fallback(settings.contact, merchant, language)}
          </autofactura-portal>
        </main>
      </body>
    </html>`;
}

/** A notice for a customer who scanned a code and sees only a search. */
function lostNotice(trade: Trade, language: Language): Html {
  const sold = SOLD_WORDS[trade][language];
  const paper = PAPER_WORDS[trade][language];
  const hint =
    language === 'en'
      ? `The code did not open your ${sold}: type what your ${paper} says.`
      : `El código no abrió tu ${sold}: escribe los datos de tu ${paper}.`;
  return html`<p class="portal-notice" role="status">${hint}</p>`;
}

/** Formats attributes, without those that have no value. */
function given(attributes: Readonly<Record<string, string | undefined>>): readonly Html[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [html`${name}="${value}" `],
  );
}

/** The fallback shown while scripts are blocked, so that nobody is stuck. */
function fallback({ email, phone }: Portal['settings']['contact'], merchant: Merchant, language: Language): Html {
  const english = language === 'en';
  const links = [
    ...(email === undefined ? [] : [html`<a href="mailto:${email}">${email}</a>`]),
    ...(phone === undefined ? [] : [html`<a href="tel:${phone.replace(/[^+\d]/g, '')}">${phone}</a>`]),
  ];
  return html`<p>${english ? 'This page needs JavaScript to make your invoice.' : 'Esta página necesita JavaScript para generar tu factura.'}
    ${english ? 'You can also ask for it here:' : 'También puedes pedirla aquí:'} ${links.length ? links.map((link) => html`${link} `) : merchant.tradeName}</p>`;
}
