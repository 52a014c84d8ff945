/** Invites, changes and removes the members of a merchant, which is never without an owner. */
import { isLive, type Scope } from '../merchants/merchant.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import { givenPost, type Post } from '../merchants/post.ts';
import type { Principal } from '../merchants/principal.ts';
import { type Role, scopesOf } from '../merchants/role.ts';
import { Problem } from '../problems/problem.ts';
import type { Invitation } from './account.ts';
import type { AccountStore, MemberChange } from './account-store.ts';
import { invite } from './accounts.ts';
import type { Signup } from './sign-up.ts';

/** What changing members may touch. */
type MemberDeps = {
  readonly store: { readonly accounts: AccountStore; readonly merchants: MerchantStore };
  readonly now: () => number;
};

/** The requested role and branches. */
export type AskedPost = { readonly role: Role; readonly branches?: readonly string[] | undefined };

/** What inviting may touch, and whether this server allows open sign-up. */
export type InviteDeps = MemberDeps & { readonly signup: Signup };

/** Invites an address and returns the token of its link. Throws `sign-up-closed`, `not-your-role`, and `malformed-request` for invalid branches. */
export async function inviteMember(
  { store, now, signup }: InviteDeps,
  principal: Principal,
  { email, ...asked }: AskedPost & { readonly email: string },
): Promise<{ readonly invitation: Invitation; readonly token: string }> {
  if (signup === 'closed') throw new Problem('sign-up-closed');
  assertMayGive(principal, asked.role);
  const { merchantId } = principal.tenant;
  const post = await givenPost(store.merchants, merchantId, asked);
  return invite(store.accounts, { merchantId, email, ...post, invitedBy: principal.id }, now());
}

/** Changes a member's role and branches. Throws what `inviteMember` throws, and `unknown-resource` or `last-owner`. */
export async function changeMember(
  { store }: MemberDeps,
  principal: Principal,
  personId: string,
  asked: AskedPost,
): Promise<void> {
  const { merchantId } = principal.tenant;
  assertMayGive(principal, await roleNow(store.accounts, principal, personId));
  assertMayGive(principal, asked.role);
  const post = await givenPost(store.merchants, merchantId, asked);
  assertChanged(await store.accounts.changePost({ merchantId, personId }, post));
}

/** Revokes an invitation or removes a member. Throws `not-your-role`, `unknown-resource` or `last-owner`. */
export async function removeMember({ store, now }: MemberDeps, principal: Principal, id: string): Promise<void> {
  const { merchantId } = principal.tenant;
  const invitation = (await store.accounts.listInvitations(merchantId, now())).find((one) => one.id === id);
  if (invitation) {
    assertMayGive(principal, invitation.role);
    if ((await store.accounts.removeInvitation(merchantId, id)) === 'removed') return;
  }
  assertMayGive(principal, await roleNow(store.accounts, principal, id));
  assertChanged(await store.accounts.removeMember({ merchantId, personId: id }));
}

/** Whether a member's change would leave their merchant without an owner; `owners` is how many it has. */
export function leavesNoOwner(
  own: Pick<Post, 'role'>,
  becomes: Pick<Post, 'role'> | 'nobody',
  owners: number,
): boolean {
  const staysOwner = becomes !== 'nobody' && becomes.role === 'owner';
  return own.role === 'owner' && !staysOwner && owners === 1;
}

/** Throws `link-spent` if whoever invited has been removed or revoked since, or may no longer give that role. */
export async function assertStillInvited(
  { store, now }: MemberDeps,
  { merchantId, role, invitedBy }: Invitation,
): Promise<void> {
  if (invitedBy === undefined) return;
  const post = await store.accounts.postOf(invitedBy, merchantId);
  const keys = post ? [] : await store.merchants.listApiKeys({ merchantId, world: 'live' });
  const key = keys.find(({ id }) => id === invitedBy);
  const isAllowed = post ? mayGive(post.role, role) : key && isLive(key, now()) && mayKeyGive(key.scopes, role);
  if (!isAllowed) throw new Problem('link-spent');
}

/** Throws `not-your-role` unless the principal may add, change or remove people of that role. Members are the same in both worlds. */
function assertMayGive(principal: Principal, role: Role): void {
  const isAllowed =
    principal.kind === 'person'
      ? mayGive(principal.role, role)
      : principal.tenant.world === 'live' && mayKeyGive(principal.scopes, role);
  if (!isAllowed) throw new Problem('not-your-role');
}

/** Only owners add, change or remove owners. */
function mayGive(own: Role, role: Role): boolean {
  return scopesOf(own).includes('members:write') && (role !== 'owner' || own === 'owner');
}

/** An API key makes nobody more powerful than itself, and no owner. */
function mayKeyGive(scopes: readonly Scope[], role: Role): boolean {
  return (
    role !== 'owner' && scopes.includes('members:write') && scopesOf(role).every((scope) => scopes.includes(scope))
  );
}

async function roleNow(accounts: AccountStore, { tenant }: Principal, personId: string): Promise<Role> {
  const found = await accounts.postOf(personId, tenant.merchantId);
  if (found === undefined) throw new Problem('unknown-resource');
  return found.role;
}

function assertChanged(outcome: MemberChange): void {
  if (outcome === 'unknown') throw new Problem('unknown-resource');
  if (outcome === 'last-owner') throw new Problem('last-owner');
}
