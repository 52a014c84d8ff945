/** The sales that customers cannot find because they lack an e-mail address or a card. */
import type { RawBuilder, SqlBool } from 'kysely';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { Lacking, OptionalKey } from '../../server/sales/unfindable.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';

const COLUMNS: Readonly<Record<OptionalKey, RawBuilder<SqlBool>>> = {
  email: sql`sale.email_key is null`,
  cardLast4: sql`sale.card_last4 is null`,
};

const NOTHING = sql<SqlBool>`1 = 0`;

/** The condition that a sale lacks something of every way. Its first part is redundant, and allows `sale_lacking` to be used. */
export function isLacking(lacking: Lacking): RawBuilder<SqlBool> {
  const ofEach = lacking.map((keys) => sql`(${sql.join([NOTHING, ...keys.map((key) => COLUMNS[key])], sql` or `)})`);
  return sql`(email_key is null or card_last4 is null) and ${sql.join(ofEach, sql` and `)}`;
}

/** Counts those sold since `from`, up to `most`, from `sale_lacking` alone. */
export function lackingCount(
  { db }: Engine,
  { merchantId, world }: Tenant,
  { lacking, from, most }: { readonly lacking: Lacking; readonly from: number; readonly most: number },
) {
  const some = db
    .selectFrom('sale')
    .select('sale.dateMs')
    .where('sale.merchantId', '=', merchantId)
    .where('sale.world', '=', world)
    .where('sale.dateMs', '>=', from)
    .where(isLacking(lacking))
    .limit(most);
  return db.selectFrom(some.as('some')).select((eb) => eb.fn.countAll<number>().as('count'));
}
