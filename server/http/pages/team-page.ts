/**
 * The page that an alert or a notice links to: one invoice, request or sale, for the merchant's team, who may have no API key. The link is the
 * credential: it opens that page for a month, and as long those of other requests for the same purchase, and changes nothing.
 */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { localDate } from '../../catalogs/local-time.ts';
import { issueZone } from '../../catalogs/postal-code.ts';
import { regimenFiscal } from '../../catalogs/regimen-fiscal.ts';
import { usoCfdi } from '../../catalogs/uso-cfdi.ts';
import { aboutOf } from '../../delivery/about.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import type { InvoiceRequest } from '../../invoicing/request-store.ts';
import { TEAM_PATH } from '../../links/panel-links.ts';
import { longDate } from '../../portals/deadline-words.ts';
import type { TeamLook } from '../../portals/tokens.ts';
import { isStamped } from '../../print/prints.ts';
import { ofPurchaseText, purchaseText, whoText } from '../../problems/about-text.ts';
import type { Language } from '../../problems/problem.ts';
import { branchOf } from '../../sales/sale-branch.ts';
import type { ApiVariables } from '../api/api.ts';
import { type Html, page, pageAnswer } from '../api/page.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceFile } from '../portal/invoice-files.ts';
import { type TeamWord, teamWord } from './team-texts.ts';

/** How long the link works. A month is enough, and someone who finds an old chat later opens nothing. */
const OPEN_MS = 30 * 86_400_000;

/** Builds the page's URL for an event at `at` (epoch milliseconds). */
export function teamPageUrl({ links, tokens }: Services, look: TeamLook, at: number): string {
  return links.panel.teamPage(tokens.teamToken(look, at + OPEN_MS));
}

/** The pages that alerts link to, and the invoice files that they offer. */
export function teamPageRoutes(services: Services) {
  const pages = new Hono<ApiVariables>();
  const { tokens, invoicing } = services;
  pages.use(`${TEAM_PATH}/*`, async (c, next) => {
    await next();
    c.header('cache-control', 'private, no-store');
    c.header('referrer-policy', 'no-referrer');
    c.header('x-robots-tag', 'noindex, nofollow');
  });
  pages.get(`${TEAM_PATH}/:token`, async (c) => {
    const token = c.req.param('token');
    const outcome = tokens.readTeamToken(token, invoicing.now());
    if (outcome.kind !== 'look') return closedPage(c, outcome.kind);
    const { look, until } = outcome;
    const content = await contentOf(services, look, { language: languageOf(c), base: `${TEAM_PATH}/${token}`, until });
    return content ? pageAnswer(c, content) : closedPage(c, 'unknown');
  });
  pages.get(`${TEAM_PATH}/:token/:kind{pdf|xml}`, async (c) => {
    const outcome = tokens.readTeamToken(c.req.param('token'), invoicing.now());
    if (outcome.kind !== 'look') return closedPage(c, outcome.kind);
    const invoice = await invoiceOf(services, outcome.look);
    if (!invoice || !isStamped(invoice)) return closedPage(c, 'unknown');
    const { body, headers } = await invoiceFile(services, invoice, c.req.param('kind') === 'pdf' ? 'pdf' : 'xml');
    return c.body(body, 200, headers);
  });
  // Any other path below a token is not part of the panel, which would otherwise answer it.
  pages.get(`${TEAM_PATH}/*`, (c) => closedPage(c, 'unknown'));
  return pages;
}

type Shown = { readonly language: Language; readonly base: string; readonly until: number };
type Rows = readonly (readonly [word: TeamWord, value: string | undefined])[];

async function contentOf(services: Services, look: TeamLook, shown: Shown): Promise<Html | undefined> {
  if (look.subject.startsWith('inv_')) return invoicePage(services, look, shown);
  return look.subject.startsWith('req_') ? requestPage(services, look, shown) : salePage(services, look, shown);
}

async function invoiceOf({ invoicing }: Services, { tenant, subject }: TeamLook): Promise<Invoice | undefined> {
  const invoice = await invoicing.store.invoices.get(subject);
  return invoice?.merchantId === tenant.merchantId && invoice.world === tenant.world ? invoice : undefined;
}

async function invoicePage(services: Services, look: TeamLook, { language, base }: Shown): Promise<Html | undefined> {
  const invoice = await invoiceOf(services, look);
  const about = await aboutOf(services.invoicing.store, look.tenant, look.subject);
  if (!invoice || !about) return undefined;
  const { stamped, state, serie, folio, snapshot } = invoice;
  const say = (word: TeamWord): string => teamWord(word, language);
  const standing: TeamWord = stamped ? 'stamped' : state === 'rejected' || state === 'reconcile' ? state : 'waiting';
  const rows: Rows = [
    ['state', say(standing)],
    ['purchase', about.folios.join(', ')],
    ['total', about.total],
    ...receptorRows(snapshot.receptor),
    ['invoice', stamped && `${serie}-${folio}`],
    ['uuid', stamped?.uuid],
    ['portal', about.portal],
  ];
  const files = stamped
    ? html`<p><a href="${base}/pdf">${say('pdf')}</a> · <a href="${base}/xml">${say('xml')}</a></p>`
    : '';
  return teamPage(`${say('invoiceTitle')} ${ofPurchaseText(about, language)}`, rows, {
    ...{ language, look, after: html`${files}<p>${say(`${standing}Next`)}</p>${inPanel(services, look, language)}` },
  });
}

/** The number of requests for one purchase that a page lists; more are somebody guessing. */
const MOST_ALIKE = 5;

