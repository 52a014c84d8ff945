/** The first page in the morning: what needs attention, and the invoices of the last days. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { OpenPage, Page, Panel } from '../page.ts';
import { remote, waiting } from '../remote.ts';
import { checklistPage } from '../setup/checklist.ts';
import type { Notice } from '../wire.ts';
import type { Overview } from './desk-wire.ts';
import { plot, sum, weeksOf } from './plot.ts';

const DAYS = 84;
const SHOWN_DAYS = 30;
const SHOWN_NOTICES = 3;

/** Until a merchant issues valid invoices, their first page is the setup. */
export const homePage: OpenPage = (panel, params) => {
  const setup = checklistPage(panel, params);
  const day = dayPage(panel);
  const now = (): Page => (isSettingUp(panel) ? setup : day);
  return {
    title: () => now().title(),
    lead: () => now().lead?.() ?? nothing,
    width: 'wide',
    render: () => (panel.steps() || panel.isStepless() ? now().render() : waiting()),
  };
};

function isSettingUp(panel: Panel): boolean {
  return panel.steps()?.some(({ step, done }) => step === 'live' && !done) ?? false;
}

function dayPage(panel: Panel): Page {
  let overview: ReturnType<typeof remote<Overview>> | undefined;
  let notices: readonly Notice[] = [];
  let by: 'day' | 'week' = 'day';
  const begin = () => {
    panel
      .call<{ notices: readonly Notice[] }>('GET', 'notices')
      .then((found) => {
        notices = found.notices;
        panel.redraw();
      })
      // People who may not read them do not see them.
      .catch(() => {});
    return remote(panel, () => panel.call<Overview>('GET', `overview?days=${DAYS}`));
  };
  const choose = (next: 'day' | 'week'): void => {
    by = next;
    panel.redraw();
  };
  return {
    title: () => msg('Hoy', { id: 'today' }),
    lead: () => panel.merchant?.tradeName ?? nothing,
    render: () => {
      overview ??= begin();
      return overview.show(
        (found) =>
          html`${attention(found, notices)} ${numbers(found, by, choose)} ${shortcuts()} ${leftToSetUp(panel)}`,
      );
    },
  };
}

function attention({ attention: waits }: Overview, notices: readonly Notice[]): TemplateResult {
  const { requests, undecided, refunds } = waits;
  const all = [
    ...(requests
      ? [
          item(
            '/panel/solicitudes',
            requests === 1
              ? msg('1 solicitud espera tu respuesta', { id: 'att-request' })
              : msg(str`${requests} solicitudes esperan tu respuesta`, { id: 'att-requests' }),
          ),
        ]
      : []),
    ...(undecided
      ? [
          item(
            '/panel/facturas?estado=needs-merchant',
            undecided === 1
              ? msg('1 factura necesita que la revises', { id: 'att-invoice' })
              : msg(str`${undecided} facturas necesitan que las revises`, { id: 'att-invoices' }),
          ),
        ]
      : []),
    ...(refunds
      ? [
          item(
            '/panel/devoluciones',
            refunds === 1
              ? msg('1 devolución espera que la apruebes', { id: 'att-refund' })
              : msg(str`${refunds} devoluciones esperan que las apruebes`, { id: 'att-refunds' }),
          ),
        ]
      : []),
    ...notices.slice(0, SHOWN_NOTICES).map(({ detail }) => item('/panel/avisos', detail)),
  ];
  return html`<section aria-label=${msg('Lo que te espera', { id: 'attention' })}>
    ${
      all.length
        ? html`<ul class="rows attention">${all}</ul>`
        : html`<p class="done">${msg('Nada te espera. Todo va bien.', { id: 'nothing-waits' })}</p>`
    }
  </section>`;
}

function item(path: string, text: string): TemplateResult {
  return html`<li><a class="row-link" href=${path}><span class="row-main">${text}</span></a></li>`;
}

function numbers({ days }: Overview, by: 'day' | 'week', choose: (by: 'day' | 'week') => void): TemplateResult {
  const counts = days.map(({ invoices }) => invoices);
  const shown = days.slice(-SHOWN_DAYS);
  const bars = by === 'week' ? weeksOf(days) : shown.map(({ date, invoices }) => ({ from: date, count: invoices }));
  const caption =
    by === 'week' ? msg('Facturas por semana', { id: 'per-week' }) : msg('Facturas por día', { id: 'per-day' });
  return html`<section>
    <div class="row">
      <h2>${caption}</h2>
      <div class="tabs" role="group" aria-label=${msg('Cómo verlas', { id: 'plot-by' })}>
        <button type="button" aria-pressed=${by === 'day'} @click=${() => choose('day')}>${msg('Días', { id: 'days' })}</button>
        <button type="button" aria-pressed=${by === 'week'} @click=${() => choose('week')}>${msg('Semanas', { id: 'weeks' })}</button>
      </div>
    </div>
    <dl class="figures">
      ${figure(msg('Hoy', { id: 'today' }), counts.at(-1) ?? 0)}
      ${figure(msg('Últimos 7 días', { id: 'last-7' }), sum(counts.slice(-7)))}
      ${figure(msg('Últimos 30 días', { id: 'last-30' }), sum(counts.slice(-30)))}
    </dl>
    ${plot(bars, caption)}
  </section>`;
}

function figure(name: string, count: number): TemplateResult {
  return html`<div><dt>${name}</dt><dd>${count}</dd></div>`;
}

function shortcuts(): TemplateResult {
  return html`<div class="bar-of-actions start">
    <a class="button" href="/panel/ventas?estado=open">${msg('Facturar a un cliente', { id: 'invoice-for' })}</a>
    <a class="button quiet" href="/panel/ventas/nueva">${msg('Agregar una venta', { id: 'add-sale' })}</a>
  </div>`;
}

function leftToSetUp(panel: Panel): unknown {
  const left = panel.steps()?.filter(({ done }) => !done).length ?? 0;
  if (!left) return nothing;
  return html`<p><a href="/panel/puesta-en-marcha">${left === 1 ? msg('Te falta 1 paso de la puesta en marcha', { id: 'setup-left-1' }) : msg(str`Te faltan ${left} pasos de la puesta en marcha`, { id: 'setup-left' })}</a></p>`;
}
