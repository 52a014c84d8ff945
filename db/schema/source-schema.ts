/** The tables of the sources of sales. */
import { sql } from 'drizzle-orm';
import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { SourceAccount } from '../../server/sources/settings.ts';
import { bytes, id, integer, merchantId, seq, world } from './columns.ts';

const sourceId = () =>
  text('source_id')
    .notNull()
    .references(() => saleSource.id);

/** Sources as merchants configured them, and their health. */
export const saleSource = sqliteTable(
  'sale_source',
  {
    seq: seq(),
    id: id('sale_source_id'),
    merchantId: merchantId(),
    world: world(),
    type: text('type').$type<SourceAccount['type']>().notNull(),
    name: text('name').notNull(),
    settings: text('settings').notNull(),
    sealedCredentials: bytes('sealed_credentials'),
    createdAt: integer('created_at').notNull(),
    events: integer('events').notNull().default(0),
    lastEventAt: integer('last_event_at'),
    badSignatures: integer('bad_signatures').notNull().default(0),
    lastBadSignatureAt: integer('last_bad_signature_at'),
    listCursor: text('list_cursor'),
    listSince: integer('list_since'),
    polledTo: integer('polled_to'),
    listed: integer('listed').notNull().default(0),
  },
  (t) => [index('sale_source_by_seq').on(t.merchantId, t.world, t.seq)],
);

/** Events received, by the sources' own ids. */
export const sourceEvent = sqliteTable(
  'source_event',
  { sourceId: sourceId(), externalId: text('external_id').notNull(), at: integer('at').notNull() },
  (t) => [primaryKey({ columns: [t.sourceId, t.externalId] })],
);

/** Events that could not be read, with their bodies. */
export const sourceUnread = sqliteTable(
  'source_unread',
  {
    seq: seq(),
    id: id('source_unread_id'),
    sourceId: sourceId(),
    externalId: text('external_id').notNull(),
    type: text('type').notNull(),
    reason: text('reason').notNull(),
    body: text('body').notNull(),
    receivedAt: integer('received_at').notNull(),
  },
  (t) => [uniqueIndex('source_unread_once').on(t.sourceId, t.externalId)],
);

/** Facts from sources, each in its highest version. */
export const sourceFact = sqliteTable(
  'source_fact',
  {
    sourceId: sourceId(),
    factKey: text('fact_key').notNull(),
    saleKey: text('sale_key').notNull(),
    version: integer('version').notNull(),
    fact: text('fact').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.factKey] }), index('source_fact_by_sale').on(t.sourceId, t.saleKey)],
);

/**
 * The sales that facts are about. `revision` counts changes; `folded` is the revision that the sale was last made from, `refunds` what was listed
 * as refunded in it.
 */
export const sourceSale = sqliteTable(
  'source_sale',
  {
    sourceId: sourceId(),
    saleKey: text('sale_key').notNull(),
    revision: integer('revision').notNull(),
    folded: integer('folded').notNull(),
    changedAt: integer('changed_at').notNull(),
    faults: text('faults'),
    problemAt: integer('problem_at'),
    saleId: text('sale_id'),
    refunds: text('refunds'),
  },
  (t) => [
    primaryKey({ columns: [t.sourceId, t.saleKey] }),
    index('source_sale_made').on(t.saleId),
    index('source_sale_unfolded').on(t.changedAt).where(sql`revision > folded`),
    index('source_sale_newest').on(t.sourceId, t.changedAt),
    index('source_sale_problem').on(t.sourceId, t.problemAt).where(sql`faults is not null`),
  ],
);

/** The SAT claves of merchants' products. */
export const productKey = sqliteTable(
  'product_key',
  { merchantId: merchantId(), world: world(), key: text('key').notNull(), product: text('product').notNull() },
  (t) => [primaryKey({ columns: [t.merchantId, t.world, t.key] })],
);
