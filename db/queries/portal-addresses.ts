/** What the addresses of portals stand for in other rows, which keep the address that a portal had when they were written. */
import { fromListenerRow, toListenerRow } from '../delivery-rows.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, type Work } from '../engines/work.ts';

/** Returns the current address for any that these merchants' portals have or had; an unknown one stays as it is. */
export function* currentAddresses(
  { db, isAmong }: Engine,
  merchants: readonly string[],
): Work<(slug: string) => string> {
  const rows = yield* all(
    db.selectFrom('portalAddress').select(['slug', 'portalSlug']).where(isAmong('merchant_id', merchants)),
  );
  const current = new Map(rows.map(({ slug, portalSlug }) => [slug, portalSlug]));
  return (slug) => current.get(slug) ?? slug;
}

/** Lists every address that leads to the same portal as this one, which may be a former one; itself alone if it leads nowhere. */
export function* sameAddresses({ db }: Engine, merchantId: string, slug: string): Work<readonly string[]> {
  const its = db
    .selectFrom('portalAddress')
    .select('portalSlug')
    .where((eb) => eb.and({ merchantId, slug }));
  const rows = yield* all(
    db.selectFrom('portalAddress').select('slug').where('merchantId', '=', merchantId).where('portalSlug', 'in', its),
  );
  return rows.length === 0 ? [slug] : rows.map((row) => row.slug);
}

/** Before an address is given to another portal: what was written under it moves to the current address of the portal that had it. */
export function* moveAddress(engine: Engine, merchantId: string, from: string, to: string): Work<void> {
  const { db } = engine;
  for (const table of ['invoice', 'request', 'event'] as const) {
    const written = db
      .updateTable(table)
      .set({ portalSlug: to })
      .where('merchantId', '=', merchantId)
      .where('world', 'in', ['test', 'live'])
      .where('portalSlug', '=', from);
    yield* change(written);
  }
  yield* movePromises(engine, merchantId, from, to);
  const limited = db.selectFrom('listener').selectAll().where('merchantId', '=', merchantId);
  for (const row of yield* all(limited.where('portals', 'is not', null))) {
    const { portals = [], ...listener } = fromListenerRow(row);
    if (!portals.includes(from)) continue;
    const moved = toListenerRow({ ...listener, portals: portals.map((slug) => (slug === from ? to : slug)) });
    yield* change(db.updateTable('listener').set({ portals: moved.portals }).where('id', '=', row.id));
  }
}

/** The deadlines that sales were promised under an address move to another. Of two that one portal promised, the later one stays. */
function* movePromises(engine: Engine, merchantId: string, from: string, to: string): Work<void> {
  const { db, fieldOf, hasField, withFieldMoved } = engine;
  const [its, other] = [from, to].map((slug) => fieldOf('deadlines', slug));
  const later = sql<string | null>`case when ${other} > ${its} then ${other} else ${its} end`;
  const promised = db
    .updateTable('sale')
    .set({ deadlines: withFieldMoved('deadlines', from, to, later) })
    .where('merchantId', '=', merchantId)
    .where('world', 'in', ['test', 'live'])
    .where(hasField('deadlines', from));
  yield* change(promised);
}