async function requestPage(services: Services, look: TeamLook, { language, until }: Shown): Promise<Html | undefined> {
  const { invoicing } = services;
  const request = await invoicing.store.requests.get(look.subject);
  const about = await aboutOf(invoicing.store, look.tenant, look.subject);
  if (!request || !about) return undefined;
  const alike = await invoicing.store.requests.listAbout(look.tenant, request.purchaseKey, MOST_ALIKE);
  const say = (word: TeamWord): string => teamWord(word, language);
  const { lookup, receptor, email, status, reason } = request;
  const rows: Rows = [
    ['state', say(status)],
    ['reason', say(REASONS[reason] ?? 'other')],
    ['purchase', about.folios.join(', ')],
    ['total', about.total ?? lookup.total],
    ['date', about.total === undefined ? lookup.date : undefined],
    ...receptorRows(receptor),
    ['email', email],
    ['portal', about.portal],
  ];
  return teamPage(`${say('requestTitle')} ${ofPurchaseText(about, language)}`, rows, {
    ...{
      language,
      look,
      after: html`${othersAlike(services, look, alike, { language, until })}<p>${say('requestNext')}</p>${inPanel(services, look, language)}`,
    },
  });
}

/**
 * Other requests for the same purchase with different data. Anybody who issues one invoice has to know about them, or would issue two. Their
 * links open no longer than this one, so that nobody goes from page to page forever.
 */
function othersAlike(
  services: Services,
  { tenant, subject }: TeamLook,
  alike: readonly InvoiceRequest[],
  { language, until }: Pick<Shown, 'language' | 'until'>,
): Html {
  const others = alike.filter(({ id }) => id !== subject);
  if (others.length === 0) return html``;
  const items = others.map(({ id, receptor, createdAt }) => {
    const { nombre = '', rfc = '' } = receptor;
    const link = services.links.panel.teamPage(services.tokens.teamToken({ tenant, subject: id }, until));
    const who = whoText({ folios: [], who: { nombre, rfc } }, language);
    return html`<li><a href="${link}">${who}</a>, ${longDate(new Date(createdAt).toISOString().slice(0, 10), language)}</li>`;
  });
  return html`<p><strong>${teamWord('alike', language)}</strong></p><ul>${items}</ul>`;
}

const REASONS: Readonly<Record<string, TeamWord>> = {
  late: 'late',
  'not-here-yet': 'notHere',
  'needs-merchant': 'needsMerchant',
  retention: 'retention',
  'portal-off': 'portalOff',
};

async function salePage({ invoicing }: Services, look: TeamLook, { language }: Shown): Promise<Html | undefined> {
  const sale = await invoicing.store.sales.get(look.tenant, look.subject);
  const about = await aboutOf(invoicing.store, look.tenant, look.subject);
  if (!sale || !about) return undefined;
  const { codigoPostal } = branchOf(sale, await invoicing.store.merchants.listBranches(look.tenant.merchantId));
  const day = localDate(Date.parse(sale.body.date), issueZone(codigoPostal));
  const rows: Rows = [
    ['purchase', sale.body.folio],
    ['total', about.total],
    ['date', longDate(day, language)],
    ['state', teamWord(sale.invoiceId === undefined ? sale.body.estado : 'hasInvoice', language)],
    ['source', sale.source],
  ];
  const lines = sale.body.conceptos.map(({ cantidad, descripcion }) => html`<li>${cantidad} × ${descripcion}</li>`);
  const title = purchaseText(about, language);
  return teamPage(`${title.charAt(0).toUpperCase()}${title.slice(1)}`, rows, {
    ...{ language, look, after: html`<ul>${lines}</ul>` },
  });
}

/** For people with an account: where they can act on it. */
function inPanel(services: Services, { tenant, subject }: TeamLook, language: Language): Html {
  return html`<p><a href="${services.links.panel.about(tenant, subject)}">${teamWord('inPanel', language)}</a></p>`;
}

function receptorRows(receptor: Readonly<Partial<Record<string, string>>>): Rows {
  const { nombre, rfc, codigoPostal, regimenFiscal: regimen, usoCfdi: uso } = receptor;
  const named = (clave: string | undefined, texto: string | undefined) => [clave, texto].filter(Boolean).join(' ');
  return [
    ['who', nombre],
    ['rfc', rfc],
    ['codigoPostal', codigoPostal],
    ['regimen', named(regimen, regimenFiscal(regimen ?? '')?.texto)],
    ['uso', named(uso, usoCfdi(uso ?? '')?.texto)],
  ];
}

function teamPage(
  title: string,
  rows: Rows,
  { language, look, after }: { readonly language: Language; readonly look: TeamLook; readonly after: Html },
): Html {
  const test = look.tenant.world === 'test' ? html`<p><strong>${teamWord('test', language)}</strong></p>` : '';
  const list = rows.map(([word, value]) => (value ? html`<dt>${teamWord(word, language)}</dt><dd>${value}</dd>` : ''));
  const body = html`<h1>${title}</h1>${test}<dl>${list}</dl>${after}<p><small>${teamWord('private', language)}</small></p>`;
  return page(language, title, body);
}

function closedPage(c: Context, why: 'expired' | 'unknown'): Response | Promise<Response> {
  const language = languageOf(c);
  const title = teamWord(why === 'expired' ? 'expiredTitle' : 'unknownTitle', language);
  const body = html`<h1>${title}</h1><p>${teamWord(why === 'expired' ? 'expired' : 'unknown', language)}</p>`;
  return pageAnswer(c, page(language, title, body), { status: 404 });
}
