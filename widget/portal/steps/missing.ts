import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import type { Part } from '../../ui/part.ts';
import { trouble } from '../texts.ts';
import { waiting } from './waiting.ts';

/** The placeholder of a screen that is still loading, or could not be fetched. */
export function missing(fetched: Part<unknown>, redraw: () => void): TemplateResult {
  if (!fetched.failed()) return waiting();
  return retry(trouble('unreachable').detail, () => fetched.need().then(redraw, redraw));
}

/** What went wrong, «Volver a intentar», and the page's own fallback link. */
export function retry(detail: string, again: () => void): TemplateResult {
  return html`<section>
    ${notice('bad', detail)} ${action(msg('Volver a intentar', { id: 'retry' }), again, 'big')}
    <slot></slot>
  </section>`;
}
