/** The API keys of a world: what each may do, until when, and when it was last used. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { longDay, shortTime } from '../dates.ts';
import { empty } from '../lists/pages-of.ts';
import { type ApiKey, keyName, keyState } from './key-wire.ts';
import { scopesWords } from './scope-words.ts';

/** The keys that work, each with a way to revoke it, and the others folded below them. */
export function keyList(keys: readonly ApiKey[], revoke: (key: ApiKey) => void): TemplateResult {
  const live = keys.filter((key) => keyState(key) === 'live');
  const ended = keys.filter((key) => keyState(key) !== 'live');
  return html`${live.length ? table(live, revoke) : none()}
    ${
      ended.length
        ? html`<details>
            <summary class="hint">${ended.length === 1 ? msg('1 llave que ya no sirve', { id: 'key-ended-1' }) : msg(str`${ended.length} llaves que ya no sirven`, { id: 'key-ended' })}</summary>
            ${table(ended)}
          </details>`
        : nothing
    }`;
}

function none(): TemplateResult {
  return empty(
    msg('No hay llaves en uso', { id: 'no-keys' }),
    msg('Si ningún programa te la pidió, no necesitas una: tu portal y este panel funcionan sin llaves.', {
      id: 'no-keys-why',
    }),
  );
}

function table(keys: readonly ApiKey[], revoke?: (key: ApiKey) => void): TemplateResult {
  return html`<div class="table"><table>
    <thead>
      <tr>
        <th scope="col">${msg('Llave', { id: 'key' })}</th>
        <th scope="col" class="wide-only">${msg('Último uso', { id: 'key-used' })}</th>
        <th scope="col" class="wide-only">${msg('Estado', { id: 'state' })}</th>
        ${revoke ? html`<th scope="col"><span class="sr">${msg('Revocar', { id: 'key-revoke' })}</span></th>` : nothing}
      </tr>
    </thead>
    <tbody>
      ${keys.map(
        (key) => html`<tr>
          <th scope="row">${keyName(key)}<span class="below">${scopesWords(key.scopes)}</span>
            <span class="below">${createdWords(key)}</span>
            <span class="below narrow-only">${msg('Último uso:', { id: 'key-used-at' })} ${usedWords(key)}</span>
            <span class="below narrow-only">${stateWords(key)}</span></th>
          <td class="wide-only">${usedWords(key)}</td>
          <td class="wide-only">${stateWords(key)}</td>
          ${revoke ? html`<td class="row-actions"><button id="revoke-${key.id}" class="link" type="button" @click=${() => revoke(key)}>${msg('Revocar', { id: 'key-revoke' })}<span class="sr"> ${keyName(key)}</span></button></td>` : nothing}
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}

function createdWords({ createdAt }: ApiKey): unknown {
  return createdAt === undefined ? nothing : msg(str`Creada el ${longDay(createdAt)}`, { id: 'key-created' });
}

function usedWords({ lastUsedAt }: ApiKey): string {
  return lastUsedAt === undefined ? msg('Nunca', { id: 'key-unused' }) : shortTime(lastUsedAt);
}

function stateWords(key: ApiKey): TemplateResult {
  const { expiresAt, revokedAt } = key;
  const words = {
    live: () =>
      expiresAt === undefined
        ? msg('Activa, no vence', { id: 'key-live' })
        : msg(str`Activa, vence el ${longDay(expiresAt)}`, { id: 'key-live-until' }),
    expired: () => msg(str`Venció el ${longDay(expiresAt ?? '')}`, { id: 'key-expired' }),
    revoked: () => msg(str`Revocada el ${longDay(revokedAt ?? '')}`, { id: 'key-revoked' }),
  };
  const state = keyState(key);
  return html`<span class="state ${state === 'live' ? 'ok' : 'stop'}">${words[state]()}</span>`;
}
