/** The state of a cancellation as a text, and what can still be done about it. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { longDay, shortTime } from '../dates.ts';
import type { Panel } from '../page.ts';
import { type Act, createAct } from './act.ts';
import type { Cancellation } from './desk-wire.ts';
import { motivoName } from './motivos.ts';

/** Whether the SAT's answer is not final yet. */
export function isUnderWay({ status }: Pick<Cancellation, 'status'>): boolean {
  return status !== 'canceled' && status !== 'rejected';
}

const acts = new WeakMap<Panel, Act>();

/** Renders the state of a cancellation, and what can still be done about it. */
export function cancellationState(
  panel: Panel,
  cancellation: Cancellation,
  reload: () => Promise<void>,
): TemplateResult {
  const act = acts.get(panel) ?? createAct(panel);
  acts.set(panel, act);
  const { id, status, motivo, requestedAt } = cancellation;
  const ask = () =>
    act.go(async () => {
      await panel.call('POST', `cancellations/${encodeURIComponent(id)}/look-up`);
      await reload();
    });
  return notice(
    status === 'canceled' || status === 'rejected' ? 'bad' : 'warn',
    html`<p><strong>${headline(cancellation)}</strong></p>
      <p>${explanation(cancellation)}</p>
      <p><small>${msg(str`Se pidió el ${shortTime(requestedAt)} · Motivo: ${motivoName(motivo)}`, { id: 'can-asked' })}</small></p>
      ${act.trouble()}
      ${
        isUnderWay(cancellation)
          ? html`<button class="big" type="button" aria-disabled=${act.isBusy() ? 'true' : nothing} @click=${ask}>${act.isBusy() ? msg('Preguntando…', { id: 'asking' }) : msg('Preguntarle al SAT ahora', { id: 'can-look' })}</button>`
          : nothing
      }`,
  );
}

function headline({ status }: Cancellation): string {
  if (status === 'canceled') return msg('Cancelada ante el SAT', { id: 'can-canceled' });
  if (status === 'rejected') return msg('No se canceló: sigue siendo válida', { id: 'can-rejected' });
  return msg('Cancelación en curso: todavía es válida', { id: 'can-under-way' });
}

function explanation({ status, acceptance, refusal, motivo }: Cancellation): string {
  if (status === 'canceled' && motivo === '01')
    return msg('La sustituye otra factura, que es la que vale.', { id: 'can-replaced' });
  if (status === 'canceled') return msg('Su venta se puede facturar otra vez.', { id: 'can-canceled-why' });
  if (status === 'rejected') return refusal?.detail ?? msg('Puedes pedirla de nuevo.', { id: 'can-rejected-why' });
  if (status === 'accepted' || status === 'expired')
    return msg('Ya está aceptada. Falta que el SAT la muestre como cancelada; puede tardar unas horas.', {
      id: 'can-accepted',
    });
  if (status === 'in-doubt')
    return msg('No sabemos si el SAT recibió la solicitud. Lo estamos averiguando; no la pidas por otro lado.', {
      id: 'can-in-doubt',
    });
  if (!acceptance.needed) return msg('El SAT ya la tiene. Suele tardar unos minutos.', { id: 'can-sent' });
  return acceptance.until
    ? msg(str`Tu cliente tiene que aceptarla en su Buzón Tributario. Tiene hasta el ${longDay(acceptance.until)}.`, {
        id: 'can-waits-until',
      })
    : msg('Tu cliente tiene que aceptarla en su Buzón Tributario. Tiene tres días hábiles.', { id: 'can-waits' });
}
