/** Starts the reset of a forgotten password. */
import { normalEmail } from './account.ts';
import type { AccountStore } from './account-store.ts';
import { newResetToken } from './accounts.ts';

/** Creates the token of a reset link, and returns whether a second factor will be asked for. `undefined` for an address without an account. */
export async function forgottenPassword(
  store: AccountStore,
  email: string,
  now: number,
): Promise<{ readonly token: string; readonly hasSecondFactor: boolean } | undefined> {
  const person = await store.findPerson(normalEmail(email));
  const token = await newResetToken(store, email, now);
  if (!person || token === undefined) return undefined;
  const factor = await store.findSecondFactor(person.id);
  // The first link that proves an address removes it.
  return { token, hasSecondFactor: factor?.confirmedAt !== undefined && person.emailProvenAt !== undefined };
}
