/** At which branches a cashier works: none chosen means all. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import type { Form, Values } from '../form.ts';
import type { Branch } from '../wire.ts';

const PREFIX = 'branch/';

/** The form's values for these branches. */
export function chosenValues(codes: readonly string[] = []): Values {
  return Object.fromEntries(codes.map((code) => [`${PREFIX}${code}`, 'yes']));
}

/** The codes of the branches chosen in the form, for a cashier; none for any other role. */
export function chosenBranches(values: Values): { readonly branches?: readonly string[] } {
  if (values.role !== 'cashier') return {};
  const chosen = Object.entries(values).filter(([name, value]) => name.startsWith(PREFIX) && value === 'yes');
  return { branches: chosen.map(([name]) => name.slice(PREFIX.length)) };
}

/** The choice, if there is one: for a cashier, and with more than one branch. */
export function branchChoice(form: Form, branches: readonly Branch[]) {
  const values = form.values();
  if (values.role !== 'cashier' || branches.length < 2) return nothing;
  return html`<fieldset>
    <legend>${msg('¿En qué sucursales?', { id: 'cashier-branches' })}</legend>
    <p class="hint">${msg('Solo verá y cambiará lo de las que elijas. Si no eliges ninguna, lo de todas.', { id: 'cashier-branches-hint' })}</p>
    ${branches.map(
      ({ code, name }) =>
        html`<label class="check"><input type="checkbox" name="${PREFIX}${code}" .checked=${values[`${PREFIX}${code}`] === 'yes'} />${name}</label>`,
    )}
  </fieldset>`;
}

/** The names of the branches to which a cashier is limited; nothing for somebody who works at all of them. */
export function branchNames(codes: readonly string[] | undefined, branches: readonly Branch[]) {
  if (!codes) return nothing;
  const names = codes.map((code) => branches.find((branch) => branch.code === code)?.name ?? code);
  return html`<span class="below">${names.join(', ')}</span>`;
}
