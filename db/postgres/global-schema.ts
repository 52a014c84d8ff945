/** The tables of the schedule of facturas globales on PostgreSQL; `../sqlite/global-schema.ts` is the same. */
import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Periodicidad } from '../../server/cfdi/global-period.ts';
import { flag, integer, merchantId, seq, world } from './columns.ts';

/** Schedules of branches' facturas globales, and when each is next due. */
export const globalSchedule = pgTable(
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
    index('global_schedule_due').on(t.nextAt).where(sql`enabled`),
  ],
);
