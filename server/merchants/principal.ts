/** Who calls a merchant's route, and what they may do there. */
import type { BranchLimit } from './branch-limit.ts';
import { type ApiKey, isLive, type Scope } from './merchant.ts';
import { type Role, scopesOf } from './role.ts';
import type { Tenant } from './tenant.ts';

type Caller = {
  /** What logs and evidence name the caller by: `key_…`, `usr_…`. */
  readonly id: string;
  /** Whose data they reach, in which world; nothing else. */
  readonly tenant: Tenant;
  readonly scopes: readonly Scope[];
  /** Epoch milliseconds: nothing that the caller makes may outlast it. */
  readonly expiresAt?: number;
};

/** A caller whose right was checked. Handlers read it and never ask again who called. */
export type Principal = Caller &
  (
    | { readonly kind: 'key'; readonly limit?: undefined }
    /** `limit` is absent for a person who works at every branch. */
    | { readonly kind: 'person'; readonly role: Role; readonly limit?: BranchLimit }
  );

/** The caller with this key; `undefined` if the key is revoked or has expired. */
export function principalOfKey(key: ApiKey, now: number): Principal | undefined {
  if (!isLive(key, now)) return undefined;
  const { id, merchantId, world, scopes, expiresAt } = key;
  return { kind: 'key', id, tenant: { merchantId, world }, scopes, ...(expiresAt !== undefined && { expiresAt }) };
}

/** A person at one of their merchants, in the world they are looking at, within the limit if they have one. */
export function principalOfPerson(
  id: string,
  tenant: Tenant,
  { role, limit }: { readonly role: Role; readonly limit: BranchLimit | undefined },
): Principal {
  return { kind: 'person', id, tenant, role, scopes: scopesOf(role), ...(limit && { limit }) };
}
