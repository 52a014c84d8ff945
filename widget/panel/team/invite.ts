/** Inviting somebody: a link that is shown once, to copy or to send by mail. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { type Clipboard, createClipboard } from '../clipboard.ts';
import { createForm } from '../form.ts';
import type { Panel } from '../page.ts';
import type { Branch } from '../wire.ts';
import { branchChoice, chosenBranches } from './branch-choice.ts';
import { roleName, roleWords } from './role-words.ts';
import { rolesToGive } from './roles-to-give.ts';
import type { Invitation } from './team-wire.ts';

type Invited = Invitation & { readonly url: string; readonly mailed: boolean; readonly mailFailed?: boolean };

/** The section of the team page that invites somebody. */
export function inviteSection(panel: Panel, branches: () => readonly Branch[], changed: () => Promise<unknown>) {
  let invited: Invited | undefined;
  const clipboard = createClipboard(panel);
  const ask = async (body: Pick<Invitation, 'email' | 'role' | 'branches'>): Promise<void> => {
    const { email } = body;
    invited = await panel.call<Invited>('POST', 'members', { body });
    await changed();
    panel.say(msg(str`El enlace para ${email} está listo.`, { id: 'link-ready' }));
  };
  const form = createForm(panel, {
    ...{ name: 'invite', values: { email: '', role: 'cashier' }, required: () => ['email'] },
    async send(values) {
      const { email = '', role = '' } = values;
      await ask({ email, role, ...chosenBranches(values) });
      form.set({ email: '' });
    },
  });
  return {
    again: ({ email, role, branches: theirs }: Invitation) => ask({ email, role, ...(theirs && { branches: theirs }) }),
    render: () => html`<section aria-labelledby="invite">
      <h2 id="invite">${msg('Invitar a alguien', { id: 'invite' })}</h2>
      ${invited ? ready(panel, invited, clipboard) : nothing}
      ${form.render(
        html`<div class="two">
            ${form.field('email', { label: msg('Su correo', { id: 'their-email' }), type: 'email', inputmode: 'email', autocomplete: 'off' })}
            ${form.choice(
              'role',
              { label: msg('Función', { id: 'role' }) },
              rolesToGive(panel).map((role) => [role, roleName(role)] as const),
            )}
          </div>
          <p>${roleWords(form.values().role ?? '')}</p>
          ${branchChoice(form, branches())}`,
        msg('Crear su enlace', { id: 'make-link' }),
      )}
    </section>`,
  };
}

function ready(panel: Panel, { email, url, mailed, mailFailed }: Invited, { words, copy }: Clipboard) {
  const subject = msg(str`Tu acceso a ${panel.merchant?.tradeName ?? 'Autofactura'}`, { id: 'invite-subject' });
  const text = msg(str`Abre este enlace y elige tu contraseña. Sirve una vez, durante una semana: ${url}`, {
    id: 'invite-text',
  });
  const mail = `mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`;
  return notice(
    'good',
    html`<p>${msg(str`Mándale este enlace a ${email}. Solo aparece esta vez; sirve una vez, durante una semana.`, { id: 'link-once' })}</p>
      ${mailed ? html`<p>${msg('También se lo mandamos por correo; va en camino.', { id: 'link-mailed' })}</p>` : nothing}
      ${mailFailed ? html`<p>${msg('El correo no salió: mándaselo tú.', { id: 'link-not-mailed' })}</p>` : nothing}
      <pre>${url}</pre>
      <div class="bar-of-actions">
        ${action(words(url, msg('Copiar el enlace', { id: 'copy-link' })), () => copy(url), 'big')}
        <a href=${mail}>${msg('Mandarlo desde mi correo', { id: 'mail-link' })}</a>
      </div>`,
  );
}
