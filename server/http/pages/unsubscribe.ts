/** Unsubscribing from reminders: a page that asks, and a POST that does it at once (RFC 8058). Invoices are still sent. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { html } from 'hono/html';
import { UNSUBSCRIBE_PATH } from '../../links/portal-links.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { languageSpoken } from '../../portals/portal.ts';
import type { Unsubscribing } from '../../portals/tokens.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import { createApi, REFUSAL } from '../api/api.ts';
import { type Html, page, pageAnswer } from '../api/page.ts';
import { languageOf, problemPage } from '../api/problems.ts';
import type { Services } from '../api/services.ts';

const path = UNSUBSCRIBE_PATH.slice('/v1'.length);
const query = z.object({ token: z.string().default('') });
const shown = { description: 'A page.', content: { 'text/html': { schema: z.string() } } };

const ask = createRoute({
  method: 'get',
  path,
  tags: ['Mail'],
  summary: 'Show the page for unsubscribing from reminders',
  description: 'Changes nothing, because mail programs follow links automatically.',
  request: { query },
  responses: { 200: shown, ...REFUSAL },
});
const refuse = createRoute({
  method: 'post',
  path,
  tags: ['Mail'],
  summary: 'Unsubscribe an address from reminders',
  description: 'One click (RFC 8058): no cookie, and the body is not read. Invoices are mailed as before.',
  request: { query },
  responses: { 200: shown, ...REFUSAL },
});

/** The unsubscribe page and its POST, both opened by the token of a reminder's link. */
export function unsubscribeRoutes(services: Services) {
  const { store, now } = services.invoicing;
  const api = createApi();
  const merchantOf = async (who: Unsubscribing | undefined): Promise<Merchant | undefined> =>
    who && store.merchants.getMerchant(who.tenant.merchantId);
  // The language follows the merchant's portals: English if the reader prefers it and one of the portals speaks it.
  const languageFor = async (c: Context, { merchantId, world }: Tenant): Promise<Language> => {
    const portals = (await store.portals.listPortals(merchantId)).filter((portal) => portal.world === world);
    const spoken = portals.map(({ settings }) => languageSpoken(settings, languageOf(c)));
    return spoken.includes('en') ? 'en' : 'es-MX';
  };
  api.openapi(ask, async (c) => {
    const who = services.tokens.readUnsubscribeToken(c.req.valid('query').token);
    const merchant = await merchantOf(who);
    if (!who || !merchant) return unknownToken(c);
    return answer(c, askPage(merchant, await languageFor(c, who.tenant)));
  });
  api.openapi(refuse, async (c) => {
    const who = services.tokens.readUnsubscribeToken(c.req.valid('query').token);
    const merchant = await merchantOf(who);
    if (!who || !merchant) return unknownToken(c);
    await store.addresses.suppress(who.tenant, who.hash, 'unsubscribed', now());
    return answer(c, donePage(merchant, await languageFor(c, who.tenant)));
  });
  return api;
}

function answer(c: Context, content: Html): Response | Promise<Response> {
  c.header('cache-control', 'no-store');
  return pageAnswer(c, content, { hasForm: true });
}

/** Answers an unknown token, as a page for a person and as a problem for a program. */
function unknownToken(c: Context): Response | Promise<Response> {
  const problem = new Problem('unknown-mail-link');
  if (/\btext\/html\b/.test(c.req.header('accept') ?? '')) return problemPage(c, problem);
  throw problem;
}

function askPage({ tradeName }: Merchant, language: Language): Html {
  const isSpanish = language === 'es-MX';
  const title = isSpanish ? '¿Dejar de recibir recordatorios?' : 'Stop the reminders?';
  const what = isSpanish
    ? `${tradeName} te recuerda por correo lo que todavía puedes facturar. Si prefieres no recibirlos, toca el botón.`
    : `${tradeName} reminds you by mail of what you can still invoice. If you would rather not get these mails, press the button.`;
  const button = isSpanish ? 'No quiero recordatorios' : 'Stop reminders';
  const form = html`<form method="post"><button>${button}</button></form>`;
  return page(language, title, html`<h1>${title}</h1><p>${what}</p>${form}<p>${stillInvoices(language)}</p>`);
}

function donePage({ tradeName }: Merchant, language: Language): Html {
  const isSpanish = language === 'es-MX';
  const title = isSpanish ? 'Listo, sin recordatorios' : 'Done, no more reminders';
  const what = isSpanish
    ? `Ya no te llegarán recordatorios de ${tradeName}.`
    : `You will get no more reminders from ${tradeName}.`;
  return page(language, title, html`<h1>${title}</h1><p>${what}</p><p>${stillInvoices(language)}</p>`);
}

function stillInvoices(language: Language): string {
  return language === 'es-MX'
    ? 'Las facturas que pidas te siguen llegando por correo.'
    : 'The invoices that you ask for still come by mail.';
}
