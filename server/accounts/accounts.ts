/** What people do with their accounts: the first owner's setup, invitations, and passwords. */
import { z } from 'zod';
import type { Post } from '../merchants/post.ts';
import { Problem } from '../problems/problem.ts';
import { type Invitation, normalEmail, type Person } from './account.ts';
import type { AccountStore } from './account-store.ts';
import { type Doing, noteOf, type SessionClient } from './doing.ts';
import { hashPassword, isPassword, passwordFaults } from './password.ts';
import { type CodeDesk, checkCode } from './second-factor.ts';
import { hashSecretToken, newId, newSecretToken } from './secret-token.ts';
import { assertStill, type Begun, beginSession, type Given } from './sessions.ts';

const EMAIL = z.email();
const HOUR_MS = 3_600_000;
const SETUP_MS = 24 * HOUR_MS;
const INVITATION_MS = 7 * 24 * HOUR_MS;
const RESET_MS = HOUR_MS;

/** Creates the token of the setup link for the first owner, valid for a day. Earlier links stop working. Throws `already-set-up`. */
export async function newSetupToken(store: AccountStore, now: number): Promise<string> {
  if (await store.hasPeople()) throw new Problem('already-set-up');
  const token = newSecretToken();
  await store.putLink({ kind: 'setup', expiresAt: now + SETUP_MS }, hashSecretToken(token));
  return token;
}

/** What a person submits to open an account: the token of their one-time link, a name and a password. */
export type NewAccount = Given & { readonly token: string; readonly name: string };

/** Creates the first owner, once. Throws `already-set-up`, `link-spent` or `invalid-account`. */
export async function setUp(
  store: AccountStore,
  { token, email, ...wanted }: NewAccount & { readonly email: string },
  client: SessionClient,
  now: number,
): Promise<Begun> {
  if (await store.hasPeople()) throw new Problem('already-set-up');
  const hash = hashSecretToken(token);
  if ((await store.findLink(hash, now))?.kind !== 'setup') throw new Problem('link-spent');
  assertGoodOwner({ ...wanted, email });
  const person = { ...(await newPerson({ ...wanted, email }, client, now)), emailProvenAt: now };
  const begun = beginSession(person, client, now);
  const outcome = await store.setUp(hash, person, begun.stored);
  if (outcome !== 'set-up') throw new Problem(outcome === 'spent' ? 'link-spent' : 'already-set-up');
  return begun;
}

/** Builds a person with a hashed password; nothing is stored yet. Throws `invalid-account`. */
export async function newPerson(
  { name, password, ...given }: { readonly name: string; readonly email: string; readonly password: string },
  { address }: SessionClient,
  now: number,
): Promise<Person> {
  const email = normalEmail(given.email);
  assertGoodPassword(password, email);
  return { id: newId('usr'), name, email, passwordHash: await hashPassword(password, address), createdAt: now };
}

/** Creates an invitation and its token, valid for a week. */
export async function invite(
  store: AccountStore,
  wanted: Post & Pick<Invitation, 'merchantId' | 'email' | 'invitedBy'>,
  now: number,
): Promise<{ readonly invitation: Invitation; readonly token: string }> {
  const token = newSecretToken();
  const email = normalEmail(wanted.email);
  const invitation = {
    ...wanted,
    kind: 'invitation',
    id: newId('ivt'),
    email,
    expiresAt: now + INVITATION_MS,
  } as const;
  await store.putLink(invitation, hashSecretToken(token));
  return { invitation, token };
}

/** Finds the invitation of a token. Throws `link-spent`. */
export async function findInvitation(store: AccountStore, token: string, now: number): Promise<Invitation> {
  const link = await store.findLink(hashSecretToken(token), now);
  if (link?.kind !== 'invitation') throw new Problem('link-spent');
  return link;
}

/**
 * Makes the invited person a member, with a new account or their existing one, whose second step is asked for too. Returns and throws what
 * `signIn` does, and throws `link-spent` or `invalid-account`.
 */
