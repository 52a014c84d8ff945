/** Ten recovery codes, which are shown once: to copy, to download, to print. */
import { msg } from '@lit/localize';
import { html } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import type { Panel } from '../page.ts';

/** Renders new recovery codes, shown once, with copying and saving them. */
export function recoveryCodes({ session, say }: Panel, codes: readonly string[], done: () => unknown) {
  const text = codes.join('\n');
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    say(msg('Tus códigos están copiados.', { id: 'recovery-copied' }));
  };
  const download = (): void => {
    const title = msg('Códigos de recuperación de Autofactura', { id: 'recovery-file' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${title}\n${session.user.email}\n\n${text}\n`], { type: 'text/plain' }));
    link.download = 'autofactura.txt';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return html`${notice('good', html`<p>${msg('Los códigos están activados.', { id: 'second-on-done' })}</p>`)}
    <h3 id="recovery-codes" tabindex="-1">${msg('Guarda tus códigos de recuperación', { id: 'recovery-title' })}</h3>
    <p>${msg('Si pierdes tu teléfono, entras con uno de estos. Cada uno sirve una vez, y solo aparecen ahora: guárdalos donde guardas tus contraseñas, o en papel.', { id: 'recovery-why' })}</p>
    <ul class="codes">
      ${codes.map((code) => html`<li><code>${code}</code></li>`)}
    </ul>
    <div class="bar-of-actions start">
      ${action(msg('Descargarlos', { id: 'recovery-download' }), download, 'big')}
      ${action(msg('Copiarlos', { id: 'recovery-copy' }), () => copy())}
      ${action(msg('Ya los guardé', { id: 'recovery-kept' }), () => done())}
    </div>`;
}
