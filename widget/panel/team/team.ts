/** Who works here: members and their roles, and invitations on their way. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { longDay } from '../dates.ts';
import type { OpenPage, Panel } from '../page.ts';
import { type Remote, remote } from '../remote.ts';
import type { Branch } from '../wire.ts';
import { type Attempt, createAttempt } from './attempt.ts';
import { branchNames } from './branch-choice.ts';
import { inviteSection } from './invite.ts';
import { createMemberEditor } from './member-editor.ts';
import { roleName } from './role-words.ts';
import type { Invitation, Member, Team } from './team-wire.ts';

/** Opens the page of the team. */
export const teamPage: OpenPage = (panel) => {
  const team = remote(panel, () => panel.call<Team>('GET', 'members'));
  const read = remote(panel, () => panel.call<{ branches: readonly Branch[] }>('GET', 'branches'));
  const branches = () => read.value()?.branches ?? [];
  const attempt = createAttempt(panel);
  let message: string | undefined;
  const done = async (words: string): Promise<void> => {
    await team.reload();
    message = words;
    panel.say(words);
  };
  const editor = createMemberEditor(panel, branches, done);
  const invite = inviteSection(panel, branches, () => team.reload());
  return {
    title: () => msg('Tu equipo', { id: 'team' }),
    lead: () => msg('Cada quien con su cuenta y con lo que le toca hacer.', { id: 'team-lead' }),
    width: 'wide',
    // All at once: what is read below would be pushed away by what comes above it.
    render: () => html`
      ${attempt.shown()} ${message === undefined ? nothing : notice('good', html`<p>${message}</p>`)}
      ${team.show(({ members, invitations }) =>
        read.show(
          ({ branches }) =>
            html`${membersTable(panel, { members, branches, edit: editor.open })} ${editor.render()} ${pending(panel, { invitations, branches, team, attempt, again: invite.again })} ${invite.render()}`,
        ),
      )}`,
  };
};

function membersTable(
  panel: Panel,
  {
    members,
    branches,
    edit,
  }: {
    readonly members: readonly Member[];
    readonly branches: readonly Branch[];
    readonly edit: (member: Member) => void;
  },
) {
  const isOwner = panel.merchant?.role === 'owner';
  return html`<div class="table"><table>
    <thead>
      <tr>
        <th scope="col">${msg('Persona', { id: 'person' })}</th>
        <th scope="col" class="wide-only">${msg('Función', { id: 'role' })}</th>
        <th scope="col"><span class="sr">${msg('Cambiar', { id: 'change' })}</span></th>
      </tr>
    </thead>
    <tbody>
      ${members.map(
        (member) => html`<tr>
          <th scope="row">${member.name}<span class="below">${member.email}</span><span class="below narrow-only">${roleName(member.role)}</span><span class="narrow-only">${branchNames(member.branches, branches)}</span></th>
          <td class="wide-only">${roleName(member.role)}${branchNames(member.branches, branches)}</td>
          <td class="row-actions">${
            member.role === 'owner' && !isOwner
              ? nothing
              : action(html`${msg('Cambiar', { id: 'change' })}<span class="sr"> ${member.name}</span>`, () =>
                  edit(member),
                )
          }</td>
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}

function pending(
  panel: Panel,
  {
    invitations,
    branches,
    team,
    attempt,
    again,
  }: {
    readonly invitations: readonly Invitation[];
    readonly branches: readonly Branch[];
    readonly team: Remote<Team>;
    readonly attempt: Attempt;
    readonly again: (invitation: Invitation) => Promise<void>;
  },
) {
  if (invitations.length === 0) return nothing;
  const withdraw = ({ id, email }: Invitation): Promise<void> =>
    attempt.run(async () => {
      await panel.call('DELETE', `members/${id}`);
      panel.say(msg(str`El enlace de ${email} ya no sirve.`, { id: 'invitation-withdrawn' }));
      await team.reload();
    });
  return html`<section aria-labelledby="pending">
    <h2 id="pending">${msg('Invitaciones sin aceptar', { id: 'pending-invitations' })}</h2>
    <div class="table"><table>
      <thead>
        <tr>
          <th scope="col">${msg('Correo', { id: 'email' })}</th>
          <th scope="col" class="wide-only">${msg('Función', { id: 'role' })}</th>
          <th scope="col"><span class="sr">${msg('Cambiar', { id: 'change' })}</span></th>
        </tr>
      </thead>
      <tbody>
        ${invitations.map(
          (each) => html`<tr>
            <th scope="row">${each.email}<span class="below">${msg(str`Sirve hasta el ${longDay(each.expiresAt)}`, { id: 'good-until' })}</span><span class="below narrow-only">${roleName(each.role)}</span></th>
            <td class="wide-only">${roleName(each.role)}${branchNames(each.branches, branches)}</td>
            <td class="row-actions">
              ${action(html`${msg('Nuevo enlace', { id: 'new-link' })}<span class="sr"> ${each.email}</span>`, () => attempt.run(() => again(each)))}
              ${action(html`${msg('Retirar', { id: 'withdraw' })}<span class="sr"> ${each.email}</span>`, () => withdraw(each))}
            </td>
          </tr>`,
        )}
      </tbody>
    </table></div>
  </section>`;
}
