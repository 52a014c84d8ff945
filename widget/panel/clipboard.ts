/** Copying a text with a button that then says that it was copied, or what to do if the browser does not allow it. */
import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { Panel } from './page.ts';

/** Copies texts; a page shows what became of the last one. */
export type Clipboard = {
  readonly copy: (text: string) => Promise<void>;
  /** What the button says that copies `text`: `label` until it was pressed. */
  readonly words: (text: string, label: string) => string;
};

/** Creates the copying of a page. */
export function createClipboard(panel: Pick<Panel, 'redraw' | 'say'>): Clipboard {
  let last: { readonly text: string; readonly words: string } | undefined;
  return {
    words: (text, label) => (last?.text === text ? last.words : label),
    async copy(text) {
      last = { text, words: (await isCopied(text)) ? copiedWords() : byHandWords() };
      panel.redraw();
      panel.say(last.words);
    },
  };
}

/** A page without TLS has no clipboard, and a browser may refuse to write to it. */
async function isCopied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function copiedWords(): string {
  return msg('Copiado', { id: 'copied' });
}

function byHandWords(): string {
  return msg('Selecciónalo y cópialo a mano', { id: 'copy-by-hand' });
}

/** A text as it is to be copied, with its button. `id` is that of the text on the page. */
export function copyableText({ words, copy }: Clipboard, text: string, id: string): TemplateResult {
  const what = words(text, msg('Copiar', { id: 'copy-it' }));
  return html`<code id=${id}>${text}</code> <button class="link" type="button" aria-describedby=${id} @click=${() => copy(text)}>${what}</button>`;
}
