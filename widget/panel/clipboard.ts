/** Copying a text with a button that then says that it was copied. */
import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { Panel } from './page.ts';

/** Copies texts; a page shows which one was copied last. */
export type Clipboard = {
  readonly copy: (text: string) => Promise<void>;
  readonly has: (text: string) => boolean;
};

/** Creates the copying of a page. */
export function createClipboard(panel: Pick<Panel, 'redraw' | 'say'>): Clipboard {
  let copied: string | undefined;
  return {
    has: (text) => copied === text,
    async copy(text) {
      await navigator.clipboard.writeText(text);
      copied = text;
      panel.redraw();
      panel.say(copiedWords());
    },
  };
}

/** What the button says after a press. */
export function copiedWords(): string {
  return msg('Copiado', { id: 'copied' });
}

/** A text as it is to be copied, with its button. `id` is that of the text on the page. */
export function copyableText({ has, copy }: Clipboard, text: string, id: string): TemplateResult {
  const what = has(text) ? copiedWords() : msg('Copiar', { id: 'copy-it' });
  return html`<code id=${id}>${text}</code> <button class="link" type="button" aria-describedby=${id} @click=${() => copy(text)}>${what}</button>`;
}
