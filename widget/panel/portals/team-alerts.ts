/** The members of the team who are notified: added, tested, and what was sent to them. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { shortTime } from '../dates.ts';
import { createForm, type Form } from '../form.ts';
import type { Panel } from '../page.ts';
import { type Remote, remote } from '../remote.ts';
import type { Listener, ListenerKind, SentAlert } from '../wire.ts';

/** What people are notified of by default: what waits for them. */
const USUAL = ['request.created', 'invoice.rejected'];
const EVENTS = ['request.created', 'invoice.rejected', 'invoice.stamped', 'invoice.canceled'] as const;

const pathOf = ({ kind }: Pick<Listener, 'kind'>): string =>
  kind === 'webhook' ? 'webhook-endpoints' : 'alert-channels';

/** Creates the list of alerts for the team, with the form for a new one. */
export function createTeamAlerts(panel: Panel) {
  const logs = new Map<string, Remote<readonly SentAlert[]>>();
  let secret: string | undefined;
  const listeners = remote(panel, () => read(panel));
  const form = alertForm(panel, async (made) => {
    secret = made.secret;
    await listeners.reload();
    panel.say(msg('Agregado. Mándale una prueba para ver que llega.', { id: 'alert-added' }));
  });
  const logOf = (listener: Listener): Remote<readonly SentAlert[]> => {
    const known = logs.get(listener.id) ?? remote(panel, () => readLog(panel, listener));
    logs.set(listener.id, known);
    return known;
  };
  const test = async (listener: Listener): Promise<void> => {
    await panel.call('POST', `${pathOf(listener)}/${listener.id}/test`);
    panel.say(msg('La prueba va en camino.', { id: 'alert-test-sent' }));
    await logOf(listener).reload();
  };
  const remove = async (listener: Listener): Promise<void> => {
    await panel.call('DELETE', `${pathOf(listener)}/${listener.id}`);
    await listeners.reload();
    panel.say(msg(str`Quitamos «${listener.name}».`, { id: 'alert-removed' }));
  };
  const addition = () => form.render(fields(form), msg('Agregar aviso', { id: 'alert-go' }));
  return {
    render: () => html`<section aria-labelledby="team-alerts">
      <h2 id="team-alerts">${msg('Avisos a tu equipo', { id: 'alerts-title' })}</h2>
      <p>${msg('Cuando un cliente te pide algo o una factura no sale, te enteras donde ya trabajas.', { id: 'alerts-lead' })}</p>
      ${secret === undefined ? nothing : notice('warn', html`<p>${msg('Guarda este secreto ahora; no se vuelve a mostrar. Con él tu sistema comprueba que el aviso es nuestro.', { id: 'webhook-secret' })}</p><p><code>${secret}</code></p>`)}
      ${listeners.show(
        (all) => html`${all.map((listener) => listenerCard(listener, { test, remove, logOf }))}
          ${all.length ? html`<details><summary class="hint">${msg('Agregar un aviso', { id: 'alert-add' })}</summary>${addition()}</details>` : addition()}`,
      )}
    </section>`,
  };
}

async function read(panel: Panel): Promise<readonly Listener[]> {
  const lists = await Promise.all(
    ['alert-channels', 'webhook-endpoints'].map((path) => panel.call<{ listeners: readonly Listener[] }>('GET', path)),
  );
  return lists.flatMap(({ listeners }) => listeners);
}

async function readLog(panel: Panel, listener: Listener): Promise<readonly SentAlert[]> {
  const path = `${pathOf(listener)}/${listener.id}/deliveries?limit=10`;
  return (await panel.call<{ deliveries: readonly SentAlert[] }>('GET', path)).deliveries;
}

type Verbs = {
  readonly test: (listener: Listener) => unknown;
  readonly remove: (listener: Listener) => unknown;
  readonly logOf: (listener: Listener) => Remote<readonly SentAlert[]>;
};

function listenerCard(listener: Listener, { test, remove, logOf }: Verbs) {
  const { id, name, kind, events, state } = listener;
  const isOpen = (event: Event) => (event.currentTarget as HTMLDetailsElement).open;
  return html`<div class="record">
    <h3 id=${id}>${name} <small>${kindName(kind)}</small></h3>
    <p class="hint">${events.map(eventWords).join(' · ')}</p>
    ${state === 'disabled' ? notice('warn', msg('Está apagado: dejó de responder. Quítalo y agrégalo otra vez con la dirección nueva.', { id: 'alert-disabled' })) : nothing}
    <div class="actions">
      ${action(msg('Enviar prueba', { id: 'send-test' }), () => test(listener), 'big')}
      ${action(msg(str`Quitar «${name}»`, { id: 'alert-remove' }), () => remove(listener))}
    </div>
    <details @toggle=${(event: Event) => isOpen(event) && logOf(listener).reload()}>
      <summary class="hint">${msg('Lo que se envió', { id: 'alert-log' })}</summary>
      ${logOf(listener).show((sent) => (sent.length ? log(sent) : html`<p>${msg('Todavía nada.', { id: 'alert-log-none' })}</p>`))}
    </details>
  </div>`;
}

function log(sent: readonly SentAlert[]) {
  return html`<div class="table"><table>
    <thead><tr><th scope="col">${msg('Cuándo', { id: 'sent-when' })}</th><th scope="col">${msg('Qué', { id: 'sent-what' })}</th><th scope="col">${msg('Cómo va', { id: 'sent-how' })}</th></tr></thead>
    <tbody>${sent.map(
      ({ type, state, createdAt, reason }) =>
        html`<tr><td>${shortTime(createdAt)}</td><td>${eventWords(type)}</td><td>${stateWords(state)}${reason && state !== 'sent' ? html`<span class="below">${reason}</span>` : nothing}</td></tr>`,
    )}</tbody>
  </table></div>`;
}

function alertForm(panel: Panel, done: (made: Listener) => Promise<unknown>): Form {
  const events = Object.fromEntries(EVENTS.map((event) => [event, USUAL.includes(event) ? 'yes' : '']));
  const form = createForm(panel, {
    ...{ name: 'alert', values: { kind: 'mail', name: '', target: '', ...events } },
    required: () => ['name', 'target'],
    async send(values) {
      const { kind = '', name = '', target = '' } = values;
      const body = { kind, name, target, events: EVENTS.filter((event) => values[event]) };
      await done(await panel.call<Listener>('POST', pathOf({ kind: kind as ListenerKind }), { body }));
      form.set({ name: '', target: '' });
    },
  });
  return form;
}

function fields(form: Form) {
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

function kindName(kind: ListenerKind): string {
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

function eventWords(type: string): string {
  const words: Readonly<Record<string, () => string>> = {
    'request.created': () => msg('Un cliente dejó una solicitud', { id: 'event-request' }),
    'invoice.rejected': () => msg('Una factura no salió', { id: 'event-rejected' }),
    'invoice.stamped': () => msg('Se timbró una factura', { id: 'event-stamped' }),
    'invoice.canceled': () => msg('Se canceló una factura', { id: 'event-canceled' }),
    test: () => msg('Prueba', { id: 'event-test' }),
  };
  return words[type]?.() ?? type;
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
