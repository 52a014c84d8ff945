/** People who sign in, their sessions, and the merchants they work for. */
import type { Role } from '../merchants/role.ts';

/** A person who can sign in, at any number of merchants. */
export type Person = {
  /** `usr_…` */
  readonly id: string;
  /** In lower case; one person each. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  /** Epoch milliseconds, like all times here. */
  readonly createdAt: number;
};

/** A person's session on one device. Times are in epoch milliseconds. */
export type Session = {
  /** `ses_…`: what a person sees and ends it by. Its secret is in the cookie alone; the store has the SHA-256. */
  readonly id: string;
  readonly personId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** To the minute. */
  readonly lastSeenAt: number;
  /** Until when the step-up proof holds; absent unless the person stepped up in this session. Signing in is not a proof. */
  readonly provenUntil?: number;
  /** SHA-256 of the proof's secret, which is in a cookie of its own. */
  readonly proofHash?: string;
  /** The network it began from. */
  readonly address: string;
  readonly userAgent: string;
};

/** A person's place at a merchant. */
export type Member = {
  readonly merchantId: string;
  readonly personId: string;
  readonly role: Role;
  readonly createdAt: number;
};

/** A merchant that a person works for. */
export type Membership = { readonly id: string; readonly tradeName: string; readonly role: Role };

/** A member as the merchant's other members see them. */
export type ListedMember = Member & { readonly email: string; readonly name: string };

/** What a link that works once is for. Its token is never stored, only the SHA-256. */
export type OneTimeLink = {
  readonly expiresAt: number;
} & (
  | { readonly kind: 'setup' }
  | { readonly kind: 'reset'; readonly personId: string }
  | {
      readonly kind: 'invitation';
      /** `inv_…` is an invoice's: `ivt_…`. */
      readonly id: string;
      readonly merchantId: string;
      readonly email: string;
      readonly role: Role;
    }
);

/** An invitation to work for a merchant, which has not been accepted yet. */
export type Invitation = Extract<OneTimeLink, { readonly kind: 'invitation' }>;

/** E-mail addresses are compared without case. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
