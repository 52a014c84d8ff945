/** A month as a table, Monday first, with marked days. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { language } from '../texts.ts';

/** How a day of the calendar can be marked. */
export type Marks = { readonly isSale: boolean; readonly isLast: boolean; readonly isGlobal: boolean };

/** `month` is `2026-12`. The text of a mark is in its cell for people who cannot see it. */
export function monthTable(month: string, marksOf: (date: string) => Marks): TemplateResult {
  const first = new Date(`${month}-01T12:00:00Z`);
  const before = (first.getUTCDay() + 6) % 7;
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const cells = Array.from({ length: Math.ceil((before + length) / 7) * 7 }, (_, at) => at - before + 1);
  const rows = Array.from({ length: cells.length / 7 }, (_, row) => cells.slice(row * 7, row * 7 + 7));
  const title = new Intl.DateTimeFormat(language(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(first);
  return html`<table class="month">
    <caption>${title}</caption>
    <thead><tr>${Array.from({ length: 7 }, (_, day) => weekday(day))}</tr></thead>
    <tbody>
      ${rows.map((row) => html`<tr>${row.map((day) => (day < 1 || day > length ? html`<td></td>` : dayCell(day, marksOf(`${month}-${String(day).padStart(2, '0')}`))))}</tr>`)}
    </tbody>
  </table>`;
}

// 5 January 2026 was a Monday.
function weekday(day: number): TemplateResult {
  const date = new Date(Date.UTC(2026, 0, 5 + day));
  const name = (weekdayLength: 'narrow' | 'long') =>
    new Intl.DateTimeFormat(language(), { weekday: weekdayLength, timeZone: 'UTC' }).format(date);
  return html`<th scope="col"><span aria-hidden="true">${name('narrow')}</span><span class="sr">${name('long')}</span></th>`;
}

function dayCell(day: number, { isSale, isLast, isGlobal }: Marks): TemplateResult {
  const look = [isSale && 'is-sale', isLast && 'is-last', isGlobal && 'is-global'].filter(Boolean).join(' ');
  const words = [
    isSale && msg('La venta', { id: 'deadline-mark-sale' }),
    isLast && msg('Último día para facturarla', { id: 'deadline-mark-last' }),
    isGlobal && msg('Tu factura global', { id: 'deadline-mark-global' }),
  ].filter(Boolean);
  return html`<td class=${look || nothing}><span>${day}</span>${words.length ? html`<span class="sr">: ${words.join(', ')}</span>` : nothing}</td>`;
}
