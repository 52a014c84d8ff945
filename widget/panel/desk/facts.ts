/** Names with their values, one below the other: what is known about a thing. */
import { html, nothing, type TemplateResult } from 'lit';

/** A name with its value. A fact that is absent or false is not shown. */
export type Fact = readonly [name: string, value: unknown] | undefined | false;

/** Leaves out what is unknown. */
export function facts(all: readonly Fact[]): TemplateResult {
  return html`<dl class="facts">
    ${all.map((fact) => (fact && fact[1] !== undefined ? html`<div><dt>${fact[0]}</dt><dd>${fact[1]}</dd></div>` : nothing))}
  </dl>`;
}
