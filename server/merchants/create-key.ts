/** Creates API keys. None can do more, or last longer, than its creator. */
import { type Fault, Problem } from '../problems/problem.ts';
import { issueKey } from './api-key.ts';
import type { ApiKey, Scope } from './merchant.ts';
import type { MerchantStore } from './merchant-store.ts';
import type { Principal } from './principal.ts';

/** What creating a key may touch. */
type CreateKeyDeps = {
  readonly store: { readonly merchants: Pick<MerchantStore, 'putApiKey'> };
  readonly now: () => number;
};

/** The requested key; without `expiresAt` it lasts as long as its creator, or forever if that is a person. */
export type NewKey = {
  readonly name?: string | undefined;
  readonly scopes: readonly Scope[];
  /** ISO 8601. */
  readonly expiresAt?: string | undefined;
};

/** Stores the key and returns its secret, once. Throws `forbidden` for scopes that the creator lacks, and `malformed-request` for the expiry. */
export async function createKey(
  { store, now }: CreateKeyDeps,
  own: Principal,
  { name, scopes, expiresAt }: NewKey,
): Promise<{ readonly key: ApiKey; readonly secret: string }> {
  const until = expiresAt === undefined ? own.expiresAt : Date.parse(expiresAt);
  assertNoMore(own, scopes, until, now());
  const { key, hash, secret } = issueKey({
    ...{ ...own.tenant, scopes: [...new Set(scopes)], createdAt: now() },
    ...(name !== undefined && { name }),
    ...(until !== undefined && { expiresAt: until }),
  });
  await store.merchants.putApiKey(key, hash);
  return { key, secret };
}

function assertNoMore(own: Principal, scopes: readonly Scope[], until: number | undefined, now: number): void {
  const lacking = scopes.filter((each) => !own.scopes.includes(each));
  if (lacking[0] !== undefined) {
    const faults = lacking.map((each) => ({ code: 'scope-not-yours', pointer: `/scopes/${scopes.indexOf(each)}` }));
    throw new Problem('forbidden', { params: { scope: lacking[0] }, faults });
  }
  if (until !== undefined && until <= now) refuseExpiry({ code: 'expiry-past', pointer: '/expiresAt' });
  if (own.expiresAt !== undefined && (until ?? 0) > own.expiresAt) {
    const limit = new Date(own.expiresAt).toISOString();
    refuseExpiry({ code: 'expiry-too-late', pointer: '/expiresAt', params: { limit } });
  }
}

function refuseExpiry(fault: Fault): never {
  throw new Problem('malformed-request', { faults: [fault] });
}
