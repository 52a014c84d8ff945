/** Columns that many tables have, on PostgreSQL. */
import { bigint, boolean, customType, text } from 'drizzle-orm/pg-core';
import type { World } from '../../server/merchants/tenant.ts';

/** A number that may be larger than 32 bits, as all of SQLite's may. */
export const integer = (name: string) => bigint(name, { mode: 'number' });

/** The order of insertion. */
export const seq = () => integer('seq').primaryKey().generatedAlwaysAsIdentity();

/** A primary id of ours; `name` is that of its unique index. */
export const id = (name: string) => text('id').notNull().unique(name);

/** Whose it is. */
export const merchantId = () => text('merchant_id').notNull();

/** In which world. */
export const world = () => text('world').$type<World>().notNull();

/** Yes or no. */
export const flag = (name: string) => boolean(name).notNull();

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** A blob, such as sealed data or a certificate. */
export const bytes = (name: string) => bytea(name).notNull();
