/** Columns that many tables have. */
import { blob, integer, text } from 'drizzle-orm/sqlite-core';
import type { World } from '../../server/merchants/tenant.ts';

/** The order of insertion. */
export const seq = () => integer('seq').primaryKey();

/** Our own primary id; `name` is that of its unique index. */
export const id = (name: string) => text('id').notNull().unique(name);

/** The merchant to whom the row belongs. */
export const merchantId = () => text('merchant_id').notNull();

/** The world to which the row belongs. */
export const world = () => text('world').$type<World>().notNull();

/** A boolean. */
export const flag = (name: string) => integer(name, { mode: 'boolean' }).notNull();

/** A blob, such as sealed data or a certificate. */
export const bytes = (name: string) => blob(name, { mode: 'buffer' }).notNull();

export { integer };
