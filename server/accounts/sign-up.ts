/** Accounts for anybody, if the operator allows it: first the address is confirmed, then the account is created. */
import { Problem } from '../problems/problem.ts';
import { normalEmail } from './account.ts';
import type { AccountStore } from './account-store.ts';
import { type NewAccount, newPerson } from './accounts.ts';
import type { SessionClient } from './doing.ts';
import { hashSecretToken, newSecretToken } from './secret-token.ts';
import { type Begun, beginSession } from './sessions.ts';

/** Who may get an account: nobody but the first owner, people whom a member invites, or anybody. */
export type Signup = 'closed' | 'invitation' | 'open';

/** What decides whether somebody may sign up, and what signing up touches. */
export type SignUpDeps = {
  readonly store: { readonly accounts: AccountStore };
  readonly signup: Signup;
  /** Whether this server sends mail of its own, which confirms addresses. */
  readonly sendsMail: boolean;
};

/** Whether strangers may sign up. Not before there is an owner: the first account is the owner's. */
export async function isSignUpOpen({ store, signup, sendsMail }: SignUpDeps): Promise<boolean> {
  return signup === 'open' && sendsMail && (await store.accounts.hasPeople());
}

/** Throws `sign-up-closed` if strangers may not sign up. */
export async function assertSignUpOpen(deps: SignUpDeps): Promise<void> {
  if (!(await isSignUpOpen(deps))) throw new Problem('sign-up-closed');
}

const SIGN_UP_MS = 24 * 3_600_000;

/** Creates the token of a link that confirms the address of a new account, valid for a day. `undefined` if the address has an account. */
export async function newSignUpToken(store: AccountStore, email: string, now: number): Promise<string | undefined> {
  const link = { kind: 'sign-up', email: normalEmail(email), expiresAt: now + SIGN_UP_MS } as const;
  if (await store.findPerson(link.email)) return undefined;
  const token = newSecretToken();
  await store.putLink(link, hashSecretToken(token));
  return token;
}

/** Creates the account of a confirmed address, with a session and no merchant. Throws `link-spent` or `invalid-account`. */
export async function signUp(
  store: AccountStore,
  { token, name, password }: NewAccount,
  client: SessionClient,
  now: number,
): Promise<Begun> {
  const hash = hashSecretToken(token);
  const link = await store.findLink(hash, now);
  if (link?.kind !== 'sign-up') throw new Problem('link-spent');
  const person = { ...(await newPerson({ name, email: link.email, password }, client, now)), emailProvenAt: now };
  const begun = beginSession(person, client, now);
  if ((await store.signUp(hash, person, begun.stored)) === 'spent') throw new Problem('link-spent');
  return begun;
}
