/** Sessions: started with a password, and ended by their person, by time or by a new password. */
import { Problem } from '../problems/problem.ts';
import { normalEmail, type Person, type Session } from './account.ts';
import type { AccountStore, NewSession, OpenSession } from './account-store.ts';
import { type Doing, noteOf, type SessionClient } from './doing.ts';
import { isPassword } from './password.ts';
import { type CodeDesk, checkCode } from './second-factor.ts';
import type { CodeUse } from './second-factor-store.ts';
import { hashSecretToken, newId, newSecretToken } from './secret-token.ts';

const DAY_MS = 86_400_000;
/** A session ends a week after its last request, and a month after its first. */
const IDLE_MS = 7 * DAY_MS;
const LONGEST_MS = 30 * DAY_MS;
/** `lastSeenAt` is updated at most once a minute. */
const SEEN_NOTED_MS = 60_000;
/** How long a step-up unlocks the most sensitive actions, in milliseconds. */
export const STEP_UP_MS = 10 * 60_000;

/** A session that has started. `secret` goes into the cookie and is not stored anywhere. */
export type Begun = { readonly person: Person; readonly stored: NewSession; readonly secret: string };

/** Creates a session for a person whose password was just verified; nothing is stored yet. */
export function beginSession(person: Person, { address, userAgent }: SessionClient, now: number): Begun {
  const secret = newSecretToken();
  const session: Session = {
    ...{ id: newId('ses'), personId: person.id, createdAt: now, lastSeenAt: now },
    ...{ expiresAt: now + IDLE_MS, address, userAgent: userAgent.slice(0, 300) },
  };
  return { person, stored: { session, hash: hashSecretToken(secret) }, secret };
}

/** The password that a person gives, and the code of their second step if they have one. */
export type Given = { readonly password: string; readonly code?: string | undefined };

/**
 * Starts a session that replaces the caller's current one. `needed` means that the password is right and a code is missing. Throws
 * `wrong-credentials`, also for an unknown address, and what `checkCode` throws.
 */
export async function signIn(
  desk: CodeDesk,
  { email, password, code }: Given & { readonly email: string },
  doing: Doing,
  insteadOf: string | undefined,
): Promise<Begun | 'needed'> {
  const { store } = desk;
  const person = await store.findPerson(normalEmail(email));
  const isTheirs = await isPassword(password, person?.passwordHash, doing.client.address);
  if (!person || !isTheirs) throw new Problem('wrong-credentials');
  const use = await checkCode(desk, person, code, doing);
  return use === 'needed' ? use : startSession(store, { person, use }, doing, insteadOf);
}

/** A person who has proven who they are, and what they proved it with besides a password. */
export type Proven = { readonly person: Person; readonly use: CodeUse | undefined };

/** Starts a session for somebody who has proven who they are; it replaces the caller's current one. */
export async function startSession(
  store: AccountStore,
  { person, use }: Proven,
  doing: Doing,
  insteadOf: string | undefined,
): Promise<Begun> {
  const begun = beginSession(person, doing.client, doing.now);
  const replaced = insteadOf === undefined ? undefined : hashSecretToken(insteadOf);
  const action = use?.kind === 'passkey' ? 'passkey-sign-in' : 'sign-in';
  const by = { insteadOf: replaced, use };
  assertStill(await store.putSession(begun.stored, person.passwordHash, noteOf(action, doing), by), use);
  return begun;
}

/** Finds the session of a cookie's secret. */
export async function openSession(store: AccountStore, secret: string, now: number): Promise<OpenSession | undefined> {
  const found = await store.findSession(hashSecretToken(secret), now);
  if (found && now - found.session.lastSeenAt >= SEEN_NOTED_MS) {
    const { id, createdAt } = found.session;
    await store.noteSeen(id, now, Math.min(now + IDLE_MS, createdAt + LONGEST_MS));
  }
  return found;
}

/** What a step-up gives to the browser, each in a cookie of its own: the session's new secret and the proof. */
export type SteppedUp = { readonly secret: string; readonly proof: string; readonly until: number };

/** Verifies the password and the second step again and records the proof. Returns and throws what `signIn` does. */
export async function stepUp(
  desk: CodeDesk,
  open: OpenSession,
  { password, code }: Given,
  doing: Doing,
): Promise<SteppedUp | 'needed'> {
  const { person } = open;
  if (!(await isPassword(password, person.passwordHash, doing.client.address))) throw new Problem('wrong-credentials');
  const use = await checkCode(desk, person, code, doing);
  return use === 'needed' ? use : recordProof(desk.store, open, use, doing);
}

/** Records the step-up proof of somebody who has just proven again who they are. */
export async function recordProof(
  store: AccountStore,
  open: OpenSession,
  use: CodeUse | undefined,
  doing: Doing,
): Promise<SteppedUp> {
  const [secret, proof, until] = [newSecretToken(), newSecretToken(), doing.now + STEP_UP_MS];
  const kept = { hash: hashSecretToken(proof), until };
  assertStill(await store.stepUp(open, hashSecretToken(secret), kept, noteOf('step-up', doing), use), use);
  return { secret, proof, until };
}

const USED_BEFORE = { totp: 'code-spent', recovery: 'wrong-code', passkey: 'passkey-refused' } as const;

/** Throws for a code that was used before, for an unknown recovery code, and for a password that was changed since it was verified. */
export function assertStill(
  outcome: 'code-spent' | 'password-changed' | (string & {}),
  use: CodeUse | undefined,
): void {
  if (outcome === 'password-changed') throw new Problem('wrong-credentials');
  if (outcome === 'code-spent') throw new Problem(USED_BEFORE[use?.kind ?? 'totp']);
}

/**
 * Until when the person does not have to prove their identity again; `undefined` if they must do so now. The session's cookie is never enough:
 * the proof is the secret of the last step-up, so a stolen session, however fresh, opens nothing sensitive.
 */
export function steppedUpUntil(
  { provenUntil, proofHash }: Session,
  proof: string | undefined,
  now: number,
): number | undefined {
  if (proof === undefined || provenUntil === undefined || provenUntil <= now) return undefined;
  return hashSecretToken(proof) === proofHash ? provenUntil : undefined;
}
