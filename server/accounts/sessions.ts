/** Sessions: begun by a password, ended by their person, by time or by a new password. */
import { Problem } from '../problems/problem.ts';
import { normalEmail, type Person, type Session } from './account.ts';
import type { AccountStore, NewSession, OpenSession } from './account-store.ts';
import type { PersonNote, Seal } from './audit.ts';
import { isPassword } from './password.ts';
import { hashSecretToken, newId, newSecretToken } from './secret-token.ts';

const DAY_MS = 86_400_000;
/** A session ends a week after its last request, and a month after its first. */
const IDLE_MS = 7 * DAY_MS;
const LONGEST_MS = 30 * DAY_MS;
/** One request a minute is noted. */
const SEEN_NOTED_MS = 60_000;
/** How long a step-up opens what can do most harm. */
export const STEP_UP_MS = 10 * 60_000;

/** Where a request comes from. */
export type Client = { readonly address: string; readonly userAgent: string };

/** From where and when something is done with an account, and what seals the entry of the audit log that says so. */
export type Doing = { readonly client: Client; readonly now: number; readonly seal: Seal };

/** What the audit log says of it. */
export function noteOf(action: string, { client, now, seal }: Doing, status = 200): PersonNote {
  return { action, at: now, status, address: client.address, seal };
}

/** A session that has begun; `secret` goes into the cookie and is kept nowhere else. */
export type Begun = { readonly person: Person; readonly stored: NewSession; readonly secret: string };

/** A new session of a person whose password was just given; nothing is kept yet. */
export function beginSession(person: Person, { address, userAgent }: Client, now: number): Begun {
  const secret = newSecretToken();
  const session: Session = {
    ...{ id: newId('ses'), personId: person.id, createdAt: now, lastSeenAt: now },
    ...{ expiresAt: now + IDLE_MS, address, userAgent: userAgent.slice(0, 300) },
  };
  return { person, stored: { session, hash: hashSecretToken(secret) }, secret };
}

/** Begins a session, in the place of the one that the caller has. Throws `wrong-credentials`, the same for an unknown address. */
export async function signIn(
  store: AccountStore,
  { email, password }: { readonly email: string; readonly password: string },
  doing: Doing,
  insteadOf: string | undefined,
): Promise<Begun> {
  const person = await store.findPerson(normalEmail(email));
  const isTheirs = await isPassword(password, person?.passwordHash);
  if (!person || !isTheirs) throw new Problem('wrong-credentials');
  const begun = beginSession(person, doing.client, doing.now);
  const replaced = insteadOf === undefined ? undefined : hashSecretToken(insteadOf);
  await store.putSession(begun.stored, noteOf('sign-in', doing), replaced);
  return begun;
}

/** The session that a cookie's secret opens. */
export async function openSession(store: AccountStore, secret: string, now: number): Promise<OpenSession | undefined> {
  const found = await store.findSession(hashSecretToken(secret), now);
  if (found && now - found.session.lastSeenAt >= SEEN_NOTED_MS) {
    const { id, createdAt } = found.session;
    await store.noteSeen(id, now, Math.min(now + IDLE_MS, createdAt + LONGEST_MS));
  }
  return found;
}

/** What a step-up hands to the browser: the session's next secret, and the proof, each in a cookie of its own. */
export type SteppedUp = { readonly secret: string; readonly proof: string; readonly until: number };

/** Takes the password again. Throws `wrong-credentials`. */
export async function stepUp(
  store: AccountStore,
  { session, person }: OpenSession,
  password: string,
  doing: Doing,
): Promise<SteppedUp> {
  if (!(await isPassword(password, person.passwordHash))) throw new Problem('wrong-credentials');
  const [secret, proof, until] = [newSecretToken(), newSecretToken(), doing.now + STEP_UP_MS];
  const kept = { hash: hashSecretToken(proof), until };
  await store.stepUp(session, hashSecretToken(secret), kept, noteOf('step-up', doing));
  return { secret, proof, until };
}

/**
 * Until when the person need not prove again who they are; `undefined` when they must now. The session's cookie alone is never enough: the
 * proof is the secret of its last step-up, so a session that was stolen, however fresh, opens nothing sensitive.
 */
export function steppedUpUntil(
  { provenUntil, proofHash }: Session,
  proof: string | undefined,
  now: number,
): number | undefined {
  if (proof === undefined || provenUntil === undefined || provenUntil <= now) return undefined;
  return hashSecretToken(proof) === proofHash ? provenUntil : undefined;
}
