/** A refund that waits for the merchant: why, and the decision. Its nota de crédito is issued, with the customer's current details if the SAT refused the old ones, or the refund is declined. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { money, shortTime } from '../dates.ts';
import { createForm, type Form } from '../form.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { createAct } from './act.ts';
import type { ListedRefund, Receptor, WholeInvoice } from './desk-wire.ts';
import { facts } from './facts.ts';
import { receptorNamesToday, receptorOf, receptorToday, receptorValues, tidyReceptor } from './receptor-fields.ts';

/** A refund, and the receptor of its nota de crédito, if one was issued before. */
type Found = { readonly refund: ListedRefund | undefined; readonly receptor?: Receptor };

/** Opens the page on which a merchant decides about a refund of a sale. */
export const refundDecisionPage: OpenPage = (panel, { id: sale = '', refund: id = '' }) => {
  const found = remote(panel, () => read(panel, sale, id));
  const decision = deciding(panel, { sale, id, reload: found.reload });
  return {
    title: () => msg('Decidir una devolución', { id: 'refund-decide' }),
    lead: () => {
      const refund = found.value()?.refund;
      return refund ? html`${money(refund.total)} · ${shortTime(refund.date)}` : nothing;
    },
    render: () =>
      found.show(
        (value) => html`${standing(value.refund)}
          ${value.refund?.status === 'awaiting-approval' ? decision(value.refund, value.receptor) : nothing}
          <p><a href="/panel/ventas/${sale}">${msg('Ver la venta', { id: 'see-sale' })}</a></p>`,
      ),
  };
};

async function read(panel: Panel, sale: string, id: string): Promise<Found> {
  const { refunds } = await panel.call<{ refunds: readonly ListedRefund[] }>(
    'GET',
    `refunds?${new URLSearchParams({ sale, limit: '100' })}`,
  );
  const refund = refunds.find((one) => one.id === id);
  if (!refund?.egreso) return { refund };
  const { receptor } = await panel.call<WholeInvoice>('GET', `invoices/${encodeURIComponent(refund.egreso.id)}`);
  return { refund, receptor };
}

function isAboutReceptor({ egreso }: ListedRefund): boolean {
  return egreso?.problem?.code === 'sat-refused-receptor';
}

/** What it waits for and why, or what became of it. */
function standing(refund: ListedRefund | undefined): unknown {
  if (!refund) return notice('warn', html`<p>${msg('Esta venta no tiene esa devolución.', { id: 'refund-none' })}</p>`);
  const { status, egreso, reason = '' } = refund;
  if (status === 'declined')
    return notice('warn', html`<p>${msg(str`La rechazaste: «${reason}»`, { id: 'refund-declined' })}</p>`);
  if (status !== 'awaiting-approval')
    return notice('good', html`<p>${msg('Ya no espera tu decisión.', { id: 'refund-decided' })}</p>`);
  if (egreso?.status === 'canceled')
    return notice(
      'warn',
      html`<p>${msg('Su nota de crédito se canceló ante el SAT. Al aprobar se emite otra.', { id: 'refund-why-canceled' })}</p>`,
    );
  const { detail, errors = [] } = egreso?.problem ?? {};
  if (detail === undefined)
    return notice(
      'warn',
      html`<p>${msg('Espera que la apruebes para emitir su nota de crédito.', { id: 'refund-why-approval' })}</p>`,
    );
  const reasons = errors.length > 0 ? errors.map((fault) => fault.detail) : [detail];
  return notice(
    'warn',
    html`<p>${msg('No se pudo timbrar su nota de crédito:', { id: 'refund-why-refused' })}</p>
      ${reasons.map((text) => html`<p>${text}</p>`)}`,
  );
}

type About = { readonly sale: string; readonly id: string; readonly reload: () => Promise<void> };

/** Approving, correcting and declining, each immediately and never twice. */
function deciding(panel: Panel, { sale, id, reload }: About) {
  const act = createAct(panel);
  const send = async (verb: 'approve' | 'correct' | 'decline', body?: object): Promise<void> => {
    const refund = await panel.call<ListedRefund>('POST', `refunds/${encodeURIComponent(id)}/${verb}`, {
      ...(body && { body }),
    });
    panel.changed();
    if (refund.status !== 'awaiting-approval') return panel.go(`/panel/ventas/${sale}`);
    await reload();
    panel.say(msg('No se pudo timbrar. Arriba dice por qué.', { id: 'refund-refused-said' }));
  };
  const declining = declineForm(panel, id, (reason) => send('decline', { reason }));
  let correcting: Form | undefined;
  return (refund: ListedRefund, receptor: Receptor | undefined): TemplateResult => {
    const isCorrectable = receptor !== undefined && isAboutReceptor(refund);
    if (isCorrectable) correcting ??= correctForm(panel, id, receptor, (today) => send('correct', { receptor: today }));
    const busy = act.isBusy() ? 'true' : nothing;
    return html`${isCorrectable && correcting ? corrected(correcting, receptor) : nothing}
      <section>
        ${act.trouble()}
        ${isCorrectable ? html`<p>${msg('Si tu cliente ya corrigió sus datos ante el SAT, inténtalo con los mismos.', { id: 'refund-same-data' })}</p>` : nothing}
        <button class="big" type="button" aria-disabled=${busy} @click=${() => act.go(() => send('approve'))}>${act.isBusy() ? msg('Emitiendo…', { id: 'refund-issuing' }) : msg('Aprobar y emitir', { id: 'refund-approve' })}</button>
      </section>
      <details>
        <summary>${msg('Rechazar…', { id: 'req-decline' })}</summary>
        ${declined(declining)}
      </details>`;
  };
}

function correctForm(panel: Panel, id: string, receptor: Receptor, send: (today: object) => Promise<void>): Form {
  return createForm(panel, {
    ...{ name: `correct refund ${id}`, values: receptorValues(receptor), tidy: tidyReceptor },
    required: () => receptorNamesToday,
    send: (values) => {
      const { nombre, codigoPostal, regimenFiscal } = receptorOf(values);
      return send({ nombre, codigoPostal, regimenFiscal });
    },
  });
}

/** The RFC is that of the invoice: a nota de crédito for another one would be refused. */
function corrected(form: Form, { rfc }: Receptor): TemplateResult {
  return html`<section>
    <h2>${msg('Los datos de hoy de tu cliente', { id: 'refund-today' })}</h2>
    <p>${msg('El SAT los compara con los que tiene hoy. Cópialos de su Constancia de Situación Fiscal.', { id: 'refund-today-why' })}</p>
    ${facts([['RFC', rfc]])}
    ${form.render(receptorToday(form), msg('Emitir con estos datos', { id: 'refund-correct' }), msg('Emitiendo…', { id: 'refund-issuing' }))}
  </section>`;
}

function declineForm(panel: Panel, id: string, send: (reason: string) => Promise<void>): Form {
  return createForm(panel, {
    ...{ name: `decline refund ${id}`, values: { reason: '' }, required: () => ['reason'] },
    send: ({ reason = '' }) => send(reason),
  });
}

function declined(form: Form): TemplateResult {
  return form.render(
    form.field('reason', {
      label: msg('¿Por qué la rechazas?', { id: 'refund-decline-why' }),
      hint: msg('Queda en la historia de la venta. No se emite nota de crédito.', { id: 'refund-decline-hint' }),
      maxlength: 500,
    }),
    msg('Rechazar la devolución', { id: 'refund-decline-go' }),
  );
}
