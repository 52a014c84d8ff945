/** What the panel asks of the server about sessions. */
import type { Call } from './api.ts';

export async function signIn(call: Call, email: string, password: string): Promise<void> {
  await call('POST', 'auth/sign-in', { body: { email, password }, quiet: true });
}

/** Proves once more who is signed in, for what is sensitive. */
export async function stepUp(call: Call, password: string): Promise<void> {
  await call('POST', 'auth/step-up', { body: { password }, quiet: true });
}

/** Asks for a link to set another password, by mail. */
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

/** Makes an account of an invitation, or takes the one that the invited address has, and signs in. */
export async function acceptInvitation(
  call: Call,
  body: { readonly token: string; readonly name: string; readonly password: string },
): Promise<void> {
  await call('POST', 'auth/accept-invitation', { body, quiet: true });
}

/** Makes the first owner and signs them in. */
export async function setUp(
  call: Call,
  owner: { readonly token: string; readonly name: string; readonly email: string; readonly password: string },
): Promise<void> {
  await call('POST', 'setup', { body: owner, quiet: true });
}
