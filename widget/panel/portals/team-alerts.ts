/** The members of the team who are notified: added, tested, and what was sent to them. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { copyableText, createClipboard } from '../clipboard.ts';
import type { Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { createAttempt } from '../team/attempt.ts';
import type { Listener } from '../wire.ts';
import { alertFields, createAlertForm, kindName, listOf } from './alert-form.ts';
import { type AlertLog, createAlertLog } from './alert-log.ts';
import { eventWords } from './event-words.ts';

const pathTo = ({ kind, id }: Listener): string => `${listOf(kind)}/${id}`;

/** Creates the list of alerts for the team, with the form for a new one. */
export function createTeamAlerts(panel: Panel) {
  const logs = new Map<string, AlertLog>();
  let secret: string | undefined;
  const clipboard = createClipboard(panel);
  const attempt = createAttempt(panel);
  const listeners = remote(panel, () => read(panel));
  const form = createAlertForm(panel, async (made) => {
    secret = made.secret;
    await listeners.reload();
    panel.say(msg('Agregado. Mándale una prueba para ver que llega.', { id: 'alert-added' }));
  });
  const change = (work: () => Promise<unknown>, words: string): Promise<void> =>
    attempt.run(async () => {
      await work();
      await listeners.reload();
      panel.say(words);
    });
  const verbs: Verbs = {
    logOf: (listener) => {
      const log = logs.get(listener.id) ?? createAlertLog(panel, pathTo(listener));
      logs.set(listener.id, log);
      return log;
    },
    test: (listener) =>
      attempt.run(async () => {
        await panel.call('POST', `${pathTo(listener)}/test`);
        panel.say(msg('La prueba va en camino.', { id: 'alert-test-sent' }));
        verbs.logOf(listener).follow();
      }),
    turnOn: (listener) =>
      change(
        () => panel.call('PUT', pathTo(listener), { body: { state: 'enabled' } }),
        msg(str`«${listener.name}» está encendido.`, { id: 'alert-on' }),
      ),
    remove: (listener) =>
      change(
        () => panel.call('DELETE', pathTo(listener)),
        msg(str`Quitamos «${listener.name}».`, { id: 'alert-removed' }),
      ),
  };
  const addition = () => form.render(alertFields(form), msg('Agregar aviso', { id: 'alert-go' }));
  return {
    render: () => html`<section class="column" aria-labelledby="team-alerts">
      <h2 id="team-alerts">${msg('Avisos a tu equipo', { id: 'alerts-title' })}</h2>
      <p>${msg('Cuando un cliente te pide algo o una factura no sale, te enteras donde ya trabajas.', { id: 'alerts-lead' })}</p>
      ${secret === undefined ? nothing : notice('warn', html`<p>${msg('Guarda este secreto ahora; no se vuelve a mostrar. Con él tu sistema comprueba que el aviso es nuestro.', { id: 'webhook-secret' })}</p><p>${copyableText(clipboard, secret, 'alert-secret')}</p>`)}
      ${attempt.shown()}
      ${listeners.show(
        (all) => html`${all.map((listener) => listenerCard(listener, verbs))}
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

type Verbs = {
  readonly test: (listener: Listener) => unknown;
  readonly turnOn: (listener: Listener) => unknown;
  readonly remove: (listener: Listener) => unknown;
  readonly logOf: (listener: Listener) => AlertLog;
};

function listenerCard(listener: Listener, { test, turnOn, remove, logOf }: Verbs) {
  const { id, name, kind, events, state } = listener;
  const isOff = state === 'disabled';
  return html`<div class="record">
    <h3 id=${id}>${name} <small>${kindName(kind)}</small></h3>
    <p class="hint">${events.map(eventWords).join(' · ')}</p>
    ${isOff ? notice('warn', msg('Está apagado, casi siempre porque dejó de responder. Si ya lo arreglaste, enciéndelo; si cambió su dirección, quítalo y agrégalo otra vez.', { id: 'alert-disabled' })) : nothing}
    <div class="bar-of-actions start">
      ${isOff ? action(msg('Encender', { id: 'alert-turn-on' }), () => turnOn(listener), 'big') : action(msg('Enviar prueba', { id: 'send-test' }), () => test(listener), 'big')}
      ${action(msg(str`Quitar «${name}»`, { id: 'alert-remove' }), () => remove(listener))}
    </div>
    ${logOf(listener).render()}
  </div>`;
}
