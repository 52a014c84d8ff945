/** One invoice: its files, its receptor, related documents, a copy by mail, and the state of its cancellation. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { money, shortTime } from '../dates.ts';
import { createForm, type Form } from '../form.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { createAct } from './act.ts';
import { cancellationState, isUnderWay } from './cancellation-state.ts';
import type { WholeInvoice } from './desk-wire.ts';
import { facts } from './facts.ts';
import { mailsList } from './mails.ts';
import { regimenWords, usoWords } from './receptor-fields.ts';
import { invoiceState, kindWords, numberOf, relationWords } from './words.ts';

/** How often the page rereads something in progress while it is open. */
const AGAIN_MS = 5_000;

/** Opens the page of an invoice, which reads the invoice again while something about it is in progress. */
export const invoicePage: OpenPage = (panel, { id = '' }) => {
  const invoice = remote(panel, () => panel.call<WholeInvoice>('GET', `invoices/${encodeURIComponent(id)}`));
  const { reload, value } = invoice;
  const timer = setInterval(() => {
    if (isMoving(value()) && document.visibilityState === 'visible') reload();
  }, AGAIN_MS);
  panel.signal.addEventListener('abort', () => clearInterval(timer));
  const copy = copying(panel, id, reload);
  const asking = lookingUp(panel, id, reload);
  return {
    title: () => {
      const now = value();
      return now ? `${kindWords(now.kind)} ${numberOf(now)}` : msg('Factura', { id: 'invoice' });
    },
    lead: () => {
      const now = value();
      if (!now) return nothing;
      return html`${now.total ? html`${money(now.total, now.moneda)} · ` : nothing}${shortTime(now.stampedAt ?? now.createdAt)} · ${invoiceState(now.status)}`;
    },
    width: 'wide',
    render: () =>
      invoice.show(
        (
          now,
        ) => html`${stance(now, asking)} ${now.cancellations.slice(0, 1).map((one) => cancellationState(panel, one, reload))} ${files(now)}
          <div class="beside even">
            <section>${whose(now)} ${related(now)}</section>
            <section>${now.uuid ? copy(now) : nothing} ${mailsList(now.mails)}</section>
          </div>
          ${changeLinks(now)}`,
      ),
  };
};

function isMoving(invoice: WholeInvoice | undefined): boolean {
  return invoice?.status === 'pending' || (invoice?.cancellations.slice(0, 1).some(isUnderWay) ?? false);
}

function stance({ status, problem }: WholeInvoice, asking: () => TemplateResult): unknown {
  if (status === 'rejected')
    return notice(
      'bad',
      html`<p>${problem?.detail ?? msg('El SAT no la aceptó. Su venta se puede facturar otra vez.', { id: 'inv-rejected-why' })}</p>`,
    );
  if (status === 'pending')
    return notice(
      'warn',
      html`<p>${msg('Se está timbrando. Esta página se actualiza sola.', { id: 'inv-pending-why' })}</p>`,
    );
  if (status === 'needs-merchant')
    return notice(
      'bad',
      html`<p>${msg('Tu PAC no confirmó si la timbró. Por seguridad no se hace otra hasta saberlo.', { id: 'inv-needs-why' })}</p>
        ${asking()}`,
    );
  return nothing;
}

function files({ links, uuid }: WholeInvoice): unknown {
  if (!links.pdf) return nothing;
  return html`<div class="bar-of-actions start">
    <a class="button" href=${links.pdf} download>${msg('Descargar PDF', { id: 'download-pdf' })}</a>
    <a class="button quiet" href=${links.xml ?? ''} download>${msg('Descargar XML', { id: 'download-xml' })}</a>
    ${links.verify ? html`<a href=${links.verify} target="_blank" rel="noopener">${msg('Verificar en el SAT', { id: 'verify-sat' })}</a>` : nothing}
  </div>
  ${uuid ? html`<p><small>${msg('Folio fiscal', { id: 'uuid' })}</small> <span class="uuid">${uuid}</span></p>` : nothing}`;
}

