import { html, nothing, type TemplateResult } from 'lit/html.js';
import { describedBy, type Field, framed } from './field.ts';

/** A labelled native select; `options` are `[value, text]`, and an empty first one asks to choose. */
export function choice(f: Field, options: readonly (readonly [string, string])[]): TemplateResult {
  return framed(
    f,
    html`<select
      part="input"
      id=${f.name}
      name=${f.name}
      required
      aria-invalid=${f.fault ? 'true' : nothing}
      aria-describedby=${describedBy(f)}
    >
      ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === (f.value ?? '')}>${text}</option>`)}
    </select>`,
  );
}