export async function acceptInvitation(
  desk: CodeDesk,
  invitation: Invitation,
  { token, name, password, code }: NewAccount,
  doing: Doing,
): Promise<Begun | 'needed'> {
  const { store } = desk;
  const { client, now } = doing;
  const { email, merchantId, role, branches } = invitation;
  const known = await store.findPerson(email);
  if (known && !(await isPassword(password, known.passwordHash, client.address)))
    throw new Problem('wrong-credentials');
  const use = known && (await checkCode(desk, known, code, doing));
  if (use === 'needed') return use;
  const person = known ?? (await newPerson({ name, email, password }, client, now));
  const begun = beginSession(person, client, now);
  const member = { merchantId, role, ...(branches && { branches }), personId: person.id, createdAt: now };
  const note = noteOf('invitation-accepted', doing);
  const outcome = await store.accept(hashSecretToken(token), person, member, begun.stored, note, use);
  if (outcome === 'spent') throw new Problem('link-spent');
  assertStill(outcome, use);
  return begun;
}

/** Creates the token of a password reset link, valid for an hour. Returns `undefined` for an address without an account. */
export async function newResetToken(store: AccountStore, email: string, now: number): Promise<string | undefined> {
  const person = await store.findPerson(normalEmail(email));
  if (!person) return undefined;
  const token = newSecretToken();
  await store.putLink({ kind: 'reset', personId: person.id, expiresAt: now + RESET_MS }, hashSecretToken(token));
  return token;
}

/** Sets a new password and ends every session. Returns the person's id. Throws `link-spent` or `invalid-account`. */
export async function resetPassword(
  store: AccountStore,
  token: string,
  password: string,
  doing: Doing,
): Promise<string> {
  const { client, now } = doing;
  const hash = hashSecretToken(token);
  const link = await store.findLink(hash, now);
  const person = link?.kind === 'reset' ? await store.getPerson(link.personId) : undefined;
  if (!person) throw new Problem('link-spent');
  assertGoodPassword(password, person.email);
  const passwordHash = await hashPassword(password, client.address);
  const outcome = await store.reset(hash, person.id, { passwordHash, now, note: noteOf('password-reset', doing) });
  if (outcome === 'spent') throw new Problem('link-spent');
  return person.id;
}

/**
 * Changes a password, given the current one, and ends every other session. Throws `wrong-credentials`, also with what is wrong with the new one,
 * or `invalid-account`.
 */
export async function changePassword(
  store: AccountStore,
  person: Person,
  { current, password }: { readonly current: string; readonly password: string },
  doing: Doing,
): Promise<Begun> {
  if (!(await isPassword(current, person.passwordHash, doing.client.address))) {
    const wrong = { code: 'password-wrong', pointer: '/current' };
    throw new Problem('wrong-credentials', { faults: [wrong, ...passwordFaults(password, person.email)] });
  }
  assertGoodPassword(password, person.email);
  const begun = beginSession(person, doing.client, doing.now);
  const passwordHash = await hashPassword(password, doing.client.address);
  const outcome = await store.changePassword(person, passwordHash, begun.stored, noteOf('password-changed', doing));
  assertStill(outcome, undefined);
  return begun;
}

/** Reports everything that is wrong at once: somebody who types on a phone must not have to try again and again. */
function assertGoodOwner({
  name,
  email,
  password,
}: Omit<NewAccount, 'token' | 'code'> & { readonly email: string }): void {
  const faults = [
    ...(name.trim() === '' ? [{ code: 'required', pointer: '/name' }] : []),
    ...(EMAIL.safeParse(email.trim()).success ? [] : [{ code: 'email-malformed', pointer: '/email' }]),
    ...passwordFaults(password, normalEmail(email)),
  ];
  if (faults.length > 0) throw new Problem('invalid-account', { faults });
}

function assertGoodPassword(password: string, email: string): void {
  const faults = passwordFaults(password, email);
  if (faults.length > 0) throw new Problem('invalid-account', { faults });
}
