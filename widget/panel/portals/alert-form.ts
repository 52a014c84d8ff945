/** The form of a new alert to the team: by which way, to whom, and about what. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { createForm, type Form } from '../form.ts';
import type { Panel } from '../page.ts';
import type { Listener, ListenerKind } from '../wire.ts';
import { eventWords } from './event-words.ts';

/** What people are notified of by default: what waits for them. */
const USUAL = ['request.created', 'invoice.rejected'];
const EVENTS = ['request.created', 'invoice.rejected', 'invoice.stamped', 'invoice.canceled'] as const;

/** The list of the API that alerts of a kind are in. */
export const listOf = (kind: ListenerKind): string => (kind === 'webhook' ? 'webhook-endpoints' : 'alert-channels');

/** Creates the form of a new alert. `done` gets it with the secret of a webhook. */
export function createAlertForm(panel: Panel, done: (made: Listener) => Promise<unknown>): Form {
  const events = Object.fromEntries(EVENTS.map((event) => [event, USUAL.includes(event) ? 'yes' : '']));
  const form = createForm(panel, {
    ...{ name: 'alert', values: { kind: 'mail', name: '', target: '', ...events } },
    required: () => ['name', 'target'],
    async send(values) {
      const { kind = '', name = '', target = '' } = values;
      const body = { kind, name, target, events: EVENTS.filter((event) => values[event]) };
      await done(await panel.call<Listener>('POST', listOf(kind as ListenerKind), { body }));
      form.set({ name: '', target: '' });
    },
  });
  return form;
}

/** The fields of a new alert. */
export function alertFields(form: Form) {
  const kind = form.values().kind as ListenerKind;
  return html`<div class="two">
      ${form.choice(
        'kind',
        { label: msg('¿Por dónde?', { id: 'alert-kind' }) },
        KINDS.map((one) => [one, kindName(one)] as const),
      )}
      ${form.field('name', { label: msg('Nombre', { id: 'alert-name' }), example: msg('Ej. Caja', { id: 'alert-name-example' }), maxlength: 80 })}
    </div>
    ${form.field('target', { label: targetLabel(kind), ...(kind === 'mail' ? { type: 'email', inputmode: 'email' } : { type: 'url', example: 'https://' }) })}
    <fieldset>
      <legend>${msg('Qué avisar', { id: 'alert-events' })}</legend>
      ${EVENTS.map((event) => html`<label class="check"><input type="checkbox" name=${event} ?checked=${Boolean(form.values()[event])} />${eventWords(event)}</label>`)}
      ${form.faultAt('events') ? html`<p class="fault">${form.faultAt('events')}</p>` : nothing}
    </fieldset>`;
}

const KINDS: readonly ListenerKind[] = ['mail', 'slack', 'teams', 'webhook'];

/** How somebody is notified, in words. */
export function kindName(kind: ListenerKind): string {
  return {
    mail: () => msg('Correo', { id: 'alert-mail' }),
    slack: () => 'Slack',
    teams: () => 'Microsoft Teams',
    webhook: () => msg('Tu sistema (webhook)', { id: 'alert-webhook' }),
  }[kind]();
}

function targetLabel(kind: ListenerKind): string {
  return {
    mail: () => msg('Correo de tu equipo', { id: 'alert-mail-target' }),
    slack: () => msg('Dirección del webhook de Slack', { id: 'alert-slack-target' }),
    teams: () => msg('Dirección del flujo de Teams', { id: 'alert-teams-target' }),
    webhook: () => msg('Dirección de tu sistema', { id: 'alert-webhook-target' }),
  }[kind]();
}
