/** The tables of people, their sessions and memberships, and of the audit log. */
import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { OneTimeLink } from '../../server/accounts/account.ts';
import type { ChallengePurpose } from '../../server/accounts/passkey-store.ts';
import type { Role } from '../../server/merchants/role.ts';
import type { World } from '../../server/merchants/tenant.ts';
import { bytes, integer, merchantId } from './columns.ts';

/** People who can sign in. */
export const person = sqliteTable(
  'person',
  {
    id: text('id').primaryKey(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    passwordHash: text('password_hash').notNull(),
    createdAt: integer('created_at').notNull(),
    emailProvenAt: integer('email_proven_at'),
  },
  (t) => [uniqueIndex('person_email').on(t.email)],
);

/** Sessions by the SHA-256 of the secret in their cookie. */
export const session = sqliteTable(
  'session',
  {
    id: text('id').primaryKey(),
    hash: text('hash').notNull(),
    personId: text('person_id')
      .notNull()
      .references(() => person.id),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    provenUntil: integer('proven_until'),
    proofHash: text('proof_hash'),
    address: text('address').notNull(),
    userAgent: text('user_agent').notNull(),
  },
  (t) => [
    uniqueIndex('session_hash').on(t.hash),
    index('session_of').on(t.personId),
    index('session_over').on(t.expiresAt),
  ],
);

/** The keys for six-digit codes, sealed. One without `confirmedAt` requires no code yet. */
export const secondFactor = sqliteTable('second_factor', {
  personId: text('person_id')
    .primaryKey()
    .references(() => person.id),
  sealed: bytes('sealed'),
  createdAt: integer('created_at').notNull(),
  confirmedAt: integer('confirmed_at'),
  lastStep: integer('last_step').notNull(),
});

/** Recovery codes by their SHA-256; a row is deleted when its code is used. */
export const recoveryCode = sqliteTable(
  'recovery_code',
  {
    personId: text('person_id')
      .notNull()
      .references(() => person.id),
    hash: text('hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.hash] })],
);

/** Passkeys, whose private keys are with their owners. */
export const passkey = sqliteTable(
  'passkey',
  {
    id: text('id').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => person.id),
    name: text('name').notNull(),
    credentialId: text('credential_id').notNull(),
    publicKey: bytes('public_key'),
    counter: integer('counter').notNull(),
    transports: text('transports').notNull(),
    createdAt: integer('created_at').notNull(),
    lastUsedAt: integer('last_used_at'),
  },
  (t) => [uniqueIndex('passkey_credential').on(t.credentialId), index('passkey_of').on(t.personId)],
);

/** Challenges for passkeys, by their SHA-256; a row is deleted when it is answered. */
export const passkeyChallenge = sqliteTable(
  'passkey_challenge',
  {
    hash: text('hash').primaryKey(),
    purpose: text('purpose').$type<ChallengePurpose>().notNull(),
    boundTo: text('bound_to').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (t) => [index('passkey_challenge_over').on(t.expiresAt)],
);

/** Who works for which merchant. */
export const member = sqliteTable(
  'member',
  {
    merchantId: merchantId(),
    personId: text('person_id')
      .notNull()
      .references(() => person.id),
    role: text('role').$type<Role>().notNull(),
    /** A JSON list of codes; null for all branches. */
    branches: text('branches'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.personId] }), index('member_person').on(t.personId)],
);

/** One-time links, by the SHA-256 of their token; a row is deleted when its link is used. */
export const accountLink = sqliteTable(
  'account_link',
  {
    hash: text('hash').primaryKey(),
    kind: text('kind').$type<OneTimeLink['kind']>().notNull(),
    id: text('id'),
    personId: text('person_id'),
    merchantId: text('merchant_id'),
    email: text('email'),
    role: text('role').$type<Role>(),
    branches: text('branches'),
    invitedBy: text('invited_by'),
    expiresAt: integer('expires_at').notNull(),
  },
  (t) => [index('account_link_of').on(t.merchantId), index('account_link_over').on(t.expiresAt)],
);

/** The audit log: each entry's seal covers the previous one. Rows are never changed or deleted. */
export const auditEntry = sqliteTable(
  'audit_entry',
  {
    merchantId: merchantId(),
    position: integer('position').notNull(),
    at: integer('at').notNull(),
    world: text('world').$type<World>(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    target: text('target'),
    status: integer('status').notNull(),
    address: text('address').notNull(),
    seal: text('seal').notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.position] })],
);

/** Actions in progress at a merchant; each is replaced by an audit entry once its outcome is known. */
export const auditIntent = sqliteTable(
  'audit_intent',
  {
    id: text('id').primaryKey(),
    merchantId: merchantId(),
    at: integer('at').notNull(),
    world: text('world').$type<World>(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    target: text('target'),
    address: text('address').notNull(),
  },
  (t) => [index('audit_intent_of').on(t.merchantId, t.at)],
);
