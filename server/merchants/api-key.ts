/** API keys: `sk_test_…` and `sk_live_…`, 256 bits, kept only as a hash. */
import { createHash, randomBytes } from 'node:crypto';
import type { ApiKey } from './merchant.ts';
import type { World } from './tenant.ts';

/** A new key for a world; shown once, to its owner. */
export function newApiKey(world: World): string {
  return `sk_${world}_${randomBytes(32).toString('base64url')}`;
}

/** What the store keeps of a key: its hex SHA-256. A key of 256 random bits needs no salt or stretching. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** A key as it is stored, with its hash, and the secret that is shown once. */
export function issueKey(key: Omit<ApiKey, 'id'>): {
  readonly key: ApiKey;
  readonly hash: string;
  readonly secret: string;
} {
  const secret = newApiKey(key.world);
  const hash = hashApiKey(secret);
  return { key: { id: `key_${hash.slice(0, 24)}`, ...key }, hash, secret };
}

type KeyTime = 'createdAt' | 'expiresAt' | 'revokedAt' | 'lastUsedAt';

/** An API key as it may be shown: without its hash or merchant, with times in ISO 8601. */
export type DescribedKey = Pick<ApiKey, 'id' | 'name' | 'world'> & { scopes: ApiKey['scopes'][number][] } & {
  readonly [Time in KeyTime]?: string;
};

/** A key as it is listed, times in ISO 8601: nothing that opens anything. */
export function describeApiKey({ id, name, world, scopes, ...times }: ApiKey): DescribedKey {
  const iso = (time: KeyTime) => {
    const at = times[time];
    return at === undefined ? {} : { [time]: new Date(at).toISOString() };
  };
  return {
    ...{ id, ...(name !== undefined && { name }), world, scopes: [...scopes] },
    ...{ ...iso('createdAt'), ...iso('expiresAt'), ...iso('revokedAt'), ...iso('lastUsedAt') },
  };
}
