/** The port to passkeys and to challenges that await an answer. Each method is one transaction. */
import type { PersonNote } from './audit.ts';

/** A passkey of a person: a public key, whose private one never leaves their device or password manager. */
export type Passkey = {
  /** `psk_…` */
  readonly id: string;
  readonly personId: string;
  /** The name that its owner gave it. */
  readonly name: string;
  /** The id by which a browser names it, in base64url; globally unique. */
  readonly credentialId: string;
  /** In COSE. */
  readonly publicKey: Uint8Array;
  /** The signature counter, if the passkey keeps one; it only grows. */
  readonly counter: number;
  /** Comma-separated hints for the browser: `internal`, `hybrid`, `usb`… */
  readonly transports: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly lastUsedAt?: number;
};

/** What a challenge is for; it is valid for nothing else. */
export type ChallengePurpose = 'register' | 'sign-in' | 'step-up';

/** A challenge that awaits its answer. Its text is never stored, only the SHA-256. */
export type Challenge = {
  readonly purpose: ChallengePurpose;
  /** The id of the session that asked, or the SHA-256 of the cookie of a browser without a session. */
  readonly boundTo: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
};

/** Stores passkeys and challenges. */
export interface PasskeyStore {
  /** A person's passkeys, oldest first. */
  listPasskeys(personId: string): Promise<readonly Passkey[]>;
  findPasskey(credentialId: string): Promise<Passkey | undefined>;
  /** Stores a passkey of somebody with this password. `known` means that somebody already has this one. */
  putPasskey(passkey: Passkey, passwordHash: string, note: PersonNote): Promise<'put' | 'known' | 'password-changed'>;
  removePasskey(personId: string, id: string, note: PersonNote): Promise<'removed' | 'unknown'>;
  putChallenge(challenge: Challenge, hash: string): Promise<void>;
  /** Uses up a challenge. `false` for one that is unknown, used, expired, for something else, or bound to somebody else. */
  takeChallenge(challenge: Omit<Challenge, 'expiresAt'>, hash: string, now: number): Promise<boolean>;
}
