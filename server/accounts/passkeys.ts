/**
 * Passkeys (WebAuthn): registered by somebody who has stepped up, then valid for signing in and stepping up without a password. The device
 * verifies its user each time, so a passkey is two factors by itself.
 */
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { Problem } from '../problems/problem.ts';
import type { Person } from './account.ts';
import type { AccountStore } from './account-store.ts';
import { type Doing, noteOf } from './doing.ts';
import type { ChallengePurpose, Passkey } from './passkey-store.ts';
import type { CodeUse } from './second-factor-store.ts';
import { hashSecretToken, newId } from './secret-token.ts';

const CHALLENGE_MS = 5 * 60_000;
const MOST_PASSKEYS = 20;

/** Where passkeys are valid: the host that they are bound to, and the origin of the pages that may use them. */
export type PasskeyPlace = { readonly rpId: string; readonly origin: string };

/** What a passkey's ceremony needs; `boundTo` is the session or browser that asks. */
export type PasskeyDesk = { readonly store: AccountStore; readonly place: PasskeyPlace };

type Asking = { readonly purpose: ChallengePurpose; readonly boundTo: string; readonly now: number };

/** Where passkeys of a server with this public address are valid; loopback is `localhost`. Throws `no-passkeys-here` for an IP address. */
export function passkeyPlace(publicUrl: string): PasskeyPlace {
  const { hostname, origin, protocol, port } = new URL(publicUrl);
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    return { rpId: 'localhost', origin: `${protocol}//localhost${port && `:${port}`}` };
  if (/^[\d.]+$|^\[/.test(hostname)) throw new Problem('no-passkeys-here');
  return { rpId: hostname, origin };
}

/** Begins the registration of a passkey that browsers offer by themselves when somebody signs in. */
export async function askForNewPasskey(
  { store, place }: PasskeyDesk,
  { id, email, name }: Person,
  asking: Omit<Asking, 'purpose'>,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await store.listPasskeys(id);
  const options = await generateRegistrationOptions({
    ...{ rpName: 'Autofactura', rpID: place.rpId, userName: email, userDisplayName: name },
    ...{ userID: Uint8Array.from(Buffer.from(id)), attestationType: 'none', timeout: CHALLENGE_MS },
    excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(store, options.challenge, { ...asking, purpose: 'register' });
  return options;
}

/** Stores a passkey that answers its challenge. Throws `passkey-refused`, also for a passkey that somebody already has. */
export async function registerPasskey(
  { store, place }: PasskeyDesk,
  person: Person,
  { name, response }: { readonly name: string; readonly response: RegistrationResponseJSON },
  boundTo: string,
  doing: Doing,
): Promise<Passkey> {
  if ((await store.listPasskeys(person.id)).length >= MOST_PASSKEYS) throw new Problem('too-many-passkeys');
  const verified = await verifyRegistrationResponse({
    ...{ response, expectedOrigin: place.origin, expectedRPID: place.rpId, requireUserVerification: true },
    expectedChallenge: takes(store, { purpose: 'register', boundTo, now: doing.now }),
  }).catch(refuse);
  if (!verified.verified) throw new Problem('passkey-refused');
  const { credential } = verified.registrationInfo;
  const passkey: Passkey = {
    ...{ id: newId('psk'), personId: person.id, name, credentialId: credential.id, publicKey: credential.publicKey },
    ...{ counter: credential.counter, transports: (credential.transports ?? []).join(), createdAt: doing.now },
  };
  const note = { ...noteOf('passkey-added', doing), target: passkey.id };
  const outcome = await store.putPasskey(passkey, person.passwordHash, note);
  if (outcome === 'password-changed') throw new Problem('signed-out');
  if (outcome === 'known') throw new Problem('passkey-refused');
  return passkey;
}

/** Begins signing in, or stepping up as `person`. Who signs in is not known yet: the browser offers the passkeys that it has. */
export async function askForPasskey(
  { store, place }: PasskeyDesk,
  asking: Asking,
  person?: Person,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const known = person ? await store.listPasskeys(person.id) : [];
  const options = await generateAuthenticationOptions({
    ...{ rpID: place.rpId, userVerification: 'required', timeout: CHALLENGE_MS },
    ...(person && { allowCredentials: known.map(({ credentialId }) => ({ id: credentialId })) }),
  });
  await keepChallenge(store, options.challenge, asking);
  return options;
}

/**
 * Verifies the answer to a challenge. Returns whose passkey it is, and the use that must be recorded in the transaction of what it
 * authorises. Throws `passkey-refused`.
 */
export async function checkPasskey(
  { store, place }: PasskeyDesk,
  response: AuthenticationResponseJSON,
  asking: Asking,
): Promise<{ readonly person: Person; readonly use: CodeUse }> {
  const passkey = await store.findPasskey(response.id);
  const person = passkey && (await store.getPerson(passkey.personId));
  // Every answer uses up its challenge, even one with an unknown passkey.
  const expectedChallenge = takes(store, asking);
  if (!passkey || !person) throw new Problem('passkey-refused');
  const { credentialId, publicKey, counter } = passkey;
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    ...{ response, expectedChallenge, expectedOrigin: place.origin, expectedRPID: place.rpId },
    ...{ requireUserVerification: true },
    credential: { id: credentialId, publicKey: Uint8Array.from(publicKey), counter },
  }).catch(refuse);
  const { userHandle } = response.response;
  const isTheirs = userHandle === undefined || Buffer.from(userHandle, 'base64url').toString() === person.id;
  if (!verified || !isTheirs) throw new Problem('passkey-refused');
  const use = { kind: 'passkey', id: passkey.id, before: counter, counter: authenticationInfo.newCounter } as const;
  return { person, use };
}

async function keepChallenge(store: AccountStore, challenge: string, { purpose, boundTo, now }: Asking): Promise<void> {
  await store.putChallenge({ purpose, boundTo, expiresAt: now + CHALLENGE_MS }, hashSecretToken(challenge));
}

/** Takes the challenge that an answer names, once only. */
function takes(store: AccountStore, { purpose, boundTo, now }: Asking): (challenge: string) => Promise<boolean> {
  return (challenge) => store.takeChallenge({ purpose, boundTo }, hashSecretToken(challenge), now);
}

/** The library throws at anything wrong with an answer; the caller learns no details. */
function refuse(error: unknown): never {
  throw error instanceof Problem ? error : new Problem('passkey-refused', { cause: error });
}
