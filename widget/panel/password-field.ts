import { html, nothing, type TemplateResult } from 'lit';
import { describedBy, framed } from '../ui/field.ts';
import type { FieldLook, Form } from './form.ts';

/** A labelled password of a form. `autocomplete` tells a password manager whether it is an old one or a new one. */
export function passwordField(form: Form, look: FieldLook & { readonly name?: string }): TemplateResult {
  const name = look.name ?? 'password';
  const field = { ...look, name, value: form.values()[name], fault: form.faultAt(name) };
  return framed(
    field,
    html`<input
      part="input"
      id=${name}
      name=${name}
      type="password"
      autocomplete=${look.autocomplete ?? 'off'}
      ?required=${!look.optional}
      aria-invalid=${field.fault ? 'true' : nothing}
      aria-describedby=${describedBy(field)}
      .value=${field.value ?? ''}
    />`,
  );
}