function whose({ receptor, origin, by, sales, folios, kind }: WholeInvoice): TemplateResult {
  const who =
    by && by.id !== 'automatic'
      ? (by.name ?? by.id)
      : origin === 'portal'
        ? msg('El cliente, en tu portal', { id: 'by-customer' })
        : origin === 'merchant' && !by
          ? msg('Alguien de tu negocio', { id: 'by-merchant' })
          : msg('El sistema', { id: 'by-system' });
  return html`<h2>${msg('Para quién', { id: 'for-whom' })}</h2>
    ${facts([
      [msg('Nombre o razón social', { id: 'receptor-name' }), receptor.nombre],
      ['RFC', receptor.rfc],
      [msg('Código postal', { id: 'branch-cp' }), receptor.codigoPostal],
      [msg('Régimen', { id: 'regimen-short' }), regimenWords(receptor.regimenFiscal)],
      [msg('Uso', { id: 'uso-short' }), usoWords(receptor.usoCfdi)],
      [msg('Quién la hizo', { id: 'made-by' }), who],
      kind === 'global'
        ? [msg('Ventas', { id: 'sales' }), String(sales.length)]
        : [
            msg('Venta', { id: 'sale' }),
            html`${sales.map((sale, index) => html`<a href="/panel/ventas/${sale}">${folios[index] ?? sale}</a> `)}`,
          ],
    ])}`;
}

function related({ relations, relatedBy }: WholeInvoice): unknown {
  if (relations.length + relatedBy.length === 0) return nothing;
  return html`<h2>${msg('Relacionadas', { id: 'related' })}</h2>
    <ul class="lines">
      ${relations.map(({ tipoRelacion, uuids }) => html`<li>${relationWords(tipoRelacion)} <span class="uuid">${uuids.join(', ')}</span></li>`)}
      ${relatedBy.map(
        ({ id, tipoRelacion }) =>
          html`<li><a href="/panel/facturas/${id}">${relationWords(tipoRelacion)} ${msg('esta', { id: 'this-one' })}</a></li>`,
      )}
    </ul>`;
}

function changeLinks({ id, status, kind, cancellations }: WholeInvoice): unknown {
  if (status !== 'stamped' || cancellations.slice(0, 1).some(isUnderWay)) return nothing;
  return html`${kind === 'ingreso' ? html`<p><a href="/panel/facturas/${id}/corregir">${msg('Corregir los datos de tu cliente…', { id: 'correct-invoice' })}</a></p>` : nothing}
    <p class="quiet-end"><a href="/panel/facturas/${id}/cancelar">${msg('Cancelar esta factura…', { id: 'cancel-invoice' })}</a></p>`;
}

/** A copy by mail, to the original address or another. */
function copying(panel: Panel, id: string, reload: () => Promise<void>): (invoice: WholeInvoice) => TemplateResult {
  let form: Form | undefined;
  let sentTo: string | undefined;
  const formFor = ({ mails }: WholeInvoice): Form =>
    createForm(panel, {
      ...{ name: `copy ${id}`, values: { email: mails[0]?.to ?? '' }, required: () => ['email'] },
      async send({ email }) {
        sentTo = undefined;
        await panel.call('POST', `invoices/${encodeURIComponent(id)}/copies`, { body: { email } });
        sentTo = email;
        await reload();
        panel.say(msg(str`Va en camino a ${email ?? ''}.`, { id: 'copy-sent' }));
      },
    });
  return (invoice) => {
    form ??= formFor(invoice);
    return html`<h2>${msg('Enviar copia por correo', { id: 'copy-by-mail' })}</h2>
      ${sentTo ? notice('good', html`<p>${msg(str`Va en camino a ${sentTo}.`, { id: 'copy-sent' })}</p>`) : nothing}
      ${form.render(
        form.field('email', { label: msg('Correo', { id: 'mail' }), type: 'email', inputmode: 'email' }),
        msg('Enviar', { id: 'send' }),
        msg('Enviando…', { id: 'sending' }),
      )}`;
  };
}

/** Asks the PAC once more about an invoice that could not be settled automatically. */
function lookingUp(panel: Panel, id: string, reload: () => Promise<void>): () => TemplateResult {
  const act = createAct(panel);
  const ask = () =>
    act.go(async () => {
      await panel.call('POST', `invoices/${encodeURIComponent(id)}/look-up`);
      await reload();
      panel.changed();
    });
  return () => html`${act.trouble()}
    <button class="big" type="button" aria-disabled=${act.isBusy() ? 'true' : nothing} @click=${ask}>${act.isBusy() ? msg('Preguntando…', { id: 'asking' }) : msg('Preguntarle otra vez', { id: 'ask-pac-again' })}</button>`;
}
