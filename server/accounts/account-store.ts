/**
 * The port to what is kept of people, their sessions and memberships. Each method is one transaction; a note that one takes is written to the
 * audit log in it.
 */
import type { Branch, Merchant } from '../merchants/merchant.ts';
import type { Role } from '../merchants/role.ts';
import type { Invitation, ListedMember, Member, Membership, OneTimeLink, Person, Session } from './account.ts';
import type { PersonNote } from './audit.ts';

/** A session that was found by its secret, with its person. */
export type OpenSession = { readonly session: Session; readonly person: Person };

/** A session to store, with the SHA-256 of the secret that its cookie holds. */
export type NewSession = { readonly session: Session; readonly hash: string };

/** Stores people, their one-time links, sessions and memberships. Times are in epoch milliseconds. */
export interface AccountStore {
  /** Whether anybody has an account. */
  hasPeople(): Promise<boolean>;
  findPerson(email: string): Promise<Person | undefined>;
  getPerson(id: string): Promise<Person | undefined>;

  /** Keeps a link by the hash of its token. A setup link replaces those before it, a reset link those of its person. */
  putLink(link: OneTimeLink, hash: string): Promise<void>;
  /** The link, unless it was used or is over. It stays good until something is done with it. */
  findLink(hash: string, now: number): Promise<OneTimeLink | undefined>;
  /** A merchant's invitations that nobody has accepted yet. */
  listInvitations(merchantId: string, now: number): Promise<readonly Invitation[]>;
  removeInvitation(merchantId: string, id: string): Promise<'removed' | 'unknown'>;

  /** Uses up the setup link and makes the first person with a session, or does nothing: the link is spent, or somebody has an account. */
  setUp(linkHash: string, person: Person, first: NewSession): Promise<'set-up' | 'spent' | 'already-set-up'>;
  /** Uses up an invitation: makes the person unless there is one, the membership and a session, or does nothing. */
  accept(
    linkHash: string,
    person: Person,
    member: Member,
    first: NewSession,
    note: PersonNote,
  ): Promise<'accepted' | 'spent'>;
  /** Uses up a reset link, changes the password and ends every session, or does nothing. */
  reset(
    linkHash: string,
    personId: string,
    change: { readonly passwordHash: string; readonly now: number; readonly note: PersonNote },
  ): Promise<'reset' | 'spent'>;

  /** Keeps the session, in the place of another when one is named. */
  putSession(session: NewSession, note: PersonNote, insteadOf?: string): Promise<void>;
  /** The session of a secret's hash, unless it is over. */
  findSession(hash: string, now: number): Promise<OpenSession | undefined>;
  noteSeen(sessionId: string, at: number, expiresAt: number): Promise<void>;
  /** Records the proof, and continues the session under another secret: copies of the old cookie open nothing any more. */
  stepUp(
    session: Session,
    hash: string,
    proof: { readonly hash: string; readonly until: number },
    note: PersonNote,
  ): Promise<void>;
  /** A person's sessions that are not over, newest first. */
  listSessions(personId: string, now: number): Promise<readonly Session[]>;
  endSession(personId: string, sessionId: string, note: PersonNote): Promise<'ended' | 'unknown'>;
  /** Changes the password and ends every session; the one given begins. */
  changePassword(personId: string, passwordHash: string, next: NewSession, note: PersonNote): Promise<void>;
  /** Forgets sessions and links that are over, at most `limit` of each. Answers how many. */
  pruneOver(now: number, limit: number): Promise<number>;

  memberships(personId: string): Promise<readonly Membership[]>;
  roleOf(personId: string, merchantId: string): Promise<Role | undefined>;
  listMembers(merchantId: string): Promise<readonly ListedMember[]>;
  /** Keeps a merchant, its first branch and its owner, or none of them. */
  foundMerchant(merchant: Merchant, branch: Branch, owner: Member): Promise<void>;
  /** A merchant keeps at least one owner: `last-owner` changes nothing. */
  changeRole(member: Pick<Member, 'merchantId' | 'personId'>, role: Role): Promise<MemberChange>;
  removeMember(member: Pick<Member, 'merchantId' | 'personId'>): Promise<MemberChange>;
}

/** The result of changing or removing a member. `last-owner` means that nothing was changed. */
export type MemberChange = 'changed' | 'unknown' | 'last-owner';
