import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import type { Receptor, Suggestion } from '../wire.ts';

/** A value that the SAT may have instead, applied with one press and never automatically; only a question if `receptor` has it already. */
export function suggestionOffer(
  { field, value, detail }: Suggestion,
  take: (receptor: Partial<Receptor>) => void,
  receptor: Partial<Receptor> = {},
): TemplateResult {
  return html`<div class="hint">
    <p>${detail}</p>
    ${value === receptor[field] ? nothing : action(msg(str`Usar «${value}»`, { id: 'use' }), () => take({ [field]: value }))}
  </div>`;
}
