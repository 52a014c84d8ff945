/** What was sent to one of the team's alerts and its outcome, newest first; followed while something is on its way. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { shortTime } from '../dates.ts';
import type { Panel } from '../page.ts';
import { type Remote, remote } from '../remote.ts';
import type { SentAlert } from '../wire.ts';
import { eventWords } from './event-words.ts';

/** The log of one listener, folded until it is opened or a test is sent. */
export type AlertLog = {
  /** Opens the log and follows what was just sent. */
  readonly follow: () => void;
  readonly render: () => unknown;
};

/** How often, and how many times, the log is reread while something is on its way. */
const EVERY_MS = 2_000;
const MOST = 15;

/** Creates the log of the listener at this path of the API. */
export function createAlertLog(panel: Panel, path: string): AlertLog {
  let sent: Remote<readonly SentAlert[]> | undefined;
  let isOpen = false;
  const read = async () =>
    (await panel.call<{ deliveries: readonly SentAlert[] }>('GET', `${path}/deliveries?limit=10`)).deliveries;
  const reread = async (left: number): Promise<void> => {
    sent ??= remote(panel, read);
    await sent.reload();
    const isWaiting = sent.value()?.some(({ state }) => state === 'pending');
    if (isWaiting && isOpen && left > 0 && !panel.signal.aborted) setTimeout(() => reread(left - 1), EVERY_MS);
  };
  const turn = (open: boolean): void => {
    if (open === isOpen) return;
    isOpen = open;
    if (open) void reread(MOST);
  };
  return {
    follow() {
      if (isOpen) void reread(MOST);
      else turn(true);
      panel.redraw();
    },
    render:
      () => html`<details .open=${isOpen} @toggle=${(event: Event) => turn((event.currentTarget as HTMLDetailsElement).open)}>
      <summary class="hint">${msg('Lo que se envió', { id: 'alert-log' })}</summary>
      ${sent?.show((all) => (all.length ? table(all) : html`<p>${msg('Todavía nada.', { id: 'alert-log-none' })}</p>`))}
    </details>`,
  };
}

function table(sent: readonly SentAlert[]) {
  return html`<div class="table"><table>
    <thead><tr><th scope="col">${msg('Cuándo', { id: 'sent-when' })}</th><th scope="col">${msg('Qué', { id: 'sent-what' })}</th><th scope="col">${msg('Cómo va', { id: 'sent-how' })}</th></tr></thead>
    <tbody>${sent.map(
      ({ type, state, createdAt, reason }) =>
        html`<tr><td>${shortTime(createdAt)}</td><td>${eventWords(type)}</td><td>${stateWords(state)}${reason && state !== 'sent' ? html`<span class="below">${reasonWords(reason)}</span>` : nothing}</td></tr>`,
    )}</tbody>
  </table></div>`;
}

/** Why it did not arrive: the usual causes in words, anything else as the other side said it. */
function reasonWords(reason: string): string {
  if (/ENOTFOUND|EAI_AGAIN/.test(reason))
    return msg('Esa dirección no existe. Revisa que esté completa y bien escrita.', { id: 'sent-no-host' });
  if (/ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|timeout/i.test(reason))
    return msg(str`Del otro lado no contesta nadie (${reason}).`, { id: 'sent-no-answer' });
  return reason;
}

function stateWords(state: SentAlert['state']): string {
  return {
    pending: () => msg('En camino', { id: 'sent-pending' }),
    sent: () => msg('Llegó', { id: 'sent-sent' }),
    failed: () => msg('No llegó', { id: 'sent-failed' }),
    dropped: () => msg('No se envió', { id: 'sent-dropped' }),
    bounced: () => msg('Rebotó', { id: 'sent-bounced' }),
    complained: () => msg('La marcaron como no deseada', { id: 'sent-complained' }),
  }[state]();
}
