/** The queue of requests: who waits for an answer, for what, and why their invoice could not be issued automatically. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { longDay, money, shortTime } from '../dates.ts';
import { empty, pageQuery, pager } from '../lists/pages-of.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import type { QueuedRequest } from './desk-wire.ts';
import { reasonWords } from './words.ts';

/** The tabs, by their names in the address. The first one is the default. */
const TABS = {
  '': { query: { status: 'open', waitsFor: 'merchant' }, text: () => msg('Por responder', { id: 'req-tab-open' }) },
  venta: { query: { status: 'open', waitsFor: 'sale' }, text: () => msg('Esperan su venta', { id: 'req-tab-sale' }) },
  aceptadas: { query: { status: 'accepted' }, text: () => msg('Facturadas', { id: 'req-tab-accepted' }) },
  rechazadas: { query: { status: 'declined' }, text: () => msg('Rechazadas', { id: 'req-tab-declined' }) },
  vencidas: { query: { status: 'expired' }, text: () => msg('Vencidas', { id: 'req-tab-expired' }) },
} as const;

/** Opens the list of customers' requests. */
export const requestsPage: OpenPage = (panel) => {
  const asked = panel.query.get('ver') ?? '';
  const tab = asked in TABS ? (asked as keyof typeof TABS) : '';
  const list = remote(panel, () =>
    panel.call<{ requests: readonly QueuedRequest[]; next?: string }>(
      'GET',
      `requests?${pageQuery(panel, 'after', TABS[tab].query)}`,
    ),
  );
  return {
    title: () => msg('Solicitudes', { id: 'requests' }),
    lead: () =>
      msg('Facturas que tus clientes te pidieron porque el portal no pudo hacerlas solo.', { id: 'requests-lead' }),
    width: 'wide',
    render: () => html`<nav class="tabs" aria-label=${msg('Cuáles', { id: 'req-tabs' })}>
        ${Object.entries(TABS).map(
          ([name, { text }]) =>
            html`<a href="/panel/solicitudes${name ? `?ver=${name}` : ''}" aria-current=${name === tab ? 'page' : nothing}>${text()}</a>`,
        )}
      </nav>
      ${list.show(({ requests, next }) =>
        requests.length
          ? html`<ul class="rows">${requests.map(row)}</ul> ${pager(panel, '/solicitudes', next)}`
          : none(tab),
      )}`,
  };
};

function none(tab: keyof typeof TABS): TemplateResult {
  if (tab !== '')
    return empty(
      msg('No hay ninguna aquí', { id: 'no-requests-in' }),
      msg('Las que esperan tu respuesta están en la primera pestaña.', { id: 'no-requests-in-why' }),
    );
  return empty(
    msg('Nadie espera respuesta', { id: 'no-requests' }),
    msg(
      'Aquí llegan, por ejemplo, las compras fuera de plazo y las que llevan retención. Cuando llegue una, la verás aquí y junto a «Solicitudes» en el menú.',
      {
        id: 'no-requests-why',
      },
    ),
  );
}

function row(request: QueuedRequest): TemplateResult {
  const { id, receptor, createdAt, sales, isSaleKnown, lookup, total } = request;
  const [first] = sales;
  const amount = total ?? (isSaleKnown ? first?.total : lookup.total);
  const folio = isSaleKnown ? sales.map((sale) => sale.folio).join(', ') : lookup.folio;
  return html`<li>
    <a class="row-link" href="/panel/solicitudes/${id}">
      <span class="row-main">
        <strong>${receptor.nombre || receptor.rfc || msg('Sin nombre', { id: 'req-nameless' })}</strong>
        <span class="below">${reasonWords(request)}${folio ? html` · ${msg(str`Folio ${folio}`, { id: 'folio-of' })}` : nothing}</span>
        <span class="below">${untilWords(request) ?? shortTime(createdAt)}</span>
      </span>
      ${amount ? html`<span class="row-side">${money(amount, first?.moneda)}</span>` : nothing}
    </a>
  </li>`;
}

/** The deadline for an answer, or the outcome. */
export function untilWords({ status, waitsFor, expiresAt, settledAt }: QueuedRequest): string | undefined {
  if (status === 'open' && expiresAt)
    return waitsFor === 'sale'
      ? msg(str`Espera su venta hasta el ${longDay(expiresAt)}`, { id: 'req-waits-until' })
      : msg(str`Vence el ${longDay(expiresAt)}`, { id: 'req-expires' });
  if (!settledAt) return undefined;
  const day = longDay(settledAt);
  if (status === 'accepted') return msg(str`Aceptada el ${day}`, { id: 'req-accepted-on' });
  if (status === 'declined') return msg(str`Rechazada el ${day}`, { id: 'req-declined-on' });
  return msg(str`Venció el ${day}`, { id: 'req-expired-on' });
}
