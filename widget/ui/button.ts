import { html, nothing, type TemplateResult } from 'lit';

/** The one main action of a form. While busy it keeps its place and focus, and says what is happening. */
export function submit(text: string, busy?: string | false): TemplateResult {
  return html`<button class="main" part="button main-button" type="submit" aria-disabled=${busy ? 'true' : nothing}>${busy || text}</button>`;
}

/** An action that is not the main one: `big` as a framed button, `link` as quiet underlined text. */
export function action(text: unknown, onClick: () => void, look: 'big' | 'link' = 'link'): TemplateResult {
  return html`<button class=${look} part="button" type="button" @click=${onClick}>${text}</button>`;
}
