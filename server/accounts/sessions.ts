/** Sessions: begun by a password, ended by their person, by time or by a new password. */
import { Problem } from '../problems/problem.ts';
import { normalEmail, type Person, type Session } from './account.ts';
import type { AccountStore, NewSession, OpenSession } from './account-store.ts';
import { isPassword } from './password.ts';
import { hashSecretToken, newId, newSecretToken } from './secret-token.ts';

const DAY_MS = 86_400_000;
/** A session ends a week after its last request, and a month after its first. */
const IDLE_MS = 7 * DAY_MS;
const LONGEST_MS = 30 * DAY_MS;
/** One request a minute is noted. */
const SEEN_NOTED_MS = 60_000;
/** How long a password that was given opens what can do most harm. */
export const STEP_UP_MS = 10 * 60_000;

/** Where a request comes from. */
export type Client = { readonly address: string; readonly userAgent: string };

/** A session that has begun; `secret` goes into the cookie and is kept nowhere else. */
export type Begun = { readonly person: Person; readonly stored: NewSession; readonly secret: string };

/** A new session of a person whose password was just given; nothing is kept yet. */
export function beginSession(person: Person, { address, userAgent }: Client, now: number): Begun {
  const secret = newSecretToken();
  const session: Session = {
    ...{ id: newId('ses'), personId: person.id, createdAt: now, lastSeenAt: now, steppedUpAt: now },
    ...{ expiresAt: now + IDLE_MS, address, userAgent: userAgent.slice(0, 300) },
  };
  return { person, stored: { session, hash: hashSecretToken(secret) }, secret };
}

/** Begins a session, in the place of the one that the caller has. Throws `wrong-credentials`, the same for an unknown address. */
export async function signIn(
  store: AccountStore,
  { email, password }: { readonly email: string; readonly password: string },
  client: Client,
  { now, insteadOf }: { readonly now: number; readonly insteadOf: string | undefined },
): Promise<Begun> {
  const person = await store.findPerson(normalEmail(email));
  const isTheirs = await isPassword(password, person?.passwordHash);
  if (!person || !isTheirs) throw new Problem('wrong-credentials');
  const begun = beginSession(person, client, now);
  await store.putSession(begun.stored, insteadOf === undefined ? undefined : hashSecretToken(insteadOf));
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

/** Takes the password again, and answers the secret under which the session goes on. Throws `wrong-credentials`. */
export async function stepUp(
  store: AccountStore,
  { session, person }: OpenSession,
  password: string,
  now: number,
): Promise<string> {
  if (!(await isPassword(password, person.passwordHash))) throw new Problem('wrong-credentials');
  const secret = newSecretToken();
  await store.stepUp(session.id, hashSecretToken(secret), now);
  return secret;
}

/** Until when the password need not be given again; `undefined` when it must be now. */
export function steppedUpUntil({ steppedUpAt }: Session, now: number): number | undefined {
  const until = steppedUpAt + STEP_UP_MS;
  return now < until ? until : undefined;
}
