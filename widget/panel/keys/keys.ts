/** The page of the merchant's API keys: which programs may enter, what each may do, a new one, and an end to one. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { notice } from '../../ui/notice.ts';
import { focusOn } from '../focus.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import { keyList } from './key-list.ts';
import type { ApiKey } from './key-wire.ts';
import { newKeySection } from './new-key.ts';
import { createRevocation } from './revocation.ts';

/** Opens the page of API keys. */
export const keysPage: OpenPage = (panel) => {
  const list = remote(panel, () => panel.call<{ keys: readonly ApiKey[] }>('GET', 'keys'));
  let message: string | undefined;
  const revocation = createRevocation(panel, async (words) => {
    await list.reload();
    message = words;
    panel.say(words);
    await focusOn(panel, 'keys-done');
  });
  const newKey = newKeySection(panel, () => {
    message = undefined;
    return list.reload();
  });
  return {
    title: () => msg('Llaves de API', { id: 'keys-title' }),
    lead: () =>
      msg('Con una llave, un programa tuyo manda ventas o factura sin entrar al panel. Una para cada programa.', {
        id: 'keys-lead',
      }),
    width: 'wide',
    // The form comes with the list: drawn before it, it would be pushed away by it.
    render: () =>
      list.show(
        ({ keys }) => html`
          ${message === undefined ? nothing : html`<div id="keys-done" tabindex="-1">${notice('good', html`<p>${message}</p>`)}</div>`}
          ${keyList(keys, revocation.open)} ${revocation.render()} ${newKey.render()}
          <p class="hint">${worldWords(panel.world)} <a href="/docs" target="_blank" rel="noopener">${msg('Documentación de la API (en inglés)', { id: 'keys-docs' })}</a></p>`,
      ),
  };
};

function worldWords(world: 'test' | 'live'): string {
  return world === 'test'
    ? msg('Estas llaves son del modo de prueba: lo que se hace con ellas no tiene validez fiscal.', { id: 'keys-test' })
    : msg('Estas llaves son del modo En vivo: lo que facturan es de verdad.', { id: 'keys-live' });
}
