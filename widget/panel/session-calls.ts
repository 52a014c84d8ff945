/** What the panel asks of the server about sessions. */
import type { Call } from './api.ts';

export async function signIn(call: Call, email: string, password: string): Promise<void> {
  await call('POST', 'auth/sign-in/email', { body: { email, password }, quiet: true });
}

/** Proves once more who is signed in, for what is sensitive. */
export async function stepUp(call: Call, password: string): Promise<void> {
  await call('POST', 'auth/step-up', { body: { password }, quiet: true });
}

/** Makes the first owner and signs them in. */
export async function setUp(
  call: Call,
  owner: { readonly token: string; readonly name: string; readonly email: string; readonly password: string },
): Promise<void> {
  await call('POST', 'setup', { body: owner, quiet: true });
}
