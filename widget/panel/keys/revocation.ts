/** Revoking an API key; nothing is sent before it is confirmed. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { shortTime } from '../dates.ts';
import { focusOn } from '../focus.ts';
import type { Panel } from '../page.ts';
import { createAttempt } from '../team/attempt.ts';
import { type ApiKey, keyName } from './key-wire.ts';

/** Asks whether to revoke a key, and revokes it. */
export function createRevocation(panel: Panel, done: (words: string) => Promise<void>) {
  let chosen: ApiKey | undefined;
  const attempt = createAttempt(panel);
  const close = (): Promise<void> => {
    const id = chosen?.id ?? '';
    chosen = undefined;
    return focusOn(panel, `revoke-${id}`);
  };
  const revoke = (key: ApiKey): Promise<void> =>
    attempt.run(async () => {
      await panel.call('DELETE', `keys/${key.id}`);
      chosen = undefined;
      await done(msg(str`La llave «${keyName(key)}» ya no sirve.`, { id: 'key-revoked-now' }));
    });
  return {
    open(key: ApiKey): Promise<void> {
      chosen = key;
      return focusOn(panel, 'revoke');
    },
    render() {
      if (!chosen) return nothing;
      const key = chosen;
      return html`<section class="drop" aria-labelledby="revoke">
        <h2 id="revoke" tabindex="-1">${msg(str`¿Revocar «${keyName(key)}»?`, { id: 'key-revoke-title' })}</h2>
        <p>${msg('El programa que la usa deja de entrar al momento, y esta llave no se puede volver a activar.', { id: 'key-revoke-why' })}</p>
        ${key.lastUsedAt === undefined ? nothing : html`<p class="hint">${msg('Último uso:', { id: 'key-used-at' })} ${shortTime(key.lastUsedAt)}</p>`}
        ${attempt.shown()}
        <div class="bar-of-actions start">
          ${action(msg('Sí, revocarla', { id: 'key-revoke-go' }), () => revoke(key), 'big')}
          ${action(msg('Ahora no', { id: 'not-now' }), close)}
        </div>
      </section>`;
    },
  };
}
