/** The tables of locked months. */
import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { integer, merchantId, world } from './columns.ts';

/** A month that is declared, and by whom it was locked. */
export const monthLock = sqliteTable(
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
