/** The panel's use of passkeys: the server's challenge and the browser's answer. */
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { Call } from './api.ts';

type Registering = Parameters<typeof startRegistration>[0]['optionsJSON'];
type Asking = Parameters<typeof startAuthentication>[0]['optionsJSON'];

/** Adds one to the account of the signed-in person. */
export async function addPasskey(call: Call, name: string): Promise<void> {
  const optionsJSON = await call<Registering>('POST', 'auth/passkeys/options');
  const response = await startRegistration({ optionsJSON });
  await call('POST', 'auth/passkeys', { body: { name, response } });
}

/** Signs in, or steps up, with one that the browser or the device has. */
export async function usePasskey(call: Call, path: 'auth/passkey-sign-in' | 'auth/step-up/passkey'): Promise<void> {
  const optionsJSON = await call<Asking>('POST', `${path}/options`, { quiet: true });
  const response = await startAuthentication({ optionsJSON });
  await call('POST', path, { body: { response }, quiet: true });
}
