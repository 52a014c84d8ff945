import { html, nothing, type TemplateResult } from 'lit';

/** A sentence that must be noticed: `bad` is announced immediately (role alert), the others politely. */
export function notice(tone: 'bad' | 'warn' | 'good' | 'warn test', content: unknown): TemplateResult {
  return html`<div class="notice ${tone}" part="notice" role=${tone === 'bad' ? 'alert' : nothing} tabindex="-1">${content}</div>`;
}
