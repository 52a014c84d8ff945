/** The tables of customers' requests. */
import { sql } from 'drizzle-orm';
import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { InvoiceRequest } from '../../server/invoicing/request-store.ts';
import type { Language } from '../../server/problems/problem.ts';
import { id, integer, merchantId, seq, world } from './columns.ts';

/** Requests that could not be stamped at once. `wait_key` is set while one waits for its sale, `look_at` while the worker has to process it. */
export const request = sqliteTable(
  'request',
  {
    seq: seq(),
    id: id('request_id'),
    merchantId: merchantId(),
    world: world(),
    portalSlug: text('portal_slug').notNull(),
    saleIds: text('sale_ids').notNull().default('[]'),
    purchaseKey: text('purchase_key').notNull().default(''),
    lookup: text('lookup').notNull(),
    receptor: text('receptor').notNull(),
    email: text('email'),
    reason: text('reason').notNull(),
    status: text('status').$type<InvoiceRequest['status']>().notNull(),
    createdAt: integer('created_at').notNull(),
    language: text('language').$type<Language>(),
    receptorRfc: text('receptor_rfc').notNull().default(''),
    waitsFor: text('waits_for').$type<'sale' | 'merchant'>().notNull().default('merchant'),
    waitKey: text('wait_key'),
    lookAt: integer('look_at'),
    expiresAt: integer('expires_at'),
    corrects: text('corrects'),
    hindrance: text('hindrance'),
    invoiceId: text('invoice_id'),
    answer: text('answer'),
    settledBy: text('settled_by'),
    settledAt: integer('settled_at'),
  },
  (t) => [
    index('request_by_seq').on(t.merchantId, t.world, t.seq),
    index('request_by_purchase').on(t.merchantId, t.world, t.purchaseKey, t.seq),
    index('request_by_status').on(t.merchantId, t.world, t.status, t.seq),
    index('request_awaiting').on(t.merchantId, t.world, t.waitKey).where(sql`wait_key is not null`),
    index('request_awaiting_rfc').on(t.merchantId, t.world, t.receptorRfc).where(sql`wait_key is not null`),
    index('request_due').on(t.lookAt).where(sql`look_at is not null`),
  ],
);

/** The sales of each request, once they are known. */
export const requestSale = sqliteTable(
  'request_sale',
  {
    requestId: text('request_id')
      .notNull()
      .references(() => request.id),
    saleId: text('sale_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.requestId, t.saleId] }), index('request_sale_of').on(t.saleId)],
);
