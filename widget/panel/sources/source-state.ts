/** How a source is doing, as its merchant should know it. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { shortTime } from '../dates.ts';
import type { ListedSource } from './source-wire.ts';

type Standing = { readonly look: 'ok' | 'wait' | 'stop'; readonly words: string };

/** The state of a source: what it sent, whether all of it could be accepted, and how much waits. */
export function sourceState({ webhookUrl, health }: ListedSource, waiting: number): Standing {
  if (waiting > 0)
    return {
      look: 'stop',
      words:
        waiting === 1
          ? msg('1 espera tu ayuda', { id: 'source-waits-1' })
          : msg(str`${waiting} esperan tu ayuda`, { id: 'source-waits' }),
    };
  if (webhookUrl === undefined) return { look: 'ok', words: msg('Conectada', { id: 'source-ok' }) };
  if (isMissigned(health)) return { look: 'stop', words: msg('La clave no coincide', { id: 'source-missigned' }) };
  if (health.events === 0 && health.listed === 0)
    return { look: 'wait', words: msg('Falta su primer aviso', { id: 'source-first' }) };
  return { look: 'ok', words: msg('Conectada', { id: 'source-ok' }) };
}

/** Whether what came last was signed with another secret. */
export function isMissigned({ lastEventAt = '', lastBadSignatureAt = '' }: ListedSource['health']): boolean {
  return lastBadSignatureAt > lastEventAt;
}

/** Renders the state with its colour. */
export function stateOf(source: ListedSource, waiting: number): TemplateResult {
  const { look, words } = sourceState(source, waiting);
  return html`<span class="state ${look}">${words}</span>`;
}

/** When something last came from it; nothing for a source that sends no notifications. */
export function lastWords({ webhookUrl, health: { lastEventAt } }: ListedSource): unknown {
  if (webhookUrl === undefined) return nothing;
  return lastEventAt === undefined ? msg('Todavía nada', { id: 'source-nothing' }) : shortTime(lastEventAt);
}
