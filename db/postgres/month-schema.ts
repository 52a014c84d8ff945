/** The tables of locked months on PostgreSQL; `../sqlite/month-schema.ts` is the same. */
import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { integer, merchantId, world } from './columns.ts';

/** A month that is declared, and by whom it was locked. */
export const monthLock = pgTable(
  'month_lock',
  {
    merchantId: merchantId(),
    world: world(),
    month: text('month').notNull(),
    lockedBy: text('locked_by').notNull(),
    lockedAt: integer('locked_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.world, t.month] })],
);
