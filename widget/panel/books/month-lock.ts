/** Whether a month is locked, and locking it once its taxes are declared: for an owner or the accountant, who enters the password again. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { shortTime } from '../dates.ts';
import { createAct } from '../desk/act.ts';
import type { Panel } from '../page.ts';
import { remote } from '../remote.ts';
import type { Month } from './books-wire.ts';
import { thisMonth } from './sums.ts';

/** Returns what renders the lock of a month, with its button for those who may lock it. */
export function monthLock(panel: Panel, month: string): () => unknown {
  const months = remote(panel, async () => (await panel.call<{ months: readonly Month[] }>('GET', 'months')).months);
  const act = createAct(panel);
  const mayLock = panel.merchant?.role === 'owner' || panel.merchant?.role === 'accountant';
  const put = (verb: 'lock' | 'unlock') => () =>
    act.go(async () => {
      await panel.call('POST', `months/${month}/${verb}`);
      await months.reload();
      panel.say(
        verb === 'lock'
          ? msg('El mes está cerrado.', { id: 'month-locked' })
          : msg('El mes está abierto.', { id: 'month-open' }),
      );
    });
  const button = (text: string, go: () => void): TemplateResult =>
    html`<button class="big" type="button" aria-disabled=${act.isBusy() ? 'true' : nothing} @click=${go}>${text}</button>`;
  return () =>
    months.show((known) => {
      const lock = known.find((one) => one.month === month);
      const isOver = month < thisMonth();
      return html`<section>
        <h2>${msg('Cierre del mes', { id: 'month-lock' })}</h2>
        ${act.trouble()}
        ${
          lock
            ? notice(
                'good',
                html`<p><strong>${msg('Este mes está cerrado', { id: 'month-is-locked' })}</strong>${lock.lockedAt ? html`<span class="below">${msg(str`Desde el ${shortTime(lock.lockedAt)}`, { id: 'month-locked-since' })}</span>` : nothing}</p>`,
              )
            : nothing
        }
        <p>${msg('Con el mes cerrado, solo quien lleva la contabilidad puede cancelar o corregir sus facturas, registrar devoluciones con fecha de ese mes o emitir su factura global. Nadie lo cambia por accidente.', { id: 'month-lock-why' })}</p>
        ${mayLock && lock ? button(msg('Abrir el mes', { id: 'month-unlock' }), put('unlock')) : nothing}
        ${mayLock && !lock && isOver ? button(msg('Cerrar el mes', { id: 'month-lock-go' }), put('lock')) : nothing}
        ${!lock && !isOver ? html`<p>${msg('Se puede cerrar cuando termine.', { id: 'month-not-over' })}</p>` : nothing}
        ${mayLock ? nothing : html`<p>${msg('Lo cierra el dueño del negocio o quien lleva la contabilidad.', { id: 'month-lock-who' })}</p>`}
      </section>`;
    });
}
