import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit/html.js';
import { action } from '../../ui/button.ts';
import type { Receptor, Suggestion } from '../wire.ts';

/** A value the SAT may have instead, taken with one press and never by itself. */
export function suggestionOffer(
  { field, value, detail }: Suggestion,
  take: (receptor: Partial<Receptor>) => void,
): TemplateResult {
  return html`<div class="hint">
    <p>${detail}</p>
    ${action(msg(str`Usar «${value}»`, { id: 'use' }), () => take({ [field]: value }))}
  </div>`;
}
