/** A person's passkeys: added under a name, listed, removed. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { longDay } from '../dates.ts';
import { createForm } from '../form.ts';
import type { Panel } from '../page.ts';
import { createPasskeyAttempt, hasPasskeys } from '../passkey-attempt.ts';
import { type Remote, remote } from '../remote.ts';
import { type Attempt, createAttempt } from './attempt.ts';
import { deviceOf } from './device.ts';

type Passkey = { readonly id: string; readonly name: string; readonly createdAt: string; readonly lastUsedAt?: string };
type Passkeys = { readonly passkeys: readonly Passkey[] };

/** Creates the list of passkeys, with adding and removing them. */
export function passkeySection(panel: Panel) {
  const all = remote(panel, () => panel.call<Passkeys>('GET', 'auth/passkeys'));
  const adding = createPasskeyAttempt(panel);
  const removing = createAttempt(panel);
  const form = createForm(panel, {
    ...{ name: 'passkey', values: { name: deviceOf(navigator.userAgent) }, required: () => ['name'] },
    send: ({ name = '' }) =>
      adding.run(async ({ addPasskey }) => {
        await addPasskey(panel.call, name);
        await all.reload();
        panel.say(msg(str`Tu llave «${name}» está lista: ya puedes entrar con ella.`, { id: 'passkey-added' }));
      }),
  });
  return {
    render: () => html`<section aria-labelledby="passkeys">
      <h2 id="passkeys">${msg('Llaves de acceso', { id: 'passkeys' })}</h2>
      <p>${msg('Entras con tu huella, tu cara o el PIN de tu dispositivo, sin escribir contraseña. Nadie te la puede sacar con engaños.', { id: 'passkeys-why' })}</p>
      ${removing.shown()} ${all.show(({ passkeys }) => list(panel, passkeys, all, removing))}
      ${
        hasPasskeys()
          ? html`${adding.shown()} ${form.render(
              form.field('name', {
                label: msg('Nombre de la llave', { id: 'passkey-name' }),
                hint: msg('Para que la reconozcas después.', { id: 'passkey-name-hint' }),
                maxlength: 60,
              }),
              msg('Agregar una llave', { id: 'passkey-add' }),
              msg('Tu dispositivo te pregunta…', { id: 'passkey-asking' }),
            )}`
          : html`<p>${msg('Este navegador no tiene llaves de acceso, o abriste el panel por un número en vez de su nombre.', { id: 'passkeys-not-here' })}</p>`
      }
    </section>`,
  };
}

function list(panel: Panel, passkeys: readonly Passkey[], all: Remote<Passkeys>, attempt: Attempt) {
  if (passkeys.length === 0) return nothing;
  const remove = ({ id, name }: Passkey): Promise<void> =>
    attempt.run(async () => {
      await panel.call('DELETE', `auth/passkeys/${id}`);
      await all.reload();
      panel.say(msg(str`La llave «${name}» ya no abre tu cuenta.`, { id: 'passkey-removed' }));
    });
  return html`<div class="table"><table>
    <thead>
      <tr>
        <th scope="col">${msg('Llave', { id: 'passkey' })}</th>
        <th scope="col"><span class="sr">${msg('Quitar', { id: 'remove' })}</span></th>
      </tr>
    </thead>
    <tbody>
      ${passkeys.map(
        (each) => html`<tr>
          <th scope="row">${each.name}<span class="below">${
            each.lastUsedAt
              ? msg(str`Usada el ${longDay(each.lastUsedAt)}`, { id: 'passkey-used' })
              : msg(str`Agregada el ${longDay(each.createdAt)}`, { id: 'passkey-since' })
          }</span></th>
          <td class="row-actions">${action(html`${msg('Quitar', { id: 'remove' })}<span class="sr"> ${each.name}</span>`, () => remove(each))}</td>
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}
