import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';

/** A readable link with «Copiar enlace»; if the clipboard is not available, the text is selected instead. */
export function copyLink(link: string): TemplateResult {
  const label = msg('Enlace de tu solicitud', { id: 'link' });
  return html`<div class="field">
    <label for="link">${label}</label>
    <input id="link" readonly .value=${link} />
    <button class="big" part="button" type="button" @click=${copy}>${msg('Copiar enlace', { id: 'copy-link' })}</button>
    <p class="hint" role="status"></p>
  </div>`;
}

async function copy({ currentTarget }: Event): Promise<void> {
  const box = currentTarget instanceof Element ? currentTarget.parentElement : null;
  const input = box?.querySelector('input');
  const status = box?.querySelector('[role=status]');
  if (!input || !status) return;
  input.select();
  try {
    await navigator.clipboard.writeText(input.value);
    status.textContent = msg('Enlace copiado.', { id: 'copied' });
  } catch {
    status.textContent = msg('Mantén presionado el enlace para copiarlo.', { id: 'copy-by-hand' });
  }
}
