/** API keys as the API returns them. */

/** An API key without its secret. */
export type ApiKey = {
  readonly id: string;
  readonly name?: string;
  readonly scopes: readonly string[];
  readonly createdAt?: string;
  readonly expiresAt?: string;
  readonly revokedAt?: string;
  readonly lastUsedAt?: string;
};

/** A key that was just created, with the secret that is shown once. */
export type NewApiKey = ApiKey & { readonly key: string };

/** What a key is called: its name, or its id if it has none. */
export const keyName = ({ name, id }: ApiKey): string => name ?? id;

/** Whether a key still works, or why it does not. */
export function keyState({ revokedAt, expiresAt }: ApiKey): 'live' | 'expired' | 'revoked' {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt !== undefined && Date.parse(expiresAt) <= Date.now() ? 'expired' : 'live';
}
