/** One request: what was asked for, what blocks it, and the merchant's answer. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { money, shortTime } from '../dates.ts';
import { createForm, type Form } from '../form.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { type Act, createAct } from './act.ts';
import type { QueuedRequest } from './desk-wire.ts';
import { facts } from './facts.ts';
import { type Places, placesOf } from './places.ts';
import { regimenWords, usoWords } from './receptor-fields.ts';
import { untilWords } from './requests.ts';
import { invoiceState, numberOf, reasonWords } from './words.ts';

/** Opens the page of a customer's request, with its answers. */
export const requestPage: OpenPage = (panel, { id = '' }) => {
  const request = remote(panel, () => panel.call<QueuedRequest>('GET', `requests/${encodeURIComponent(id)}`));
  const places = placesOf(panel);
  const answer = answering(panel, id, request.reload);
  return {
    title: () => {
      const { receptor } = request.value() ?? {};
      return receptor?.nombre || receptor?.rfc || msg('Solicitud', { id: 'request' });
    },
    lead: () => {
      const value = request.value();
      return value ? html`${reasonWords(value)} · ${untilWords(value) ?? shortTime(value.createdAt)}` : nothing;
    },
    render: () =>
      request.show(
        (value) => html`${standing(value)} ${asked(value)} ${purchase(value, answer, places)}
          ${isAnswerable(value) ? leaving(value) : nothing}
          ${isAnswerable(value) || waitsForSale(value) ? answer.render(value) : nothing}
          <p><a href="/panel/solicitudes">${msg('Ver todas las solicitudes', { id: 'all-requests' })}</a></p>`,
      ),
  };
};

function isAnswerable({ status, waitsFor }: QueuedRequest): boolean {
  return status === 'expired' || (status === 'open' && waitsFor === 'merchant');
}

/** One that still waits for its sale can only be declined: there is nothing to invoice. */
function waitsForSale({ status, waitsFor }: QueuedRequest): boolean {
  return status === 'open' && waitsFor === 'sale';
}

/** Its outcome, or what blocks it. */
function standing({ status, waitsFor, hindrance, invoice, answer }: QueuedRequest): unknown {
  if (status === 'accepted')
    return notice(
      'good',
      invoice
        ? html`<p>${msg('Ya se facturó.', { id: 'req-done' })} <a href="/panel/facturas/${invoice.id}">${numberOf(invoice)}</a> ${invoiceState(invoice.status)}</p>`
        : html`<p>${msg('La aceptaste. La factura se está haciendo.', { id: 'req-doing' })}</p>`,
    );
  if (status === 'declined')
    return notice('warn', html`<p>${msg('Le dijiste a tu cliente:', { id: 'req-told' })} «${answer}»</p>`);
  if (status === 'expired')
    return notice(
      'warn',
      html`<p>${msg('Venció sin respuesta. Todavía puedes facturarla o rechazarla.', { id: 'req-over' })}</p>`,
    );
  if (waitsFor === 'sale')
    return notice(
      'warn',
      html`<p>${msg('En cuanto llegue su venta se factura sola. Si sabes que no existe, recházala y dile por qué.', { id: 'req-by-itself' })}</p>`,
    );
  if (!hindrance) return nothing;
  const errors = hindrance.errors.map(({ detail }) => html`<p>${detail}</p>`);
  return notice('warn', html`<p>${hindrance.detail}</p>${errors}`);
}

/** What accepting leads to besides the invoice, if its sale is in a factura global. */
function leaving({ sales, isSaleKnown }: QueuedRequest): unknown {
  const globals = new Map(sales.flatMap(({ inGlobal }) => (isSaleKnown && inGlobal ? [[inGlobal.id, inGlobal]] : [])));
  return [...globals.values()].map((global) =>
    notice(
      'warn',
      html`<p>${msg('Su compra ya está en la factura global', { id: 'req-its-global' })} <a href="/panel/facturas/${global.id}">${numberOf(global)}</a>.
        ${msg('Si la aceptas, además de su factura se emite lo que la saca de la global: una nota de crédito o, si así lo elegiste, otra global sin ella.', { id: 'req-leaves-global' })}</p>`,
    ),
  );
}

function asked({ receptor, corrects, email, createdAt, lookup, isSaleKnown }: QueuedRequest): TemplateResult {
  return html`<section>
    <h2>${msg('Los datos que dejó', { id: 'req-data' })}</h2>
    ${corrects ? html`<p><a href="/panel/facturas/${corrects}">${msg('Ver la factura que pide corregir', { id: 'req-corrects' })}</a></p>` : nothing}
    ${facts([
      ['RFC', receptor.rfc || '—'],
      [msg('Nombre o razón social', { id: 'receptor-name' }), receptor.nombre || '—'],
      [msg('Código postal', { id: 'branch-cp' }), receptor.codigoPostal || '—'],
      [msg('Régimen', { id: 'regimen-short' }), regimenWords(receptor.regimenFiscal ?? '') || '—'],
      [msg('Uso', { id: 'uso-short' }), usoWords(receptor.usoCfdi ?? '') || '—'],
      email ? [msg('Correo', { id: 'mail' }), email] : undefined,
      !isSaleKnown && lookup.folio ? [msg('Folio que escribió', { id: 'req-typed-folio' }), lookup.folio] : undefined,
      !isSaleKnown && lookup.total ? [msg('Total que escribió', { id: 'req-typed-total' }), lookup.total] : undefined,
      [msg('La pidió', { id: 'req-asked-at' }), shortTime(createdAt)],
    ])}
  </section>`;
}

