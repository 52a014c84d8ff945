import { html, type TemplateResult } from 'lit/html.js';
import { field } from '../../ui/field.ts';

/** An address to send to, optional unless said, kept apart from the fields of its form. */
export function emailField(
  label: string,
  value: string,
  keep: (email: string) => void,
  optional = true,
): TemplateResult {
  const edit = (event: Event) => {
    event.stopPropagation();
    if (event.target instanceof HTMLInputElement) keep(event.target.value.trim());
  };
  return html`<div @input=${edit} @change=${edit}>
    ${field({ name: 'email', label, value, type: 'email', inputmode: 'email', autocomplete: 'email', optional })}
  </div>`;
}
