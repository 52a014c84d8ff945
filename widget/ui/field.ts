import { html, nothing, type TemplateResult } from 'lit';

/** One labelled input. `name` is also its id; the hint and the fault are linked to it for screen readers. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly hint?: string | undefined;
  readonly fault?: unknown;
  readonly example?: string;
  readonly type?: 'text' | 'email' | 'date' | 'month' | 'datetime-local' | 'url';
  readonly inputmode?: 'numeric' | 'decimal' | 'email';
  /** The HTML autofill token; `off` if no token describes the field. */
  readonly autocomplete?: string;
  readonly maxlength?: number;
  /** The latest date that can be chosen; it also keeps a year to four digits. */
  readonly max?: string;
  readonly caps?: boolean;
  readonly optional?: boolean | undefined;
};

/** A labelled native input with its hint above and its fault below. */
export function field(f: Field): TemplateResult {
  return framed(
    f,
    html`<input
      part="input"
      id=${f.name}
      name=${f.name}
      class=${f.caps ? 'caps' : nothing}
      type=${f.type ?? 'text'}
      inputmode=${f.inputmode ?? nothing}
      autocomplete=${f.autocomplete ?? 'off'}
      autocapitalize=${f.caps ? 'characters' : 'off'}
      spellcheck="false"
      placeholder=${f.example ?? nothing}
      maxlength=${f.maxlength ?? nothing}
      max=${f.max ?? nothing}
      ?required=${!f.optional}
      aria-invalid=${f.fault ? 'true' : nothing}
      aria-describedby=${describedBy(f)}
      .value=${f.value ?? ''}
    />`,
  );
}

/** The frame of a field: label, hint, control, fault. */
export function framed(f: Field, control: TemplateResult): TemplateResult {
  return html`<div class="field" part="field">
    <label for=${f.name}>${f.label}</label>
    ${f.hint ? html`<p class="hint" id="${f.name}-hint">${f.hint}</p>` : nothing}
    ${control}
    ${f.fault ? html`<p class="fault" part="fault" id="${f.name}-fault">${f.fault}</p>` : nothing}
  </div>`;
}

/** The value of `aria-describedby` for a field. */
export function describedBy(f: Field) {
  const ids = [f.fault && `${f.name}-fault`, f.hint && `${f.name}-hint`].filter((id) => id);
  return ids.length ? ids.join(' ') : nothing;
}