/** Its sale; if that is not known, the candidates, of which one is chosen. */
function purchase({ sales, isSaleKnown, ...request }: QueuedRequest, answer: Answering, places: Places): unknown {
  if (sales.length === 0) return nothing;
  const isChoice = !isSaleKnown && sales.length > 1 && isAnswerable({ sales, isSaleKnown, ...request });
  return html`<section>
    <h2>${isChoice ? msg('¿Cuál es su compra?', { id: 'req-which' }) : msg('Su compra', { id: 'req-sale' })}</h2>
    ${sales.map(
      ({ id, folio, total, moneda, ...sale }) => html`<div class="row-link">
        <span class="row-main">
          ${
            isChoice
              ? html`<label class="check"><input type="radio" name="sale" value=${id} .checked=${answer.sale() === id} @change=${() => answer.choose(id)} />${folio}</label>`
              : html`<a href="/panel/ventas/${id}">${folio}</a>`
          }
          <span class="below">${places.timeOf(sale)}</span>
        </span>
        <span class="row-side">${money(total, moneda)}</span>
      </div>`,
    )}
  </section>`;
}

type Answering = {
  readonly sale: () => string | undefined;
  readonly choose: (sale: string) => void;
  readonly render: (request: QueuedRequest) => TemplateResult;
};

/** Accepting and declining, each immediately and never twice. */
function answering(panel: Panel, id: string, reload: () => Promise<void>): Answering {
  const accept = createAct(panel);
  let sale: string | undefined;
  let isDeclining = false;
  const settled = async (text: string): Promise<void> => {
    await reload();
    panel.changed();
    panel.say(text);
  };
  const form = createForm(panel, {
    ...{ name: `decline ${id}`, values: { reason: '' }, required: () => ['reason'] },
    async send({ reason }) {
      await panel.call('POST', `requests/${encodeURIComponent(id)}/decline`, { body: { reason } });
      await settled(msg('Rechazada. Ya se le dijo a tu cliente.', { id: 'req-declined-said' }));
    },
  });
  const acceptIt = () =>
    accept.go(async () => {
      try {
        await panel.call('POST', `requests/${encodeURIComponent(id)}/accept`, { body: sale ? { sale } : {} });
        await settled(msg('La factura está hecha.', { id: 'req-accepted-said' }));
      } catch (error) {
        // What blocks it now is also shown with the request.
        await reload();
        throw error;
      }
    });
  return {
    sale: () => sale,
    choose: (chosen) => {
      sale = chosen;
      panel.redraw();
    },
    render: (request) => html`<section>
      ${accept.trouble()} ${buttons(accept, request, acceptIt, (event) => {
        isDeclining = !isDeclining;
        const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
        panel.redraw().then(() => root.getElementById('reason')?.focus());
      })}
      ${elsewhere(request, sale)} ${isDeclining ? declining(form) : nothing}
    </section>`,
  };
}

function buttons(
  act: Act,
  request: QueuedRequest,
  accept: () => void,
  decline: (event: Event) => void,
): TemplateResult {
  const text = request.corrects
    ? msg('Corregir la factura con estos datos', { id: 'req-accept-correction' })
    : msg('Facturar con estos datos', { id: 'req-accept' });
  return html`<div class="bar-of-actions start">
    ${
      waitsForSale(request)
        ? nothing
        : html`<button class="main" type="button" aria-disabled=${act.isBusy() ? 'true' : nothing} @click=${accept}>${act.isBusy() ? msg('Facturando…', { id: 'invoicing' }) : text}</button>`
    }
    <button class="link" type="button" @click=${decline}>${msg('Rechazar…', { id: 'req-decline' })}</button>
  </div>`;
}

/** If the details are wrong, the merchant can invoice with the right ones. */
function elsewhere({ id, sales, isSaleKnown, corrects }: QueuedRequest, chosen: string | undefined): unknown {
  if (corrects) return nothing;
  const sale = isSaleKnown ? sales[0]?.id : (chosen ?? (sales.length === 1 ? sales[0]?.id : undefined));
  if (!sale) return nothing;
  return html`<p><a href="/panel/ventas/${sale}/facturar?solicitud=${id}">${msg('Corregir los datos y facturar', { id: 'req-correct' })}</a></p>`;
}

function usualReasons(): readonly string[] {
  return [
    msg('El plazo para facturar esta compra ya terminó y está en la factura global del mes.', { id: 'why-global' }),
    msg('No encontramos esta compra en nuestro sistema. Revisa el folio y el total de tu ticket.', {
      id: 'why-unknown',
    }),
    msg('Los datos fiscales no coinciden con los del SAT. Cópialos de tu Constancia y pídela otra vez.', {
      id: 'why-data',
    }),
  ];
}

function declining(form: Form): TemplateResult {
  return form.render(
    html`<div class="chips">
        ${usualReasons().map((text) => html`<button class="chip-button" type="button" @click=${() => form.set({ reason: text })}>${text}</button>`)}
      </div>
      ${form.field('reason', {
        label: msg('¿Qué le decimos a tu cliente?', { id: 'req-why' }),
        hint: msg('Lo lee tal cual, en su página y en su correo.', { id: 'req-why-hint' }),
        maxlength: 500,
      })}`,
    msg('Rechazar y avisarle', { id: 'req-decline-go' }),
  );
}
