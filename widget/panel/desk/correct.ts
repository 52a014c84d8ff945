/** Correcting the receptor of an invoice: the current data, what would be stamped and cancelled, and then both. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { money } from '../dates.ts';
import { createForm, type Form } from '../form.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { type Act, createAct } from './act.ts';
import type { CorrectionPreview, Receptor, WholeInvoice } from './desk-wire.ts';
import { documentView } from './document-view.ts';
import {
  receptorFields,
  receptorNames,
  receptorOf,
  receptorValues,
  regimenWords,
  tidyReceptor,
  usoWords,
  withUso,
} from './receptor-fields.ts';
import { numberOf } from './words.ts';

type Reviewed = { readonly plan: CorrectionPreview; readonly receptor: Receptor };

/** Opens the page that corrects an invoice's receptor: first the form, then what would change. */
export const correctPage: OpenPage = (panel, { id = '' }) => {
  const path = `invoices/${encodeURIComponent(id)}`;
  const invoice = remote(panel, () => panel.call<WholeInvoice>('GET', path));
  const act = createAct(panel);
  let form: Form | undefined;
  let reviewed: Reviewed | undefined;
  const review = (next: Reviewed | undefined): void => {
    reviewed = next;
    panel.redraw();
  };
  const correct = ({ receptor }: Reviewed) =>
    act.go(async () => {
      const made = await panel.call<{ id: string }>('POST', `${path}/correct`, { body: { receptor } });
      panel.changed();
      panel.go(`/panel/facturas/${made.id}`);
    });
  return {
    title: () => {
      const now = invoice.value();
      return now
        ? msg(str`Corregir ${numberOf(now)}`, { id: 'correct-title' })
        : msg('Corregir una factura', { id: 'correct-title-none' });
    },
    lead: () => {
      const now = invoice.value();
      const what = msg('Cambia solo lo que esté mal. Antes de hacer nada ves qué se timbra y qué se cancela.', {
        id: 'correct-lead',
      });
      return now?.total ? html`${money(now.total, now.moneda)} · ${what}` : what;
    },
    render: () =>
      invoice.show((now) => {
        const leave = html`<p><a href="/panel/facturas/${id}">${msg('Dejarla como está', { id: 'cancel-not' })}</a></p>`;
        if (reviewed) {
          const { plan } = reviewed;
          return html`${reviewing(
            act,
            plan,
            () => reviewed && correct(reviewed),
            () => review(undefined),
          )} ${leave}`;
        }
        form ??= dataForm(panel, now, path, review);
        return html`${form.render(receptorFields(form), msg('Ver qué va a cambiar', { id: 'correct-review' }), msg('Revisando…', { id: 'reviewing' }))}
          ${leave}`;
      }),
  };
};

function dataForm(panel: Panel, { id, receptor }: WholeInvoice, path: string, review: (next: Reviewed) => void): Form {
  return createForm(panel, {
    ...{ name: `correct ${id}`, required: () => receptorNames, tidy: tidyReceptor, complete: withUso },
    values: receptorValues(receptor),
    async send(values) {
      const corrected = receptorOf(values);
      const body = { receptor: corrected };
      review({
        plan: await panel.call<CorrectionPreview>('POST', `${path}/correct/preview`, { body }),
        receptor: corrected,
      });
      panel.say(msg('Revisa la corrección antes de hacerla.', { id: 'correct-said' }));
    },
  });
}

function reviewing(
  act: Act,
  { changes, detail, document }: CorrectionPreview,
  go: () => void,
  back: () => void,
): TemplateResult {
  return html`<section>
    ${act.trouble()}
    <h2>${msg('Lo que cambia', { id: 'correct-before' })}</h2>
    <ul class="lines">${changes.map((change) => html`<li>${changeWords(change)}</li>`)}</ul>
    ${detail ? html`<p>${detail}</p>` : nothing}
    ${document ? documentView(document) : nothing}
    <div class="bar-of-actions start">
      <button class="main" type="button" aria-disabled=${act.isBusy() ? 'true' : nothing} @click=${go}>${act.isBusy() ? msg('Corrigiendo…', { id: 'correct-going' }) : msg('Timbrar la nueva y cancelar esta', { id: 'correct-go' })}</button>
      ${action(msg('Cambiar los datos', { id: 'correct-back' }), back)}
    </div>
  </section>`;
}

function changeWords({ field, from, to }: CorrectionPreview['changes'][number]): string {
  const label = {
    rfc: 'RFC',
    nombre: msg('Nombre o razón social', { id: 'receptor-name' }),
    codigoPostal: msg('Código postal', { id: 'branch-cp' }),
    regimenFiscal: msg('Régimen', { id: 'regimen-short' }),
    usoCfdi: msg('Uso', { id: 'uso-short' }),
  }[field];
  const words = { regimenFiscal: regimenWords, usoCfdi: usoWords, rfc: String, nombre: String, codigoPostal: String }[
    field
  ];
  return msg(str`${label}: dice «${words(from)}», va a decir «${words(to)}».`, { id: 'correct-from-to' });
}
