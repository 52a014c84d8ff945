/** The tables of merchants, their portals, keys and certificates. */
import { sql } from 'drizzle-orm';
import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { DomainState } from '../../server/portals/domain.ts';
import { bytes, flag, id, integer, merchantId, seq, world } from './columns.ts';

/** Merchants. */
export const merchant = sqliteTable('merchant', {
  id: text('id').primaryKey(),
  tradeName: text('trade_name').notNull(),
  rfc: text('rfc').notNull(),
  nombre: text('nombre').notNull(),
  regimenFiscal: text('regimen_fiscal').notNull(),
  contact: text('contact').notNull(),
});

/** A merchant's branches, in order of creation. */
export const branch = sqliteTable(
  'branch',
  {
    seq: seq(),
    merchantId: merchantId().references(() => merchant.id),
    code: text('code').notNull(),
    name: text('name').notNull(),
    codigoPostal: text('codigo_postal').notNull(),
  },
  (t) => [uniqueIndex('branch_code').on(t.merchantId, t.code)],
);

/** The portals of merchants. */
export const portal = sqliteTable('portal', {
  slug: text('slug').primaryKey(),
  merchantId: merchantId().references(() => merchant.id),
  world: world(),
  settings: text('settings').notNull(),
});

/** Every slug that a portal has or had. An old slug still leads to its portal, and no other merchant can ever get it. */
export const portalAddress = sqliteTable(
  'portal_address',
  {
    slug: text('slug').primaryKey(),
    merchantId: merchantId().references(() => merchant.id),
    portalSlug: text('portal_slug').notNull(),
  },
  (t) => [index('portal_address_of').on(t.portalSlug)],
);

/**
 * Portals' own domains, including released ones that were once proven. Several merchants may claim a host; whoever proves it first has it,
 * and nobody else ever gets it.
 */
export const portalDomain = sqliteTable(
  'portal_domain',
  {
    seq: seq(),
    id: id('portal_domain_id'),
    merchantId: merchantId().references(() => merchant.id),
    world: world(),
    slug: text('slug').notNull(),
    host: text('host').notNull(),
    token: text('token').notNull(),
    state: text('state').$type<DomainState>().notNull(),
    findings: text('findings').notNull(),
    createdAt: integer('created_at').notNull(),
    provenAt: integer('proven_at'),
    activeAt: integer('active_at'),
    failingSince: integer('failing_since'),
    checkedAt: integer('checked_at'),
    nextAt: integer('next_at'),
  },
  (t) => [
    uniqueIndex('portal_domain_host').on(t.host).where(sql`proven_at is not null`),
    uniqueIndex('portal_domain_of').on(t.slug).where(sql`state <> 'released'`),
    uniqueIndex('portal_domain_claim').on(t.merchantId, t.host),
    index('portal_domain_due').on(t.nextAt).where(sql`state <> 'released'`),
  ],
);

/** When a merchant went live, and the day on which it states that it signed the manifest at its PAC. */
export const goneLive = sqliteTable('gone_live', {
  merchantId: text('merchant_id')
    .primaryKey()
    .references(() => merchant.id),
  pac: text('pac').notNull(),
  manifestSignedOn: text('manifest_signed_on').notNull(),
  at: integer('at').notNull(),
});

/** Keys by the SHA-256 of the whole key, which is never stored. */
export const apiKey = sqliteTable(
  'api_key',
  {
    id: text('id').primaryKey(),
    hash: text('hash').notNull(),
    merchantId: merchantId().references(() => merchant.id),
    world: world(),
    scopes: text('scopes').notNull(),
    name: text('name'),
    createdAt: integer('created_at'),
    expiresAt: integer('expires_at'),
    revokedAt: integer('revoked_at'),
    lastUsedAt: integer('last_used_at'),
  },
  (t) => [uniqueIndex('api_key_hash').on(t.hash), index('api_key_of').on(t.merchantId, t.world)],
);

/** Certificates with their encrypted keys; one is active for each merchant and world. */
export const csd = sqliteTable(
  'csd',
  {
    id: text('id').primaryKey(),
    merchantId: merchantId().references(() => merchant.id),
    world: world(),
    noCertificado: text('no_certificado').notNull(),
    rfc: text('rfc').notNull(),
    validFrom: integer('valid_from').notNull(),
    validTo: integer('valid_to').notNull(),
    certificate: bytes('certificate'),
    sealedSecret: bytes('sealed_secret'),
    active: flag('active'),
    isSandbox: flag('is_sandbox').default(false),
  },
  (t) => [uniqueIndex('csd_active').on(t.merchantId, t.world).where(sql`active = 1`)],
);

/** Each merchant's data key, wrapped by the master key. */
export const dataKey = sqliteTable('data_key', {
  merchantId: text('merchant_id')
    .primaryKey()
    .references(() => merchant.id),
  wrapped: bytes('wrapped'),
});
