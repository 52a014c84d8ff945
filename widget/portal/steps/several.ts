/** Several purchases match the same data: choose the ones to invoice together. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action, submit } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import type { State, Stop } from '../state.ts';
import type { Sale } from '../wire.ts';
import { day, money } from './amounts.ts';
import { faultOf, type Host, heading, help, submits } from './step.ts';

/** The screen of `several`. Only open sales can be ticked; the others say why, and have their own way forward if there is one. */
export function severalStep({ found, faults }: State & { kind: 'several' }, host: Host): TemplateResult {
  const open = found.filter(({ status }) => status === 'open');
  const list = html`${heading(title(open), undefined, lead(found, open))}
    ${faults.map(({ detail }) => notice('bad', detail))}
    <ul class="lines">
      ${open.map((sale) => choice(sale, open.length === 1))}
      ${found.map((sale) => (sale.status === 'open' ? nothing : closed(sale, sale.status, host)))}
    </ul>`;
  const toLookup = () => host.send({ kind: 'back', to: 'lookup' });
  if (!open.length) {
    return html`<section>
      ${list} ${action(msg('Hacer otra búsqueda', { id: 'search-other' }), toLookup, 'big')}
      <div class="foot">${help(host)}</div>
    </section>`;
  }
  return html`<form novalidate @submit=${(event: Event) => submits(() => choose(event, open, host))(event)}>
    ${list} ${submit(msg('Continuar', { id: 'continue' }))}
    <div class="foot">${action(msg('Volver', { id: 'back' }), toLookup)}</div>
  </form>`;
}

function choose({ currentTarget }: Event, open: readonly Sale[], host: Host): void {
  const ticked = new FormData(currentTarget instanceof HTMLFormElement ? currentTarget : undefined).getAll('sale');
  const none = faultOf('/sales', msg('Elige al menos una opción.', { id: 'choose-one' }));
  host.send(
    ticked.length
      ? { kind: 'choose', sales: open.filter((sale) => ticked.includes(sale.token)) }
      : { kind: 'faulty', faults: [none] },
  );
}

function title(open: readonly Sale[]): string {
  return open.length
    ? msg('¿Qué quieres facturar?', { id: 'several' })
    : msg('Encontramos varios resultados', { id: 'several-closed' });
}

function lead(found: readonly Sale[], open: readonly Sale[]): string {
  if (open.length > 1)
    return msg('Encontramos varios resultados. Puedes elegir más de uno para una sola factura.', {
      id: 'several-hint',
    });
  if (open.length) return msg('Encontramos varios resultados y uno se puede facturar.', { id: 'several-one' });
  if (found.every(({ status }) => status === 'invoiced'))
    return msg('Todos ya tienen factura. Para verla necesitas el RFC y el código postal con los que se hizo.', {
      id: 'several-invoiced',
    });
  return msg('Ninguno se puede facturar en este momento. En cada uno te decimos por qué y qué puedes hacer.', {
    id: 'several-none',
  });
}

// The only remaining one is what they came for.
function choice(sale: Sale, isOnly: boolean): TemplateResult {
  return html`<li><label class="card check"><input type="checkbox" name="sale" value=${sale.token} ?checked=${isOnly} />${brief(sale)}</label></li>`;
}

function closed(sale: Sale, why: Stop, host: Host): TemplateResult {
  const onward = wayOn(why);
  // In a list of buttons read aloud, the folio distinguishes them.
  const named = html`${onward}<span class="sr"> · ${sale.folio}</span>`;
  return html`<li class="card">
    ${brief(sale)}
    <p><b>${standing(why)}</b></p>
    ${sale.reason ? html`<p class="hint">${sale.reason}</p>` : nothing}
    ${onward ? action(named, () => host.send({ kind: 'choose', sales: [sale] })) : nothing}
  </li>`;
}

function standing(why: Stop): string {
  switch (why) {
    case 'invoiced':
      return msg('Ya tiene factura', { id: 'is-invoiced' });
    case 'unpaid':
      return msg('El pago aún no se confirma', { id: 'is-unpaid' });
    case 'closed':
      return msg('Ya no se puede facturar', { id: 'is-closed' });
    case 'late':
      return msg('El plazo para facturar terminó', { id: 'late' });
    case 'in-global':
      return msg('Ya está en una factura global', { id: 'is-in-global' });
    case 'in-progress':
      return msg('Ya se está facturando', { id: 'is-in-progress' });
    default:
      return msg('Necesita la revisión del comercio', { id: 'is-needs-merchant' });
  }
}

// Where a press leads: to the proof of an invoice, to a request, or to what is still in progress. A refunded sale leads nowhere.
function wayOn(why: Stop): string {
  switch (why) {
    case 'invoiced':
      return msg('Ver mi factura', { id: 'see-invoice' });
    case 'unpaid':
    case 'in-progress':
      return msg('Ver cómo va', { id: 'see-progress' });
    case 'closed':
      return '';
    default:
      return msg('Pedir mi factura al comercio', { id: 'ask-merchant' });
  }
}

function brief(sale: Sale): TemplateResult {
  return html`<span class="brief">
    <span class="sum"><b>${sale.folio}</b><b>${money(sale.total, sale.moneda)}</b></span>
    <span class="hint">${day(sale.date)}</span>
  </span>`;
}
