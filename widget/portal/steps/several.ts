/** Several purchases answer to the same data: choose the ones to invoice together. */
import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit/html.js';
import { action, submit } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import type { State } from '../machine.ts';
import type { Sale } from '../wire.ts';
import { day, money } from './amounts.ts';
import { faultOf, type Host, heading, submits } from './step.ts';

/** The screen of `several`. What is open is ticked; anything else is looked at alone. */
export function severalStep({ found, faults }: State & { kind: 'several' }, host: Host): TemplateResult {
  const choose = (event: Event) => {
    const form = event.currentTarget instanceof HTMLFormElement ? event.currentTarget : undefined;
    const ticked = new FormData(form).getAll('sale');
    const none = faultOf('/sales', msg('Elige al menos una opción.', { id: 'choose-one' }));
    host.send(
      ticked.length
        ? { kind: 'choose', sales: found.filter((sale) => ticked.includes(sale.token)) }
        : { kind: 'faulty', faults: [none] },
    );
  };
  const open = found.filter((sale) => sale.status === 'open');
  const others = found.filter((sale) => sale.status !== 'open');
  return html`<form novalidate @submit=${(event: Event) => submits(() => choose(event))(event)}>
    ${heading(msg('¿Qué quieres facturar?', { id: 'several' }), undefined, msg('Encontramos varios resultados. Puedes elegir más de uno para una sola factura.', { id: 'several-hint' }))}
    ${faults.map(({ detail }) => notice('bad', detail))}
    <ul class="lines">
      ${open.map((sale) => html`<li><label class="card check"><input type="checkbox" name="sale" value=${sale.token} />${brief(sale)}</label></li>`)}
      ${others.map((sale) => html`<li class="card">${brief(sale)} ${action(msg('Ver', { id: 'see' }), () => host.send({ kind: 'choose', sales: [sale] }))}</li>`)}
    </ul>
    ${open.length ? submit(msg('Continuar', { id: 'continue' })) : ''}
    <div class="foot">${action(msg('Volver', { id: 'back' }), () => host.send({ kind: 'back', to: 'lookup' }))}</div>
  </form>`;
}

function brief(sale: Sale): TemplateResult {
  return html`<span class="brief">
    <span class="sum"><b>${sale.folio}</b><b>${money(sale.total, sale.moneda)}</b></span>
    <span class="hint">${day(sale.date)}${sale.reason ? ` · ${sale.reason}` : ''}</span>
  </span>`;
}
