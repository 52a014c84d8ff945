import { html, nothing, type TemplateResult } from 'lit';
import { describedBy, type Field, framed } from './field.ts';

/** The class with which a chosen text is repeated below its box, by its length: the longest are cut off on every phone, others in narrow boxes. */
function lookOf({ length }: string): string | undefined {
  if (length > 34) return 'hint';
  if (length > 24) return 'hint if-narrow';
  return length > 12 ? 'hint if-tiny' : undefined;
}

/**
 * A labelled native select; `options` are `[value, text]`, and an empty first one asks for a choice. A long choice is repeated in full below
 * it, only visually: a screen reader reads all of it in the select.
 */
export function choice(f: Field, options: readonly (readonly [string, string])[]): TemplateResult {
  const [, chosen = ''] = options.find(([value]) => value === f.value) ?? [];
  const look = f.value && lookOf(chosen);
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
    </select>${look ? html`<p class=${look} aria-hidden="true">${chosen}</p>` : nothing}`,
  );
}
