/** Reads JSON from a provider's API: the value, that it does not exist, or that it is unavailable. */
import { askProvider, type ProviderRequest } from './ask-provider.ts';
import { parseJson } from './json-answer.ts';

/** The outcome of a GET. The value is parsed, not validated. */
export type JsonAnswer =
  | { readonly kind: 'json'; readonly value: unknown }
  /** HTTP 404. */
  | { readonly kind: 'absent' }
  /** Anything else, including a refused key: the merchant can correct it, and the request is retried. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Sends a GET. Never rejects; `reason` says how it failed and contains nothing that was sent. */
export async function askJson(asked: Omit<ProviderRequest, 'method' | 'body'>): Promise<JsonAnswer> {
  const answer = await askProvider({ ...asked, method: 'GET' });
  if (answer.kind !== 'answered') return { kind: 'unavailable', reason: answer.reason };
  if (answer.status === 404) return { kind: 'absent' };
  if (answer.status !== 200) return { kind: 'unavailable', reason: `HTTP ${answer.status}` };
  const value = parseJson(answer.text);
  return value === undefined ? { kind: 'unavailable', reason: 'HTTP 200, not JSON' } : { kind: 'json', value };
}
