/**
 * The port to people, their sessions and memberships. Each method is one transaction, and a method that takes a note writes it to the audit log
 * in that transaction.
 */
import type { Branch, Merchant } from '../merchants/merchant.ts';
import type { Post } from '../merchants/post.ts';
import type { Invitation, ListedMember, Member, Membership, OneTimeLink, Person, Session } from './account.ts';
import type { PersonNote } from './audit.ts';
import type { PasskeyStore } from './passkey-store.ts';
import type { CodeUse, SecondFactorStore } from './second-factor-store.ts';

/** A session that was found by its secret, with the person that it belongs to. */
export type OpenSession = { readonly session: Session; readonly person: Person };

/** A session to store, with the SHA-256 of the secret that its cookie holds. */
export type NewSession = { readonly session: Session; readonly hash: string };

/**
 * Stores people, their one-time links, sessions and memberships. Times are in epoch milliseconds.
 *
 * `code-spent` means that a code was used before, `password-changed` that the person has another password than the one that was verified, or
 * that their session was opened under: it was reset in the meantime. Both mean that nothing was changed.
 */
export interface AccountStore extends SecondFactorStore, PasskeyStore {
  /** Whether anybody has an account. */
  hasPeople(): Promise<boolean>;
  /** Whether nobody got an account before this person. */
  isFirstPerson(id: string): Promise<boolean>;
  findPerson(email: string): Promise<Person | undefined>;
  getPerson(id: string): Promise<Person | undefined>;

  /**
   * Stores a link by the hash of its token. A setup link replaces all earlier ones, a link to reset or to confirm an address those of the same
   * person, one to sign up those to the same address, and an invitation those to the same address and merchant. Stores nothing if the person has
   * another password than that of `passwordHash`.
   */
  putLink(link: OneTimeLink, hash: string, passwordHash?: string): Promise<void>;
  /** Finds a link that is neither used nor expired. Finding it does not use it up. */
  findLink(hash: string, now: number): Promise<OneTimeLink | undefined>;
  /** A merchant's invitations that nobody has accepted yet. */
  listInvitations(merchantId: string, now: number): Promise<readonly Invitation[]>;
  removeInvitation(merchantId: string, id: string): Promise<'removed' | 'unknown'>;

  /** Uses up the setup link and creates the first person with a session. Does nothing if the link is spent or somebody has an account already. */
  setUp(linkHash: string, person: Person, first: NewSession): Promise<'set-up' | 'spent' | 'already-set-up'>;
  /**
   * Uses up an invitation and creates the person, unless they exist already with the same password, the membership and a session. Does nothing
   * if the link is spent.
   */
  accept(
    linkHash: string,
    person: Person,
    member: Member,
    first: NewSession,
    note: PersonNote,
    use?: CodeUse,
  ): Promise<'accepted' | 'spent' | 'code-spent' | 'password-changed'>;
  /**
   * Uses up a reset link, changes the password, ends every session of the person and revokes their other links. If their address was not proven
   * before, it is now, and their passkeys and second step, which somebody else may have set up, are removed. Does nothing if the link is spent.
   */
  reset(
    linkHash: string,
    personId: string,
    change: { readonly passwordHash: string; readonly now: number; readonly note: PersonNote },
  ): Promise<'reset' | 'spent'>;

  /** Uses up a sign-up link and creates the person with a session. Does nothing if the link is spent or the address already has an account. */
  signUp(linkHash: string, person: Person, first: NewSession): Promise<'signed-up' | 'spent'>;
  /** Changes a person's name. */
  rename(personId: string, name: string, note: PersonNote): Promise<void>;
  /**
   * Changes a person's address and deletes their links to reset a password, which went to the old one; uses up the link that confirmed it,
   * if one did. `taken` means that somebody else has it.
   */
  changeEmail(
    personId: string,
    email: string,
    note: PersonNote,
    linkHash?: string,
  ): Promise<'changed' | 'spent' | 'taken'>;

  /** Stores a session of somebody with this password. It replaces the session with the hash `insteadOf` and uses up a code, if these are given. */
  putSession(
    session: NewSession,
    passwordHash: string,
    note: PersonNote,
    by?: { readonly insteadOf?: string | undefined; readonly use?: CodeUse | undefined },
  ): Promise<'done' | 'code-spent' | 'password-changed'>;
  /** Finds an unexpired session by the hash of its secret. */
  findSession(hash: string, now: number): Promise<OpenSession | undefined>;
  noteSeen(sessionId: string, at: number, expiresAt: number): Promise<void>;
  /** Records the step-up proof, uses up the code, and gives the session a new secret, so that copies of the old cookie stop working. */
  stepUp(
    open: OpenSession,
    hash: string,
    proof: { readonly hash: string; readonly until: number },
    note: PersonNote,
    use?: CodeUse,
  ): Promise<'done' | 'code-spent' | 'password-changed'>;
  /** Lists a person's unexpired sessions, newest first. */
  listSessions(personId: string, now: number): Promise<readonly Session[]>;
  endSession(personId: string, sessionId: string, note: PersonNote): Promise<'ended' | 'unknown'>;
  /** Changes the verified password of a person, ends every session and starts the given one. */
  changePassword(
    person: Pick<Person, 'id' | 'passwordHash'>,
    passwordHash: string,
    next: NewSession,
    note: PersonNote,
  ): Promise<'done' | 'password-changed'>;
  /** Deletes expired sessions, links and challenges, at most `limit` of each. Returns how many. */
  pruneOver(now: number, limit: number): Promise<number>;

  memberships(personId: string): Promise<readonly Membership[]>;
  postOf(personId: string, merchantId: string): Promise<Post | undefined>;
  listMembers(merchantId: string): Promise<readonly ListedMember[]>;
  /** Stores a merchant with its first branch and its owner, or none of them. */
  foundMerchant(merchant: Merchant, branch: Branch, owner: Member): Promise<void>;
  /** Changes a member's role and branches. A merchant always keeps one owner: `last-owner` means that nothing was changed. */
  changePost(member: Pick<Member, 'merchantId' | 'personId'>, post: Post): Promise<MemberChange>;
  removeMember(member: Pick<Member, 'merchantId' | 'personId'>): Promise<MemberChange>;
}

/** The result of changing or removing a member. `last-owner` means that nothing was changed. */
export type MemberChange = 'changed' | 'unknown' | 'last-owner';
