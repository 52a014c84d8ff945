/** Invoicing a sale for a customer who asked by phone or at the till: their data, a preview of the document, and then the stamp. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { money } from '../dates.ts';
import { createForm, type Form } from '../form.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { type Act, createAct } from './act.ts';
import type { Preview, QueuedRequest, Receptor, WholeSale } from './desk-wire.ts';
import { documentView } from './document-view.ts';
import { receptorFields, receptorNames, receptorOf, receptorValues, tidyReceptor, withUso } from './receptor-fields.ts';

type Known = { readonly sale: WholeSale; readonly request: QueuedRequest | undefined };

/** Opens the page that invoices a sale for a customer, on request or at the till. */
export const invoiceForPage: OpenPage = (panel, { id = '' }) => {
  const asked = panel.query.get('solicitud');
  const known = remote(panel, async (): Promise<Known> => {
    const sale = await panel.call<WholeSale>('GET', `sales/${encodeURIComponent(id)}`);
    const request = asked ? await panel.call<QueuedRequest>('GET', `requests/${encodeURIComponent(asked)}`) : undefined;
    return { sale, request };
  });
  const act = createAct(panel);
  let form: Form | undefined;
  let reviewed: { readonly preview: Preview; readonly body: object } | undefined;
  const review = (preview: Preview | undefined, body: object = {}): void => {
    reviewed = preview && { preview, body };
    panel.redraw();
  };
  const stamp = (body: object) =>
    act.go(async () => {
      const invoice = await panel.call<{ id: string }>('POST', `sales/${encodeURIComponent(id)}/invoice`, { body });
      panel.changed();
      panel.go(`/panel/facturas/${invoice.id}`);
    });
  return {
    title: () => msg('Facturar a un cliente', { id: 'invoice-for' }),
    lead: () => {
      const sale = known.value()?.sale;
      return sale
        ? msg(
            str`La venta ${sale.folio}, de ${money(sale.total, sale.moneda)}. Se aplican las mismas reglas que en tu portal.`,
            {
              id: 'invoice-for-lead',
            },
          )
        : nothing;
    },
    render: () =>
      known.show(({ sale, request }) => {
        if (reviewed)
          return reviewing(act, reviewed.preview, {
            back: () => review(undefined),
            stamp: () => stamp(reviewed?.body ?? {}),
          });
        form ??= customerForm(panel, sale, request?.receptor, request?.email, review);
        return form.render(
          html`${receptorFields(form)}
            ${form.field('email', {
              label: msg('Correo para enviarle copia (opcional)', { id: 'invoice-for-email' }),
              type: 'email',
              inputmode: 'email',
              optional: true,
            })}`,
          msg('Revisar antes de timbrar', { id: 'invoice-review' }),
          msg('Revisando…', { id: 'reviewing' }),
        );
      }),
  };
};

function customerForm(
  panel: Panel,
  sale: WholeSale,
  receptor: Partial<Receptor> | undefined,
  email: string | undefined,
  review: (preview: Preview, body: object) => void,
): Form {
  const form: Form = createForm(panel, {
    ...{ name: `invoice-for ${sale.id}`, required: () => receptorNames, tidy: tidyReceptor, complete: withUso },
    values: { ...receptorValues(receptor), email: email ?? sale.email ?? '' },
    async send(values) {
      const body = { receptor: receptorOf(values), email: values.email?.trim() || null };
      const path = `sales/${encodeURIComponent(sale.id)}/invoice/preview`;
      review(await panel.call<Preview>('POST', path, { body }), body);
      panel.say(msg('Revisa la factura antes de timbrarla.', { id: 'invoice-review-said' }));
    },
  });
  return form;
}

function reviewing(
  act: Act,
  preview: Preview,
  { back, stamp }: { readonly back: () => void; readonly stamp: () => void },
): TemplateResult {
  return html`<section>
    ${act.trouble()}
    <h2>${msg('Así quedará la factura', { id: 'invoice-as-it-will-be' })}</h2>
    ${documentView(preview)}
    <div class="bar-of-actions start">
      <button class="main" type="button" aria-disabled=${act.isBusy() ? 'true' : nothing} @click=${stamp}>${act.isBusy() ? msg('Timbrando…', { id: 'stamping' }) : msg('Timbrar la factura', { id: 'invoice-stamp' })}</button>
      ${action(msg('Cambiar los datos', { id: 'invoice-change' }), back)}
    </div>
  </section>`;
}
