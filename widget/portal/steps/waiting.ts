import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { heading } from './step.ts';

/** Shown while there is nothing to do: what is going on, and how long it usually takes. */
export function waiting(text = msg('Un momento…', { id: 'wait' }), lead?: unknown): TemplateResult {
  return html`<section aria-busy="true">
    ${heading(text, undefined, lead)}
    <div class="bar"></div>
  </section>`;
}
