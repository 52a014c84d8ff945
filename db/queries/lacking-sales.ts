/** The sales that customers cannot find, for want of an e-mail address or of a card. */
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

/** That a sale lacks something of each. The first part says nothing new: it lets `sale_lacking` be used. */
export function isLacking(lacking: Lacking): RawBuilder<SqlBool> {
  const ofEach = lacking.map((keys) => sql`(${sql.join([NOTHING, ...keys.map((key) => COLUMNS[key])], sql` or `)})`);
  return sql`(email_key is null or card_last4 is null) and ${sql.join(ofEach, sql` and `)}`;
}

/** How many of them were sold since `from`, up to `most`: read from `sale_lacking` alone. */
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
