/** The cuadre of a month: what was sold against the CFDIs, by day and branch, with IVA by rate; every day links to its sales. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { field } from '../../ui/field.ts';
import { notice } from '../../ui/notice.ts';
import { type Places, placesOf } from '../desk/places.ts';
import { empty } from '../lists/pages-of.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { createAttempt } from '../team/attempt.ts';
import { language } from '../texts.ts';
import { type CuadreDay, FIGURES, type Figure } from './books-wire.ts';
import { monthLock } from './month-lock.ts';
import { dayOfMonth, daysOf, negated, signed, sumOf, thisMonth } from './sums.ts';

const ZERO = '0.00';

/** Opens the cuadre of a month: what was sold next to what was invoiced, day by day. */
export const cuadrePage: OpenPage = (panel) => {
  const asked = panel.query.get('mes') ?? '';
  const month = /^20\d\d-(0[1-9]|1[0-2])$/.test(asked) ? asked : thisMonth();
  const { from, to } = daysOf(month);
  const cuadre = remote(panel, () =>
    panel.call<{ days: readonly CuadreDay[] }>('GET', `cuadre?${new URLSearchParams({ from, to })}`),
  );
  const places = placesOf(panel);
  const attempt = createAttempt(panel);
  const lock = monthLock(panel, month);
  return {
    title: () => msg('Cuadre', { id: 'cuadre' }),
    lead: () => msg('Cada peso que vendiste: en qué factura está, o qué falta por facturar.', { id: 'cuadre-lead' }),
    width: 'wide',
    render: () => html`${monthForm(panel, month)}
      ${attempt.shown()}
      ${cuadre.show(({ days }) =>
        days.length
          ? html`${currencies(days, places)}
              <div class="bar-of-actions start">${action(msg('Descargar para hoja de cálculo', { id: 'audit-csv' }), () => attempt.run(() => download(panel, from, to)), 'big')}</div>`
          : empty(msg('Sin ventas en este mes', { id: 'cuadre-none' }), month),
      )}
      ${cuadre.value() ? lock() : nothing}`,
  };
};

function monthForm(panel: Panel, month: string): TemplateResult {
  const choose = (event: SubmitEvent): void => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget as HTMLFormElement).get('mes');
    panel.go(`/panel/cuadre?${new URLSearchParams({ mes: String(chosen ?? '') })}`);
  };
  return html`<form class="search" novalidate @submit=${choose}>
    ${field({ name: 'mes', label: msg('Mes', { id: 'month' }), type: 'month', value: month })}
    <button class="big" type="submit">${msg('Ver', { id: 'see' })}</button>
  </form>`;
}

function currencies(days: readonly CuadreDay[], places: Places): readonly TemplateResult[] {
  const all = [...new Set(days.map(({ moneda }) => moneda))];
  return all.map((moneda) => currency(days, moneda, { isAlone: all.length === 1, places }));
}

