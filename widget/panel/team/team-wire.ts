/** The team as the API returns it. */
/** A member of a merchant's team. */
export type Member = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  /** The branches that a cashier is limited to. */
  readonly branches?: readonly string[];
};
/** An invitation that was not accepted yet. */
export type Invitation = {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly branches?: readonly string[];
  readonly expiresAt: string;
};
/** The members of a merchant and the invitations to it. */
export type Team = { readonly members: readonly Member[]; readonly invitations: readonly Invitation[] };
