import { html, type TemplateResult } from 'lit';
import { type Field, field } from '../../ui/field.ts';

type EmailField = Pick<Field, 'label' | 'value' | 'fault'> & {
  readonly required?: boolean;
  readonly keep: (email: string) => void;
};

/** An address to send to, optional unless `required`, and separate from the fields of its form. */
export function emailField({ required, keep, ...rest }: EmailField): TemplateResult {
  const edit = (event: Event) => {
    event.stopPropagation();
    if (event.target instanceof HTMLInputElement) keep(event.target.value.trim());
  };
  return html`<div @input=${edit} @change=${edit}>
    ${field({ ...rest, name: 'email', type: 'email', inputmode: 'email', autocomplete: 'email', optional: !required })}
  </div>`;
}
