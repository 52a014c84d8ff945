/** Several sales that do not fit on one CFDI: the figures of each CFDI before it is issued, and each invoice afterwards. Fetched on demand. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { english } from '../../locales/en-cart.ts';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { type Api, Refusal } from '../api.ts';
import { later } from '../later.ts';
import { rememberMailed } from '../mailed.ts';
import { PROOF_HEADER } from '../proof-header.ts';
import type { Made, Planned, PortalEvent, State } from '../state.ts';
import { tokensOf } from '../states.ts';
import { language, learn } from '../texts.ts';
import type { Cart, CartPlan, MailedTo, Receptor, Sale, Stamped } from '../wire.ts';
import { money, serialOf } from './amounts.ts';
import { linkTo } from './link-to.ts';
import { mailGoesTo } from './mail-goes-to.ts';
import { type Host, heading } from './step.ts';

learn(english);

type Order = {
  readonly sales: readonly string[];
  readonly receptor: Partial<Receptor>;
  readonly desglosarIeps: boolean;
};
type ExtraHeaders = Readonly<Record<string, string>>;

/** Requests which CFDIs the sales would become. What looks like a single invoice is the first of them. */
export async function planCart(order: Order, api: Api, signal: AbortSignal, headers: ExtraHeaders): Promise<Planned> {
  const { documents } = await api.post<CartPlan>('carts/preview', signal, order, undefined, headers);
  const [first] = documents;
  if (!first) throw new Error('a cart without documents');
  if (documents.length === 1) return first.preview;
  const { request: _, ...preview } = first.preview;
  return {
    ...preview,
    itemizable: documents.some((one) => one.preview.itemizable !== false),
    notes: [...new Set(documents.flatMap((one) => one.preview.notes))],
    documents,
  };
}

const STAMPING_MS = 60_000;

/** Issues all of them. Repeated until none is pending; the server returns the same ones. */
export async function issueCart(
  { visit, preview }: State & { kind: 'issuing' },
  api: Api,
  signal: AbortSignal,
  headers: ExtraHeaders,
): Promise<PortalEvent> {
  const { receptor, desglosarIeps } = visit;
  const email = visit.email === '' ? null : visit.email;
  const order = { sales: tokensOf(visit), receptor, email, desglosarIeps };
  for (let seconds = 1; ; seconds = Math.min(seconds + 1, 15)) {
    const { documents } = await api.post<Cart>('carts', signal, order, STAMPING_MS, headers);
    const isPending = documents.some(({ invoice }) => invoice?.status === 'pending');
    const unpaid = documents.find(({ problem }) => problem?.challenge)?.problem;
    // Those that are issued already come again with the rest.
    if (unpaid && !headers[PROOF_HEADER]) throw new Refusal(unpaid);
    if (!isPending) return { kind: 'answered', answer: madeOf(documents, preview) };
    await later(seconds * 1_000, signal);
  }
}

function madeOf(documents: Cart['documents'], plan: Planned): Made {
  const remembered = documents.map(({ invoice, ...one }) => ({
    ...one,
    ...(invoice && { invoice: rememberMailed(invoice) }),
  }));
  const first = remembered.find(isStamped);
  const problem = remembered.find((one) => one.problem)?.problem;
  if (first) return { ...first.invoice, others: remembered.filter((one) => one !== first), plan };
  throw problem ? new Refusal(problem) : new Error('a cart without an outcome');
}

function isStamped<D extends Cart['documents'][number]>(one: D): one is D & { readonly invoice: Stamped } {
  return one.invoice?.status === 'stamped';
}

/** Why there are several, and how many. */
export function splitNote(count: number): TemplateResult {
  return notice(
    'warn',
    msg(
      str`Son ${count} facturas, porque no todo cabe en una sola: cambia la sucursal, la moneda, el tipo de cambio o lo que el comercio tiene que revisar.`,
      { id: 'cart-split' },
    ),
  );
}

/** «Factura 2 de 3», with the folios that are on it. */
export function documentTitle(number: number, count: number, folios: string): TemplateResult {
  return html`<h3>${msg(str`Factura ${number} de ${count}`, { id: 'cart-document' })}</h3><p class="hint">${folios}</p>`;
}

/** The button that issues all of them. */
export function issueAll(count: number): string {
  return msg(str`Generar las ${count} facturas`, { id: 'cart-issue' });
}

/** The sales of one CFDI, by their folios. */
export function folioList(tokens: readonly string[], sales: readonly Sale[]): string {
  return sales.flatMap(({ token, folio }) => (tokens.includes(token) ? [folio] : [])).join(', ');
}

/** The screen of `issued` after a cart: each invoice with its files, and the reason for each CFDI that was not issued. */
export function invoicesStep({ invoice, visit }: State & { kind: 'issued' }, host: Host): TemplateResult {
  const { others = [] } = invoice;
  const many = others.some(isStamped);
  const title = many
    ? msg('Tus facturas están listas', { id: 'cart-issued' })
    : msg('Tu factura está lista', { id: 'issued' });
  return html`<section>
    ${heading(title, undefined, undefined, 'done')} ${invoiceCard(invoice, host)}
    ${others.map((one) => (isStamped(one) ? invoiceCard(one.invoice, host) : stoppedCard(one, visit.sales, host)))}
    ${host.settings.sendsMail && invoice.mailedTo?.length ? html`<p>${many ? mailsGoTo(invoice.mailedTo) : mailGoesTo(invoice.mailedTo)}</p>` : nothing}
    <div class="actions">${action(msg('Hacer otra factura', { id: 'another' }), () => host.send({ kind: 'restart' }))}</div>
  </section>`;
}

function mailsGoTo(addresses: MailedTo): string {
  const all = new Intl.ListFormat(language()).format(addresses);
  return msg(str`Las enviaremos a ${all}.`, { id: 'cart-mailed-to' });
}

function invoiceCard(invoice: Stamped, host: Host): TemplateResult {
  const { uuid, total, moneda, links } = invoice;
  const serial = serialOf(invoice);
  const file = (link: string, text: string) =>
    html`<a class="big" part="button" href=${host.address(link)} download>${text}<span class="sr"> · ${serial}</span></a>`;
  return html`<div class="card good" part="card">
    <p class="sum"><b>${serial}</b><b>${total ? money(total, moneda) : nothing}</b></p>
    <p class="hint">${msg('Folio fiscal', { id: 'uuid' })}</p>
    <p class="uuid">${uuid}</p>
    <div class="pair">
      ${file(links.pdf, msg('Descargar PDF', { id: 'pdf' }))} ${file(links.xml, msg('Descargar XML', { id: 'xml' }))}
    </div>
    <p><a href=${linkTo(links.self, host)} target="_blank" rel="noopener">${msg('Abrir o corregir', { id: 'cart-open' })}<span class="sr"> · ${serial}</span></a></p>
  </div>`;
}

function stoppedCard(
  { sales: tokens, problem }: Cart['documents'][number],
  sales: readonly Sale[],
  host: Host,
): TemplateResult {
  const { request } = problem ?? {};
  return html`<div class="card" part="card">
    <p><b>${folioList(tokens, sales)}</b></p>
    <p>${problem?.detail}</p>
    ${request ? html`<p><a href=${linkTo(request.links.self, host)} target="_blank" rel="noopener">${msg('Ver mi solicitud', { id: 'cart-request' })}</a></p>` : nothing}
  </div>`;
}
