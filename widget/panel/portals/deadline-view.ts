/** A deadline as a calendar: a sale's day, the last day to invoice it and its global invoice, in the branch's days, and the same as a sentence. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { language } from '../texts.ts';
import { monthTable } from './month-table.ts';

type Day = {
  readonly date: string;
  readonly until: string;
  readonly global?: { readonly from: string; readonly to: string };
};
type Month = { readonly zone: string; readonly days: readonly Day[] };
type Schedule = { readonly branch: string; readonly periodicidad: string; readonly enabled: boolean };
type Branch = { readonly code: string; readonly name: string };

/** The calendar that shows what a deadline means. */
export type DeadlineView = { readonly render: (deadline: string) => TemplateResult };

/** Requests the months that it needs, each once. */
export function createDeadlineView(panel: Pick<Panel, 'call' | 'redraw' | 'signal'>, slug: string): DeadlineView {
  const months = new Map<string, Month | undefined>();
  const branches = remote(panel, () => panel.call<{ branches: readonly Branch[] }>('GET', 'branches'));
  const schedules = remote(panel, () => panel.call<{ schedules: readonly Schedule[] }>('GET', 'global-schedules'));
  let sale = today();
  let chosen: string | undefined;

  const monthOf = (month: string, deadline: string, branch: string | undefined): Month | undefined => {
    const schedule = schedules.value()?.schedules.find((one) => one.enabled && one.branch === branch);
    const query = new URLSearchParams({
      ...{ month, deadline },
      ...(branch && { branch }),
      ...(schedule && { periodicidad: schedule.periodicidad }),
    }).toString();
    if (!months.has(query)) {
      months.set(query, undefined);
      panel
        .call<Month>('GET', `portals/${slug}/deadline-calendar?${query}`, { signal: panel.signal })
        .then((found) => {
          months.set(query, found);
          panel.redraw();
        })
        .catch(() => {});
    }
    return months.get(query);
  };
  const pick = (event: Event): void => {
    event.stopPropagation();
    const { value } = event.currentTarget as HTMLInputElement;
    if (!/^20\d\d-\d\d-\d\d$/.test(value)) return;
    sale = value;
    panel.redraw();
  };

  return {
    render(deadline) {
      const places = branches.value()?.branches ?? [];
      const branch = chosen ?? places[0]?.code;
      const first = monthOf(sale.slice(0, 7), deadline, branch);
      const until = first?.days.find(({ date }) => date === sale)?.until;
      const isLater = until !== undefined && until.slice(0, 7) !== sale.slice(0, 7);
      const second = isLater ? monthOf(until.slice(0, 7), deadline, branch) : undefined;
      const choose = (event: Event): void => {
        event.stopPropagation();
        chosen = (event.currentTarget as HTMLSelectElement).value;
        panel.redraw();
      };
      return html`<div class="deadline" role="group" aria-label=${msg('Cómo queda el plazo', { id: 'deadline-drawn' })}>
        <div class="two">
          <div class="field">
            <label for="deadline-sale">${msg('Una venta de este día', { id: 'deadline-sale' })}</label>
            <input id="deadline-sale" type="date" .value=${sale} @input=${pick} @change=${pick} />
          </div>
          ${
            places.length > 1
              ? html`<div class="field">
                  <label for="deadline-branch">${msg('Sucursal', { id: 'branch' })}</label>
                  <select id="deadline-branch" @input=${choose} @change=${choose}>
                    ${places.map(({ code, name }) => html`<option value=${code} ?selected=${code === branch}>${name}</option>`)}
                  </select>
                </div>`
              : nothing
          }
        </div>
        ${first && until ? drawn(sale, until, first, second) : html`<p class="hint">${msg('Un momento…', { id: 'wait' })}</p>`}
      </div>`;
    },
  };
}

function drawn(sale: string, until: string, first: Month, second: Month | undefined): TemplateResult {
  const days = [...first.days, ...(second?.days ?? [])];
  const globals = days.flatMap(({ global }) => (global ? [global.to] : []));
  const own = first.days.find(
    ({ global, date }) => global && global.from <= sale && sale <= global.to && date === global.to,
  );
  const marks = (date: string) => ({ isSale: date === sale, isLast: date === until, isGlobal: globals.includes(date) });
  return html`<p role="status">${sentence(sale, until, first.zone)} ${own?.global ? globalSentence(own.global.to, until) : nothing}</p>
    <div class="months">
      ${monthTable(sale.slice(0, 7), marks)} ${second ? monthTable(until.slice(0, 7), marks) : nothing}
    </div>
    <ul class="legend">
      <li class="is-sale">${msg('La venta', { id: 'deadline-mark-sale' })}</li>
      <li class="is-last">${msg('Último día para facturarla', { id: 'deadline-mark-last' })}</li>
      ${globals.length ? html`<li class="is-global">${msg('Tu factura global', { id: 'deadline-mark-global' })}</li>` : nothing}
    </ul>`;
}

function sentence(sale: string, until: string, zone: string): string {
  return msg(str`Lo vendido el ${longDate(sale)} se factura hasta el ${longDate(until)} a las 23:59, ${zone}.`, {
    id: 'deadline-sentence',
  });
}

function globalSentence(day: string, until: string): string {
  return day < until
    ? msg(str`Entra en la factura global del ${longDate(day)}; quien la pida después, la pide ya facturada en ella.`, {
        id: 'deadline-after-global',
      })
    : msg(str`Si nadie la pide, entra en la factura global del ${longDate(day)}.`, { id: 'deadline-with-global' });
}

function longDate(date: string): string {
  const day = new Date(`${date}T12:00:00Z`);
  return new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(day);
}

function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
