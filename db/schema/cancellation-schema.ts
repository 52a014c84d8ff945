/** The tables of cancellations. */
import { sql } from 'drizzle-orm';
import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { CancellationState, HowCanceled, Motivo } from '../../server/invoicing/cancellation.ts';
import type { CancellationStep } from '../../server/invoicing/cancellation-store.ts';
import { flag, id, integer, merchantId, seq, world } from './columns.ts';
import { invoice } from './invoice-schema.ts';

/** Cancellations of stamped invoices; at most one of an invoice is open. */
export const cancellation = sqliteTable(
  'cancellation',
  {
    seq: seq(),
    id: id('cancellation_id'),
    merchantId: merchantId(),
    world: world(),
    invoiceId: text('invoice_id')
      .notNull()
      .references(() => invoice.id),
    state: text('state').$type<CancellationState>().notNull(),
    motivo: text('motivo').$type<Motivo>().notNull(),
    substitute: text('substitute'),
    requestedBy: text('requested_by').notNull(),
    acceptanceNeeded: flag('acceptance_needed'),
    acceptanceUntil: integer('acceptance_until'),
    afterRejection: flag('after_rejection'),
    pacId: text('pac_id'),
    fence: integer('fence').notNull(),
    calledAt: integer('called_at'),
    inDoubtSince: integer('in_doubt_since'),
    takenAt: integer('taken_at'),
    waitingSince: integer('waiting_since'),
    looks: integer('looks').notNull(),
    nextAt: integer('next_at').notNull(),
    leaseUntil: integer('lease_until'),
    leaseOwner: integer('lease_owner'),
    how: text('how').$type<HowCanceled>(),
    refusalCode: text('refusal_code'),
    refusalMessage: text('refusal_message'),
    createdAt: integer('created_at').notNull(),
    settledAt: integer('settled_at'),
  },
  (t) => [
    uniqueIndex('cancellation_open').on(t.invoiceId).where(sql`settled_at is null`),
    index('cancellation_due').on(t.nextAt).where(sql`settled_at is null`),
    index('cancellation_out').on(t.leaseOwner).where(sql`settled_at is null and lease_until is not null`),
    index('cancellation_of').on(t.invoiceId, t.seq),
  ],
);

/** The history of cancellations: rows are added, never changed. `document` is what was sent, or the acuse that came back. */
export const cancellationStep = sqliteTable(
  'cancellation_step',
  {
    seq: seq(),
    cancellationId: text('cancellation_id')
      .notNull()
      .references(() => cancellation.id),
    kind: text('kind').$type<CancellationStep['kind']>().notNull(),
    fence: integer('fence').notNull(),
    at: integer('at').notNull(),
    reason: text('reason'),
    document: text('document'),
  },
  (t) => [index('cancellation_step_of').on(t.cancellationId, t.seq)],
);
