/** The tables of the schedule of facturas globales. */
import { sql } from 'drizzle-orm';
import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Periodicidad } from '../../server/catalogs/global-period.ts';
import type { AfterGlobal, GlobalExitState } from '../../server/invoicing/global-exit.ts';
import { flag, id, integer, merchantId, seq, world } from './columns.ts';

/** Schedules of branches' facturas globales, and when each is next due. */
export const globalSchedule = sqliteTable(
  'global_schedule',
  {
    seq: seq(),
    merchantId: merchantId(),
    world: world(),
    branch: text('branch').notNull(),
    periodicidad: text('periodicidad').$type<Periodicidad>().notNull(),
    hour: integer('hour').notNull(),
    serie: text('serie').notNull(),
    enabled: flag('enabled'),
    since: text('since').notNull(),
    nextAt: integer('next_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('global_schedule_branch').on(t.merchantId, t.world, t.branch),
    index('global_schedule_due').on(t.nextAt).where(sql`enabled = 1`),
  ],
);

/** A customer's invoice of a sale that is in a factura global, and how the sale leaves that global. */
export const globalExit = sqliteTable(
  'global_exit',
  {
    seq: seq(),
    id: id('global_exit_id'),
    merchantId: merchantId(),
    world: world(),
    globalId: text('global_id').notNull(),
    invoiceId: text('invoice_id').notNull(),
    way: text('way').$type<AfterGlobal>().notNull(),
    state: text('state').$type<GlobalExitState>().notNull(),
    nextAt: integer('next_at').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    index('global_exit_due').on(t.nextAt).where(sql`state = 'open'`),
    index('global_exit_of').on(t.globalId).where(sql`state = 'open'`),
  ],
);
