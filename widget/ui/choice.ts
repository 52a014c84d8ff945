import { html, nothing, type TemplateResult } from 'lit/html.js';
import { describedBy, type Field, framed } from './field.ts';

/** Longer than this, a choice does not fit the box of a select on a phone, which cuts it off. */
const FITS = 34;

/**
 * A labelled native select; `options` are `[value, text]`, and an empty first one asks to choose. A long choice is written out below, for the
 * eyes alone: a screen reader reads all of it in the box.
 */
export function choice(f: Field, options: readonly (readonly [string, string])[]): TemplateResult {
  const [, chosen = ''] = options.find(([value]) => value === f.value) ?? [];
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
    </select>${f.value && chosen.length > FITS ? html`<p class="hint" aria-hidden="true">${chosen}</p>` : nothing}`,
  );
}
