/** A person's own account: name and address, the password, the second step, passkeys, and where they are signed in. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { shortTime } from '../dates.ts';
import { createForm, type Form } from '../form.ts';
import type { OpenPage, Panel } from '../page.ts';
import { passwordField } from '../password-field.ts';
import { type Remote, remote } from '../remote.ts';
import { type Attempt, createAttempt } from './attempt.ts';
import { deviceOf } from './device.ts';
import { ownDetails } from './own-details.ts';
import { passkeySection } from './passkeys.ts';
import { secondFactorSection } from './second-factor.ts';
import { strengthWords } from './strength.ts';

type Listed = {
  readonly id: string;
  readonly lastSeenAt: string;
  readonly address: string;
  readonly userAgent: string;
  readonly isCurrent: boolean;
};
type Sessions = { readonly sessions: readonly Listed[] };

/** Opens the page of a person's own account. */
export const accountPage: OpenPage = (panel) => {
  const sessions = remote(panel, () => panel.call<Sessions>('GET', 'sessions'));
  const attempt = createAttempt(panel);
  let message: string | undefined;
  const form = createForm(panel, {
    ...{ name: 'password', values: { current: '', password: '' }, secret: ['current', 'password'] },
    required: () => ['current', 'password'],
    again: () => {
      message = undefined;
    },
    async send({ current = '', password = '' }) {
      await panel.call('POST', 'auth/password', { body: { current, password }, quiet: true });
      form.set({ current: '', password: '' });
      message = msg('Tu contraseña cambió. Tus demás sesiones se cerraron.', { id: 'password-changed' });
      panel.say(message);
      await sessions.reload();
    },
  });
  const secondFactor = secondFactorSection(panel);
  const passkeys = passkeySection(panel);
  const details = ownDetails(panel, async (words) => {
    if (panel.merchant) await panel.enter(panel.merchant.id);
    message = words;
    panel.say(words);
  });
  return {
    title: () => msg('Tu cuenta', { id: 'account' }),
    lead: () => html`${details.who().name}, ${details.who().email}`,
    render: () => html`
      ${message === undefined ? nothing : notice('good', html`<p>${message}</p>`)}
      ${attempt.shown()} ${details.render()} ${passwordSection(form)} ${secondFactor.render()} ${passkeys.render()}
      ${sessionSection(panel, sessions, attempt)}`,
  };
};

function passwordSection(form: Form) {
  return html`<section aria-labelledby="password-title">
    <h2 id="password-title">${msg('Contraseña', { id: 'password' })}</h2>
    ${form.render(
      html`${passwordField(form, { name: 'current', label: msg('La que tienes ahora', { id: 'current-password' }), autocomplete: 'current-password' })}
        ${passwordField(form, {
          label: msg('Contraseña nueva', { id: 'next-password' }),
          hint: msg(
            'Al menos 12 caracteres, y ninguna de las que ya se filtraron en internet. Una frase que recuerdes es lo mejor.',
            { id: 'next-password-hint' },
          ),
          autocomplete: 'new-password',
        })}
        <p role="status">${strengthWords(form.values().password ?? '')}</p>`,
      msg('Cambiar mi contraseña', { id: 'change-password' }),
    )}
  </section>`;
}

function sessionSection(panel: Panel, sessions: Remote<Sessions>, attempt: Attempt) {
  const end = ({ id, userAgent }: Listed): Promise<void> =>
    attempt.run(async () => {
      await panel.call('DELETE', `sessions/${id}`);
      panel.say(msg(str`La sesión en ${deviceOf(userAgent)} se cerró.`, { id: 'session-ended' }));
      await sessions.reload();
    });
  return html`<section aria-labelledby="sessions">
    <h2 id="sessions">${msg('Dónde está abierta tu cuenta', { id: 'sessions' })}</h2>
    ${sessions.show(
      ({ sessions: all }) => html`<div class="table"><table>
        <thead>
          <tr>
            <th scope="col">${msg('Dispositivo', { id: 'device' })}</th>
            <th scope="col" class="wide-only">${msg('Última vez', { id: 'last-seen' })}</th>
            <th scope="col"><span class="sr">${msg('Cerrar', { id: 'close' })}</span></th>
          </tr>
        </thead>
        <tbody>
          ${all.map(
            (each) => html`<tr>
              <th scope="row">${deviceOf(each.userAgent)}<span class="below">${each.address}</span><span class="below narrow-only">${shortTime(each.lastSeenAt)}</span></th>
              <td class="wide-only">${shortTime(each.lastSeenAt)}</td>
              <td class="row-actions">${
                each.isCurrent
                  ? html`<span class="state ok">${msg('Esta', { id: 'this-session' })}</span>`
                  : action(
                      html`${msg('Cerrar sesión', { id: 'end-session' })}<span class="sr"> ${deviceOf(each.userAgent)}</span>`,
                      () => end(each),
                    )
              }</td>
            </tr>`,
          )}
        </tbody>
      </table></div>`,
    )}
  </section>`;
}
