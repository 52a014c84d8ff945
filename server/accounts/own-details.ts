/** What people change about themselves: their name, and the address that they sign in with. */
import { Problem } from '../problems/problem.ts';
import { normalEmail, type Person } from './account.ts';
import type { AccountStore } from './account-store.ts';
import { type Doing, noteOf } from './doing.ts';
import { hashSecretToken, newSecretToken } from './secret-token.ts';

const CONFIRM_MS = 24 * 3_600_000;

/** Creates the token of a link that confirms a person's new address, valid for a day. Earlier ones stop working. `undefined` for a taken address. */
export async function newEmailToken(
  store: AccountStore,
  { id: personId, passwordHash }: Person,
  email: string,
  now: number,
): Promise<string | undefined> {
  if (await store.findPerson(normalEmail(email))) return undefined;
  const token = newSecretToken();
  const link = { kind: 'email', personId, email: normalEmail(email), expiresAt: now + CONFIRM_MS } as const;
  await store.putLink(link, hashSecretToken(token), passwordHash);
  return token;
}

/** The address before and after a change. */
export type EmailChange = { readonly personId: string; readonly before: string; readonly after: string };

/** Changes an address by the link that was mailed to it. Throws `link-spent`, also if somebody else has the address by now. */
export async function confirmEmail(store: AccountStore, token: string, doing: Doing): Promise<EmailChange> {
  const hash = hashSecretToken(token);
  const link = await store.findLink(hash, doing.now);
  const person = link?.kind === 'email' ? await store.getPerson(link.personId) : undefined;
  if (link?.kind !== 'email' || !person) throw new Problem('link-spent');
  const outcome = await store.changeEmail(person.id, link.email, noteOf('email-changed', doing), hash);
  if (outcome !== 'changed') throw new Problem('link-spent');
  return { personId: person.id, before: person.email, after: link.email };
}

/** Changes an address without a link, on a server that sends no mail. Throws `email-taken`. */
export async function changeEmailNow(
  store: AccountStore,
  person: Person,
  email: string,
  doing: Doing,
): Promise<EmailChange> {
  const after = normalEmail(email);
  const outcome = await store.changeEmail(person.id, after, noteOf('email-changed', doing));
  if (outcome !== 'changed') throw new Problem('email-taken');
  return { personId: person.id, before: person.email, after };
}
