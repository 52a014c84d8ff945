/** What was mailed, to whom, and whether it arrived. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { shortTime } from '../dates.ts';
import type { Mail } from './desk-wire.ts';

const STATES: Readonly<Record<string, () => string>> = {
  pending: () => msg('por salir', { id: 'mail-pending' }),
  sent: () => msg('enviado', { id: 'mail-sent' }),
  failed: () => msg('no se pudo enviar', { id: 'mail-failed' }),
  dropped: () => msg('no se envió', { id: 'mail-dropped' }),
  bounced: () => msg('rebotó: la dirección no existe o está llena', { id: 'mail-bounced' }),
  complained: () => msg('lo marcaron como no deseado', { id: 'mail-complained' }),
};

/** Renders the mails of an invoice and how each ended; nothing if none was sent. */
export function mailsList(mails: readonly Mail[]): unknown {
  if (mails.length === 0) return nothing;
  return html`<h2>${msg('Correos', { id: 'mails' })}</h2>
    <ul class="lines">
      ${mails.map(({ to, state, at }) => html`<li>${to}<span class="below">${STATES[state]?.() ?? state}, ${shortTime(at)}</span></li>`)}
    </ul>`;
}
