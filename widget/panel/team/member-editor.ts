/** Changes a member's role or removes the member; nothing is sent before it is confirmed. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { focusOn } from '../focus.ts';
import { createForm, type Form } from '../form.ts';
import type { Panel } from '../page.ts';
import type { Branch } from '../wire.ts';
import { createAttempt } from './attempt.ts';
import { branchChoice, chosenBranches, chosenValues } from './branch-choice.ts';
import { roleName, roleWords } from './role-words.ts';
import { rolesToGive } from './roles-to-give.ts';
import type { Member } from './team-wire.ts';

/** Changes a member's role, or removes them. */
export function createMemberEditor(
  panel: Panel,
  branches: () => readonly Branch[],
  done: (words: string) => Promise<void>,
) {
  let chosen: { readonly member: Member; readonly form: Form } | undefined;
  const close = (): void => {
    chosen = undefined;
    panel.redraw();
  };
  const formOf = (member: Member): Form =>
    createForm(panel, {
      ...{ name: `member ${member.id}`, values: { role: member.role, ...chosenValues(member.branches) } },
      async send(values) {
        const { role = '' } = values;
        await panel.call('PATCH', `members/${member.id}`, { body: { role, ...chosenBranches(values) } });
        close();
        await done(msg(str`${member.name} ahora es: ${roleName(role)}.`, { id: 'role-changed' }));
      },
    });
  const attempt = createAttempt(panel);
  const remove = ({ id, name }: Member): Promise<void> =>
    attempt.run(async () => {
      await panel.call('DELETE', `members/${id}`);
      close();
      await done(msg(str`${name} ya no entra a este negocio.`, { id: 'member-removed' }));
    });
  return {
    async open(member: Member): Promise<void> {
      chosen = { member, form: formOf(member) };
      await focusOn(panel, 'role-of');
    },
    render() {
      if (!chosen) return nothing;
      const { member, form } = chosen;
      return html`<section class="drop" aria-labelledby="role-of">
        <h2 id="role-of" tabindex="-1">${msg(str`Qué le toca a ${member.name}`, { id: 'role-of' })}</h2>
        ${form.render(
          html`${form.choice(
            'role',
            { label: msg('Función', { id: 'role' }), hint: roleWords(form.values().role ?? '') },
            rolesToGive(panel).map((role) => [role, roleName(role)] as const),
          )}
          ${branchChoice(form, branches())}`,
          msg('Guardar', { id: 'save' }),
        )}
        <p>${msg(str`Si quitas a ${member.name}, deja de entrar al momento. Lo que hizo queda en el registro.`, { id: 'remove-why' })}</p>
        ${attempt.shown()}
        <div class="bar-of-actions start">
          ${action(msg(str`Quitar a ${member.name}`, { id: 'remove-member' }), () => remove(member), 'big')}
          ${action(msg('Ahora no', { id: 'not-now' }), close)}
        </div>
      </section>`;
    },
  };
}
