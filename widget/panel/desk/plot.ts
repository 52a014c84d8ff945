/** Invoices by day or by week as bars, and a table of the same numbers for screen readers. */
import { msg, str } from '@lit/localize';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { language } from '../texts.ts';

/** One bar of the plot: the day it begins and its count. */
export type Bar = { readonly from: string; readonly count: number };

const WIDTH = 720;
const HEIGHT = 160;
/** The part of each bar's space that is left free. */
const GAP = 0.28;

/** Weeks end today, so that the last one is complete. */
export function weeksOf(days: readonly { readonly date: string; readonly invoices: number }[]): readonly Bar[] {
  const weeks: Bar[] = [];
  for (let end = days.length; end > 0; end -= 7) {
    const week = days.slice(Math.max(0, end - 7), end);
    if (week.length === 7)
      weeks.unshift({ from: week[0]?.date ?? '', count: sum(week.map(({ invoices }) => invoices)) });
  }
  return weeks;
}

/** Adds whole numbers. Money is never added here. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** «20 nov» for a day without a zone. */
export function shortDate(date: string): string {
  return new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${date}T12:00:00Z`),
  );
}

/** Renders counts as bars, with a caption and the same figures for screen readers. */
export function plot(bars: readonly Bar[], caption: string): TemplateResult {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const step = WIDTH / bars.length;
  const [first, last] = [bars[0], bars.at(-1)];
  return html`<figure class="plot">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      ${bars.map(({ from, count }, index) => {
        const height = count === 0 ? 2 : Math.max(4, (count / most) * (HEIGHT - 4));
        return svg`<rect class=${count === 0 ? 'none' : ''} x=${(index + GAP / 2) * step} y=${HEIGHT - height} width=${step * (1 - GAP)} height=${height}><title>${shortDate(from)}: ${count}</title></rect>`;
      })}
    </svg>
    <div class="axis" aria-hidden="true"><span>${first ? shortDate(first.from) : nothing}</span><span>${msg(str`Lo más alto: ${most}`, { id: 'plot-most' })}</span><span>${last ? shortDate(last.from) : nothing}</span></div>
    <div class="sr"><table>
      <caption>${caption}</caption>
      <thead><tr><th scope="col">${msg('Desde el día', { id: 'plot-day' })}</th><th scope="col">${msg('Facturas', { id: 'invoices' })}</th></tr></thead>
      <tbody>${bars.map(({ from, count }) => html`<tr><th scope="row">${shortDate(from)}</th><td>${count}</td></tr>`)}</tbody>
    </table></div>
  </figure>`;
}
