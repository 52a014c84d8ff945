/** The factura global of a period: what it would contain and what is left out, then issuing it, with its progress. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { createAct } from '../desk/act.ts';
import { numberOf } from '../desk/words.ts';
import { createForm, type Values } from '../form.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import type { GlobalPreview, GlobalRun } from './books-wire.ts';
import { globalPeriod, leftOutWords, periodicidades } from './global-period.ts';
import { globalSchedules, scheduleList } from './global-schedule.ts';
import { daysOf, dayWords, signed, thisMonth } from './sums.ts';

const LOOK_EVERY_MS = 2_000;

type Branch = { readonly code: string; readonly name: string };
type Wanted = { readonly branch: string; readonly periodicidad: string; readonly from: string; readonly to: string };

/** Opens the page that previews and issues the factura global of a branch's period. */
export const globalPage: OpenPage = (panel) => {
  let wanted: Wanted | undefined;
  let preview: GlobalPreview | undefined;
  let run: GlobalRun | undefined;
  const branches = remote(panel, () => panel.call<{ branches: readonly Branch[] }>('GET', 'branches'));
  const schedules = globalSchedules(panel);
  const act = createAct(panel);
  const form = createForm(panel, {
    name: 'global',
    values: { branch: '', periodicidad: '04', from: daysOf(thisMonth(1)).from },
    async send(values) {
      [wanted, preview, run] = [wantedOf(values, branches.value()?.branches ?? []), undefined, undefined];
      preview = await panel.call<GlobalPreview>('POST', 'global-invoices/preview', { body: wanted });
      panel.redraw();
    },
  });
  const issue = () =>
    act.go(async () => {
      run = await panel.call<GlobalRun>('POST', 'global-invoices', { body: wanted });
      panel.redraw();
      while (run.status === 'issuing' && !panel.signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        run = await panel.call<GlobalRun>('GET', `global-invoices/${run.id}`, { signal: panel.signal });
        panel.redraw();
      }
    });
  return {
    title: () => msg('Factura global', { id: 'global' }),
    lead: () => msg('Las ventas que nadie facturó, juntas en un CFDI al público en general.', { id: 'global-lead' }),
    render: () =>
      branches.show(({ branches: all }) => {
        const places = all.map(({ code, name }) => [code, name] as const);
        return html`${form.render(
          html`${places.length > 1 ? form.choice('branch', { label: msg('Sucursal', { id: 'branch' }) }, places) : nothing}
            ${form.choice('periodicidad', { label: msg('Qué periodo', { id: 'global-period' }) }, periodicidades())}
            ${form.field('from', { label: msg('Un día del periodo', { id: 'global-day' }), type: 'date' })}`,
          msg('Ver qué llevaría', { id: 'global-see' }),
        )}
        ${act.trouble()}
        ${run ? progress(run, preview) : preview && wanted ? shown(preview, wanted, act.isBusy(), issue) : nothing}
        ${schedules.show(({ schedules: known }) => scheduleList(all, known))}`;
      }),
  };
};

function wantedOf({ branch = '', periodicidad = '04', from = '' }: Values, all: readonly Branch[]): Wanted {
  return { branch: branch || (all[0]?.code ?? ''), periodicidad, ...globalPeriod(from, periodicidad) };
}

function shown(
  { currencies, leftOut }: GlobalPreview,
  { from, to }: Wanted,
  isBusy: boolean,
  issue: () => void,
): TemplateResult {
  const out = Object.entries(leftOut);
  return html`<section aria-live="polite">
    <h2>${from === to ? dayWords(from) : msg(str`Del ${dayWords(from)} al ${dayWords(to)}`, { id: 'global-span' })}</h2>
    ${
      currencies.length > 0
        ? html`<ul>${currencies.map(
            ({ moneda, sales, total, invoices }) =>
              html`<li><strong>${signed(total, moneda)}</strong><span class="below">${msg(str`Ventas: ${sales}. CFDI que se emiten: ${invoices}.`, { id: 'global-holds' })}</span></li>`,
          )}</ul>`
        : notice(
            'good',
            html`<p>${msg('No queda ninguna venta por meter en la global de este periodo.', { id: 'global-nothing' })}</p>`,
          )
    }
    ${
      out.length > 0
        ? html`<h3>${msg('Se quedan fuera', { id: 'global-left-out' })}</h3>
            <ul>${out.map(([reason, sales]) => html`<li>${leftOutWords(reason)}: ${sales}</li>`)}</ul>`
        : nothing
    }
    ${
      currencies.length > 0
        ? html`<button class="big" type="button" aria-disabled=${isBusy ? 'true' : nothing} @click=${issue}>${msg('Emitir la factura global', { id: 'global-issue' })}</button>`
        : nothing
    }
  </section>`;
}

function progress({ status, invoices, refusal }: GlobalRun, preview: GlobalPreview | undefined): TemplateResult {
  const all = preview?.currencies.reduce((sum, currency) => sum + currency.invoices, 0) ?? invoices.length;
  const stamped = invoices.filter((invoice) => invoice.status === 'stamped').length;
  const done = msg(str`CFDI timbrados: ${stamped} de ${Math.max(all, invoices.length)}.`, { id: 'global-progress' });
  return html`<section>
    <div role="status">${
      status === 'issuing'
        ? notice(
            'warn',
            html`<p><strong>${msg('Se está emitiendo', { id: 'global-issuing' })}</strong><span class="below">${done} ${msg('Puedes cerrar esta página: sigue sola.', { id: 'global-goes-on' })}</span></p>`,
          )
        : status === 'issued'
          ? notice(
              'good',
              html`<p><strong>${msg('La factura global está emitida', { id: 'global-issued' })}</strong><span class="below">${done}</span></p>`,
            )
          : notice(
              'bad',
              html`<p><strong>${msg('No se pudo emitir', { id: 'global-refused' })}</strong><span class="below">${done} ${refusal ?? msg('Abre la factura rechazada para ver por qué.', { id: 'global-refused-why' })}</span></p>`,
            )
    }</div>
    <ul>${invoices.map(
      ({ id, serie, folio, total, moneda }) =>
        html`<li><a href="/panel/facturas/${id}">${numberOf({ serie, folio })}</a> ${total && moneda ? signed(total, moneda) : nothing}</li>`,
    )}</ul>
  </section>`;
}
