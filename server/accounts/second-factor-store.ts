/** The port to second steps and recovery codes. Each method is one transaction, which includes its note in the audit log. */
import type { PersonNote } from './audit.ts';

/** A person's key for six-digit codes, sealed. Times are in epoch milliseconds. */
export type SecondFactor = {
  readonly personId: string;
  readonly sealed: Uint8Array;
  readonly createdAt: number;
  /** Absent until a first code has confirmed it. */
  readonly confirmedAt?: number;
  /** The time step of the last accepted code; only later ones are accepted. */
  readonly lastStep: number;
};

/** A code or passkey answer that was found valid; the transaction that it authorises uses it up. */
export type CodeUse =
  | { readonly kind: 'totp'; readonly step: number }
  | { readonly kind: 'recovery'; readonly hash: string }
  | { readonly kind: 'passkey'; readonly id: string; readonly before: number; readonly counter: number };

/** Stores second steps. */
export interface SecondFactorStore {
  findSecondFactor(personId: string): Promise<SecondFactor | undefined>;
  /** How many recovery codes are left. */
  countRecoveryCodes(personId: string): Promise<number>;
  /** Stores an unconfirmed one, replacing an earlier unconfirmed one. `on` means that nothing was changed. */
  putSecondFactor(factor: SecondFactor): Promise<'put' | 'on'>;
  /** Confirms exactly this one, with the time step of its first code and the hashes of its recovery codes. */
  confirmSecondFactor(
    factor: SecondFactor,
    first: { readonly step: number; readonly hashes: readonly string[] },
    note: PersonNote,
  ): Promise<'confirmed' | 'unknown'>;
  renewRecoveryCodes(personId: string, hashes: readonly string[], note: PersonNote): Promise<'renewed' | 'unknown'>;
  /** Removes the second step and its recovery codes, confirmed or not. */
  removeSecondFactor(personId: string, note: PersonNote): Promise<'removed' | 'unknown'>;
}
