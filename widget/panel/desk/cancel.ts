/**
 * Cancelling an invoice: first its terms are shown, then the motivo is chosen by its description, and only then the cancellation is
 * requested.
 */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { money } from '../dates.ts';
import { createForm, type Form, type Values } from '../form.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { requiredChoice } from '../texts.ts';
import type { CancellationTerms, WholeInvoice } from './desk-wire.ts';
import { MOTIVOS, motivoHint, motivoName } from './motivos.ts';
import { kindWords, numberOf } from './words.ts';

type Known = { readonly invoice: WholeInvoice; readonly terms: CancellationTerms };

/** Opens the page that cancels an invoice, with the motivos that apply to it. */
export const cancelPage: OpenPage = (panel, { id = '' }) => {
  const path = `invoices/${encodeURIComponent(id)}`;
  const known = remote(panel, async (): Promise<Known> => {
    const [invoice, terms] = await Promise.all([
      panel.call<WholeInvoice>('GET', path),
      panel.call<CancellationTerms>('GET', `${path}/cancellation-terms`),
    ]);
    return { invoice, terms };
  });
  const form = cancelForm(panel, id, path);
  return {
    title: () => {
      const { invoice } = known.value() ?? {};
      return invoice
        ? msg(str`Cancelar ${kindWords(invoice.kind).toLowerCase()} ${numberOf(invoice)}`, { id: 'cancel-title' })
        : msg('Cancelar una factura', { id: 'cancel-title-none' });
    },
    lead: () => {
      const { invoice } = known.value() ?? {};
      return invoice
        ? html`${invoice.receptor.nombre}${invoice.total ? html` · ${money(invoice.total, invoice.moneda)}` : nothing}`
        : nothing;
    },
    render: () =>
      known.show(
        ({
          terms,
        }) => html`${before(terms)} ${form.render(fields(form), msg('Pedir la cancelación al SAT', { id: 'cancel-go' }), msg('Pidiéndola…', { id: 'cancel-going' }))}
          <p><a href="/panel/facturas/${id}">${msg('Dejarla como está', { id: 'cancel-not' })}</a></p>`,
      ),
  };
};

function cancelForm(panel: Panel, id: string, path: string): Form {
  return createForm(panel, {
    ...{ name: `cancel ${id}`, values: { motivo: '', substitute: '' } },
    required: ({ motivo }) => (motivo === '01' ? ['substitute'] : []),
    check: ({ motivo }) => (motivo ? [] : [{ pointer: '/motivo', code: 'client', detail: requiredChoice() }]),
    async send({ motivo, substitute }: Values) {
      const body = { motivo, ...(motivo === '01' && { substitute }) };
      await panel.call('POST', `${path}/cancel`, { body });
      panel.changed();
      panel.go(`/panel/facturas/${id}`);
    },
  });
}

/** What should be read first. */
function before({ warnings, related }: CancellationTerms): unknown {
  if (warnings.length === 0) return nothing;
  return html`<section>
    <h2>${msg('Antes de cancelar', { id: 'cancel-before' })}</h2>
    ${warnings.map(({ code, detail }) => notice(related && code === 'related-documents' ? 'bad' : 'warn', html`<p>${detail}</p>`))}
  </section>`;
}

function fields(form: Form): TemplateResult {
  const { motivo } = form.values();
  const fault = form.faultAt('motivo');
  return html`<fieldset aria-describedby=${fault ? 'motivo-fault' : nothing}>
      <legend>${msg('¿Por qué la cancelas?', { id: 'cancel-why' })}</legend>
      ${MOTIVOS.map(
        (each, index) => html`<label class="check motivo">
          <input type="radio" name="motivo" value=${each} .checked=${motivo === each} aria-invalid=${fault && index === 0 ? 'true' : nothing} />
          <span>${sentence(motivoName(each))}<span class="below">${motivoHint(each)}</span></span>
        </label>`,
      )}
      ${fault ? html`<p class="fault" id="motivo-fault">${fault}</p>` : nothing}
    </fieldset>
    ${
      motivo === '01'
        ? form.field('substitute', {
            label: msg('Folio fiscal de la que la sustituye', { id: 'cancel-substitute' }),
            hint: msg('Debe estar timbrada y relacionada con esta (04).', { id: 'cancel-substitute-hint' }),
            caps: true,
            maxlength: 80,
          })
        : nothing
    }`;
}

function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
