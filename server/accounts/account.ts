/** People who sign in, their sessions, and the merchants they work for. */
import type { Post } from '../merchants/post.ts';

/** A person who can sign in, at any number of merchants. */
export type Person = {
  /** `usr_…` */
  readonly id: string;
  /** In lower case, and unique. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  /** Epoch milliseconds, like all times here. */
  readonly createdAt: number;
  /**
   * When a link that only they can have received proved that the address is theirs. Absent for whoever accepted an invitation, whose link its
   * sender could read too.
   */
  readonly emailProvenAt?: number;
};

/** A person's session on one device. Times are in epoch milliseconds. */
export type Session = {
  /** `ses_…`, by which a person sees and ends the session. The secret is only in the cookie; the store has its SHA-256. */
  readonly id: string;
  readonly personId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Accurate to the minute. */
  readonly lastSeenAt: number;
  /** When the step-up proof expires; absent unless the person stepped up in this session. Signing in is not a proof. */
  readonly provenUntil?: number;
  /** The SHA-256 of the proof's secret, which is in a cookie of its own. */
  readonly proofHash?: string;
  /** The network that the session was started from. */
  readonly address: string;
  readonly userAgent: string;
};

/** A person's membership of a merchant, with their role. */
export type Member = Post & {
  readonly merchantId: string;
  readonly personId: string;
  readonly createdAt: number;
};

/** A merchant that a person works for. */
export type Membership = Post & { readonly id: string; readonly tradeName: string };

/** A member as the merchant's other members see them. */
export type ListedMember = Member & { readonly email: string; readonly name: string };

/** A one-time link and what it is for. Its token is never stored, only the SHA-256. */
export type OneTimeLink = {
  readonly expiresAt: number;
} & (
  | { readonly kind: 'setup' }
  | { readonly kind: 'reset'; readonly personId: string }
  /** Confirms that a person receives mail at their new address. */
  | { readonly kind: 'email'; readonly personId: string; readonly email: string }
  /** Confirms that somebody who wants an account receives mail at their address. */
  | { readonly kind: 'sign-up'; readonly email: string }
  | (Post & {
      readonly kind: 'invitation';
      /** `ivt_…`, because `inv_…` is the prefix of invoices. */
      readonly id: string;
      readonly merchantId: string;
      readonly email: string;
      /** The person or key who invited: it is worth nothing once they may no longer give that role. Absent if the operator did. */
      readonly invitedBy?: string;
    })
);

/** An invitation to work for a merchant, which has not been accepted yet. */
export type Invitation = Extract<OneTimeLink, { readonly kind: 'invitation' }>;

/** Normalizes an e-mail address, so that addresses are compared without case. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
