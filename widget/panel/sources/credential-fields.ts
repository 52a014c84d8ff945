/** The fields of a provider's credentials, which are typed here and never shown back. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { describedBy, framed } from '../../ui/field.ts';
import type { Form, Values } from '../form.ts';
import { passwordField } from '../password-field.ts';
import { credentialWords, type ProviderCredential } from './providers.ts';

/** The name of a credential's field: the pointer of its value. */
export const fieldName = (name: string): string => `credentials/${name}`;

/** The values of empty fields. */
export function emptyCredentials(credentials: readonly ProviderCredential[]): Values {
  return Object.fromEntries(credentials.map(({ name }) => [fieldName(name), '']));
}

/** The fields that may be seen while they are typed are kept in the tab; all others are not. */
export function secretNames(credentials: readonly ProviderCredential[]): readonly string[] {
  return credentials
    .filter(({ look, from }) => look === 'secret' || from === 'made')
    .map(({ name }) => fieldName(name));
}

/** The fields that must not be empty. */
export function requiredNames(credentials: readonly ProviderCredential[]): readonly string[] {
  return credentials.filter(({ optional }) => !optional).map(({ name }) => fieldName(name));
}

/** The credentials that were typed, by the API's names; a field that was left empty is left out. */
export function typedCredentials(
  credentials: readonly ProviderCredential[],
  values: Values,
): Readonly<Record<string, string>> {
  const typed = credentials.map(({ name }) => [name, values[fieldName(name)]?.trim() ?? ''] as const);
  return Object.fromEntries(typed.filter(([, value]) => value));
}

/** Renders a field for each credential; those that are not required come last, folded. */
export function credentialFields(form: Form, type: string, credentials: readonly ProviderCredential[]) {
  const needed = credentials.filter(({ optional }) => !optional);
  const others = credentials.filter(({ optional }) => optional);
  // A fault in a folded field has to be seen.
  const isOpen = others.some(({ name }) => form.faultAt(fieldName(name)) || form.values()[fieldName(name)]);
  return html`${needed.map((credential) => credentialField(form, type, credential))}
    ${
      others.length
        ? html`<details ?open=${isOpen}>
            <summary class="hint">${msg('Para leer ventas de antes y detalles (opcional)', { id: 'cred-optional' })}</summary>
            <div class="lines">${others.map((credential) => credentialField(form, type, credential))}</div>
          </details>`
        : nothing
    }`;
}

function credentialField(form: Form, type: string, { name, look, optional }: ProviderCredential) {
  const { label, hint } = credentialWords(type, name);
  const shown = optional ? msg(str`${label} (opcional)`, { id: 'cred-optional-label' }) : label;
  const of = { label: shown, ...(hint !== undefined && { hint }), optional };
  if (look === 'text') return form.field(fieldName(name), of);
  if (look === 'secret') return passwordField(form, { ...of, name: fieldName(name) });
  const key = fieldName(name);
  const field = { ...of, name: key, value: form.values()[key], fault: form.faultAt(key) };
  return framed(
    field,
    html`<textarea
      id=${key}
      name=${key}
      rows="5"
      spellcheck="false"
      autocomplete="off"
      aria-invalid=${field.fault ? 'true' : nothing}
      aria-describedby=${describedBy(field)}
      .value=${field.value ?? ''}
    ></textarea>`,
  );
}
