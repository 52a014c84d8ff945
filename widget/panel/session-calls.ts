/** The panel's API calls about sessions. */
import type { Call } from './api.ts';

/** The password that somebody typed, and the code of their second step, empty unless it was requested. */
export type Typed = { readonly password: string; readonly code: string };

const given = ({ password, code }: Typed): object => ({ password, ...(code.trim() && { code: code.trim() }) });

/** Signs in with an e-mail, and a password or a code. */
export async function signIn(call: Call, email: string, typed: Typed): Promise<void> {
  await call('POST', 'auth/sign-in', { body: { email, ...given(typed) }, quiet: true });
}

/** Proves again who is signed in, for sensitive actions. */
export async function stepUp(call: Call, typed: Typed): Promise<void> {
  await call('POST', 'auth/step-up', { body: given(typed), quiet: true });
}

/** Requests a link by mail that sets another password. */
export async function forgotPassword(call: Call, email: string): Promise<void> {
  await call('POST', 'auth/forgotten-password', { body: { email }, quiet: true });
}

/** Sets another password, with the token of a link. */
export async function resetPassword(
  call: Call,
  body: { readonly token: string; readonly password: string },
): Promise<void> {
  await call('POST', 'auth/reset-password', { body, quiet: true });
}

/** Creates the account of an invitation, or uses the existing one of the invited address, and signs in. */
export async function acceptInvitation(
  call: Call,
  { token, name, ...typed }: Typed & { readonly token: string; readonly name: string },
): Promise<void> {
  await call('POST', 'auth/accept-invitation', { body: { token, name, ...given(typed) }, quiet: true });
}

/** Creates the first owner's account and signs in. */
export async function setUp(
  call: Call,
  owner: { readonly token: string; readonly name: string; readonly email: string; readonly password: string },
): Promise<void> {
  await call('POST', 'setup', { body: owner, quiet: true });
}

/** Whether anybody may create an account here. */
export async function isSignUpOpen(call: Call): Promise<boolean> {
  return (await call<{ readonly open: boolean }>('GET', 'auth/sign-up', { quiet: true })).open;
}

/** Requests a link by mail that creates an account. */
export async function askForAccount(call: Call, email: string): Promise<void> {
  await call('POST', 'auth/sign-up', { body: { email }, quiet: true });
}

/** Creates an account, with the token of a link, and signs in. */
export async function makeAccount(
  call: Call,
  body: { readonly token: string; readonly name: string; readonly password: string },
): Promise<void> {
  await call('POST', 'auth/accounts', { body, quiet: true });
}

/** Confirms a new address, with the token of a link. */
export async function confirmEmail(call: Call, token: string): Promise<void> {
  await call('POST', 'auth/confirm-email', { body: { token }, quiet: true });
}
