/** Reads JSON from a provider's API: what is there, that there is none, or that it cannot be had now. */
import { askProvider, type ProviderRequest } from './ask-provider.ts';
import { parseJson } from './json-answer.ts';

/** The outcome of a GET. The value is parsed, not validated. */
export type JsonAnswer =
  | { readonly kind: 'json'; readonly value: unknown }
  /** HTTP 404. */
  | { readonly kind: 'absent' }
  /**
   * Anything else, a key that is refused included: its merchant can put it right, and the same question is asked again.
   */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Never rejects; `reason` says how it failed and nothing of what was sent. */
export async function askJson(asked: Omit<ProviderRequest, 'method' | 'body'>): Promise<JsonAnswer> {
  const answer = await askProvider({ ...asked, method: 'GET' });
  if (answer.kind !== 'answered') return { kind: 'unavailable', reason: answer.reason };
  if (answer.status === 404) return { kind: 'absent' };
  if (answer.status !== 200) return { kind: 'unavailable', reason: `HTTP ${answer.status}` };
  const value = parseJson(answer.text);
  return value === undefined ? { kind: 'unavailable', reason: 'HTTP 200, not JSON' } : { kind: 'json', value };
}