/** «Dólar estadounidense (USD)». */
function currencyWords(moneda: string): string {
  const name = new Intl.DisplayNames(language(), { type: 'currency' }).of(moneda) ?? moneda;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} (${moneda})`;
}

type Shown = { readonly isAlone: boolean; readonly places: Places };

/** What was sold in one currency, with its name above if there are several. */
function currency(all: readonly CuadreDay[], moneda: string, { isAlone, places }: Shown): TemplateResult {
  const days = all.filter((day) => day.moneda === moneda);
  const total = (name: Figure | 'sales' | 'difference' | 'replacedInForce') => sumOf(days.map((day) => day[name]));
  const isEven = days.every(({ difference }) => difference === ZERO);
  const uneven = msg('Hay días que no cuadran. Ábrelos para ver de qué venta se trata.', { id: 'cuadre-uneven' });
  const even = msg('Todo cuadra: lo que vendiste está en un CFDI o por facturar.', { id: 'cuadre-even' });
  const replaced = total('replacedInForce');
  return html`<section aria-label=${currencyWords(moneda)}>
    ${isAlone ? nothing : html`<h2>${currencyWords(moneda)}</h2>`}
    ${notice(isEven ? 'good' : 'bad', html`<p>${isEven ? even : uneven}</p>`)}
    ${total('pending') === ZERO ? nothing : html`<p><a href="/panel/global">${msg('Emitir la factura global de lo que falta por facturar', { id: 'cuadre-to-global' })}</a></p>`}
    ${replaced === ZERO ? nothing : notice('warn', html`<p>${msg('Hay facturas sustituidas que el SAT todavía tiene vigentes:', { id: 'cuadre-replaced' })} ${signed(replaced, moneda)}</p>`)}
    <div class="table"><table>
      <caption class="sr">${msg('Por día y sucursal', { id: 'cuadre-by-day' })}</caption>
      ${head(msg('Día', { id: 'day' }))}
      <tbody>${days.map((day) => row(day, places))}</tbody>
      <tfoot><tr><th scope="row">${msg('Total', { id: 'total' })}</th>${cells(total, moneda)}</tr></tfoot>
    </table></div>
    ${byRate(days, moneda, isAlone)}
  </section>`;
}

function head(first: string): TemplateResult {
  return html`<thead><tr>
    <th scope="col">${first}</th>
    <th scope="col" class="number">${msg('Vendido', { id: 'cuadre-sales' })}</th>
    <th scope="col" class="number wide-only">${msg('Facturas', { id: 'invoices' })}</th>
    <th scope="col" class="number wide-only">${msg('Globales', { id: 'cuadre-globals' })}</th>
    <th scope="col" class="number wide-only">${msg('Notas de crédito', { id: 'cuadre-egresos' })}</th>
    <th scope="col" class="number wide-only">${msg('Por facturar', { id: 'sale-open' })}</th>
    <th scope="col" class="number">${msg('Diferencia', { id: 'cuadre-difference' })}</th>
  </tr></thead>`;
}

function cells(of: (name: Figure | 'sales' | 'difference') => string, moneda: string): TemplateResult {
  const difference = of('difference');
  return html`<td class="number">${signed(of('sales'), moneda)}</td>
    ${FIGURES.map((name) => html`<td class="number wide-only">${signed(name === 'egresos' ? minus(of(name)) : of(name), moneda)}</td>`)}
    <td class="number">${difference === ZERO ? signed(difference, moneda) : html`<strong class="state stop">${signed(difference, moneda)}</strong>`}</td>`;
}

/** A nota de crédito reduces the amount. */
const minus = (amount: string): string => (amount === ZERO ? amount : negated(amount));

function row(day: CuadreDay, places: Places): TemplateResult {
  const { date, branch, moneda } = day;
  return html`<tr>
    <th scope="row"><a href="/panel/cuadre/${date}?${new URLSearchParams({ sucursal: branch })}">${dayOfMonth(date)}</a><span class="below">${places.nameOf(branch)}</span></th>
    ${cells((name) => day[name], moneda)}
  </tr>`;
}

/** The figures for the tax return: base and IVA of the CFDIs, and of what is still to be invoiced. */
function byRate(days: readonly CuadreDay[], moneda: string, isAlone: boolean): TemplateResult {
  const rates = [...new Set(days.flatMap((day) => day.rates.map(({ rate }) => rate)))];
  const of = (rate: string, part: 'base' | 'iva', names: readonly Figure[]) =>
    sumOf(
      days.flatMap((day) =>
        day.rates
          .filter((one) => one.rate === rate)
          .flatMap((one) => names.map((name) => (name === 'egresos' ? minus(one[name][part]) : one[name][part]))),
      ),
    );
  const kinds = ['nominatives', 'globals', 'egresos'] as const;
  const cell = (amount: string, look = '') => html`<td class="number ${look}">${signed(amount, moneda)}</td>`;
  const heading = msg('IVA por tasa', { id: 'cuadre-rates' });
  return html`${isAlone ? html`<h2>${heading}</h2>` : html`<h3>${heading}</h3>`}
    <div class="table"><table>
      <thead><tr>
        <th scope="col">${msg('Tasa', { id: 'rate' })}</th>
        <th scope="col" class="number">${msg('Base facturada', { id: 'cuadre-base' })}</th>
        <th scope="col" class="number">${msg('IVA facturado', { id: 'cuadre-iva' })}</th>
        <th scope="col" class="number wide-only">${msg('Base por facturar', { id: 'cuadre-base-open' })}</th>
        <th scope="col" class="number wide-only">${msg('IVA por facturar', { id: 'cuadre-iva-open' })}</th>
      </tr></thead>
      <tbody>${rates.map(
        (rate) => html`<tr><th scope="row">${rateWords(rate)}</th>
          ${cell(of(rate, 'base', kinds))} ${cell(of(rate, 'iva', kinds))}
          ${cell(of(rate, 'base', ['pending']), 'wide-only')} ${cell(of(rate, 'iva', ['pending']), 'wide-only')}</tr>`,
      )}</tbody>
    </table></div>`;
}

function rateWords(rate: string): string {
  if (rate === 'exento') return msg('Exento', { id: 'rate-exempt' });
  return rate === 'none' ? msg('Sin IVA', { id: 'rate-none' }) : `${rate} %`;
}

async function download(panel: Panel, from: string, to: string): Promise<void> {
  const query = new URLSearchParams({ from, to, format: 'csv' });
  const file = await panel.call<Blob>('GET', `cuadre?${query}`, { isFile: true });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `cuadre-${from}-${to}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
