/** The plain page layout of our own texts: readable anywhere, without scripts. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Language } from '../../problems/problem.ts';

/** Markup whose values are escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Wraps `body` in a whole HTML document with our stylesheet. `title` is escaped. */
export function page(language: Language, title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Autofactura</title>
        <link rel="stylesheet" href="/page.css" />
      </head>
      <body><main>${body}</main></body>
    </html>`;
}

/** Answers with one of our pages, under a content security policy that only lets it load its stylesheet and, if it has one, post its form. */
export function pageAnswer(
  c: Context,
  page: Html,
  { status = 200, hasForm = false }: { readonly status?: ContentfulStatusCode; readonly hasForm?: boolean } = {},
): Response | Promise<Response> {
  const formAction = hasForm ? "'self'" : "'none'";
  c.header(
    'content-security-policy',
    `default-src 'none'; style-src 'self'; base-uri 'none'; form-action ${formAction}; frame-ancestors 'none'`,
  );
  c.header('x-content-type-options', 'nosniff');
  return c.html(page, status);
}

/** The stylesheet of our pages. */
export const PAGE_CSS = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
code { font-size: 0.95em; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid; border-radius: 0.5rem; font-size: 0.8125rem; }
summary { cursor: pointer; padding: 0.5rem 0; }
dt { font-weight: 600; margin-top: 0.5rem; }
dd { margin: 0; overflow-wrap: anywhere; }
button { font: inherit; font-weight: 600; padding: 0.75rem 1.25rem; border: 1px solid; border-radius: 0.5rem; cursor: pointer; }
.guide { margin-top: 2.5rem; }
.guide img { display: block; width: min(24.375rem, 100%); height: auto; box-sizing: border-box; border: 1px solid; border-radius: 0.75rem; }
.portal-header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem; padding: 1rem; border-top: 0.375rem solid var(--brand, #1f2937); max-width: 32rem; margin: 0 auto; box-sizing: border-box; }
.portal-header img { max-height: 3rem; max-width: min(10rem, 100%); }
.portal-header strong { flex: 1 1 8rem; min-width: 0; font-size: clamp(0.875rem, 7.5vw, 1.125rem); line-height: 1.3; hyphens: auto; overflow-wrap: break-word; }
.portal-main { max-width: 32rem; margin: 0 auto; padding: 0 1rem 3rem; box-sizing: border-box; }
.portal-notice { margin: 0 0 1rem; padding: 0.25rem 0.75rem; border-inline-start: 0.25rem solid; }
`;
