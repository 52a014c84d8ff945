/** What sources say of sales, and what was made of it, on SQLite: each method holds the write lock from its start. */
import { and, asc, eq, placeholder, sql } from 'drizzle-orm';
import {
  changesOf,
  type Folded,
  type Made,
  type Received,
  saleKeysOf,
  standing,
  type Taken,
  toFacts,
  toFoldColumns,
  toUnfolded,
} from '../source-rows.ts';
import type { SourceStore, UnfoldedSale } from '../source-store.ts';
import type { Connection, Database } from './database.ts';
import { preparePut } from './sales.ts';
import { saleSource, sourceEvent, sourceFact, sourceSale } from './schema.ts';

/** The partial index serves only a query that repeats its condition in so many words. */
const isUnfolded = sql`${sourceSale.revision} > ${sourceSale.folded}`;

function prepareFacts(db: Database) {
  const ofSource = eq(sourceFact.sourceId, placeholder('sourceId'));
  const byKey = and(ofSource, eq(sourceFact.factKey, placeholder('factKey')));
  const bySale = and(ofSource, eq(sourceFact.saleKey, placeholder('saleKey')));
  const row = {
    sourceId: placeholder('sourceId'),
    factKey: placeholder('factKey'),
    saleKey: placeholder('saleKey'),
    version: placeholder('version'),
    fact: placeholder('fact'),
  };
  const set = { saleKey: sql`excluded.sale_key`, version: sql`excluded.version`, fact: sql`excluded.fact` };
  const target = [sourceFact.sourceId, sourceFact.factKey];
  return {
    byKey: db.select().from(sourceFact).where(byKey).prepare(),
    bySale: db.select().from(sourceFact).where(bySale).prepare(),
    keep: db.insert(sourceFact).values(row).onConflictDoUpdate({ target, set }).prepare(),
  };
}

function prepareSales(db: Database) {
  const one = and(eq(sourceSale.sourceId, placeholder('sourceId')), eq(sourceSale.saleKey, placeholder('saleKey')));
  const first = {
    sourceId: placeholder('sourceId'),
    saleKey: placeholder('saleKey'),
    revision: 1,
    folded: 0,
    changedAt: placeholder('now'),
  };
  // One that is left unfolded keeps the time since when it is.
  const changedAt = sql`case when ${isUnfolded} then ${sourceSale.changedAt} else excluded.changed_at end`;
  const set = { revision: sql`${sourceSale.revision} + 1`, changedAt };
  const target = [sourceSale.sourceId, sourceSale.saleKey];
  return {
    byKey: db.select().from(sourceSale).where(one).prepare(),
    raise: db.insert(sourceSale).values(first).onConflictDoUpdate({ target, set }).prepare(),
    oldest: db
      .select()
      .from(sourceSale)
      .where(isUnfolded)
      .orderBy(asc(sourceSale.changedAt))
      .limit(placeholder('limit'))
      .prepare(),
  };
}

/** Notes that the source was heard; `false` when it told the same event before. Throws for one that is not there. */
function prepareHearing(db: Database) {
  const it = eq(saleSource.id, placeholder('sourceId'));
  const known = db.select({ id: saleSource.id }).from(saleSource).where(it).prepare();
  const values = { sourceId: placeholder('sourceId'), externalId: placeholder('externalId'), at: placeholder('now') };
  const note = db.insert(sourceEvent).values(values).onConflictDoNothing().prepare();
  const counted = { events: sql`${saleSource.events} + 1`, lastEventAt: sql`${placeholder('now')}` };
  const count = db.update(saleSource).set(counted).where(it).prepare();
  return (sourceId: string, { externalId, now }: Received): boolean => {
    if (known.get({ sourceId }) === undefined) throw new Error(`unknown source ${sourceId}`);
    if (externalId === undefined) return true;
    if (note.run({ sourceId, externalId, now }).changes === 0) return false;
    count.run({ sourceId, now });
    return true;
  };
}

function prepareReceive(db: Database, facts: ReturnType<typeof prepareFacts>, sales: ReturnType<typeof prepareSales>) {
  const hear = prepareHearing(db);
  const unfoldedOf = (sourceId: string, saleKeys: readonly string[]): readonly UnfoldedSale[] =>
    saleKeys.flatMap((saleKey) => {
      const row = sales.byKey.get({ sourceId, saleKey });
      return row !== undefined && row.revision > row.folded ? [toUnfolded(row)] : [];
    });
  return (sourceId: string, event: Received): Taken => {
    if (!hear(sourceId, event)) return { kind: 'duplicate', unfolded: unfoldedOf(sourceId, saleKeysOf(event.facts)) };
    const told = standing(event.facts);
    const kept = [...told.keys()].flatMap((factKey) => facts.byKey.get({ sourceId, factKey }) ?? []);
    const { added, replaced, changed } = changesOf(sourceId, told, kept);
    for (const row of [...added, ...replaced]) facts.keep.run(row);
    for (const saleKey of changed) sales.raise.run({ sourceId, saleKey, now: event.now });
    const touched = saleKeysOf([...event.facts, ...changed.map((saleKey) => ({ saleKey }))]);
    return { kind: 'new', unfolded: unfoldedOf(sourceId, touched) };
  };
}

/** What sources say of sales, over one connection. */
export function createFacts(
  connection: Connection,
): Pick<SourceStore, 'receive' | 'factsOf' | 'fold' | 'unfolded' | 'refold'> {
  const { db, write } = connection;
  const facts = prepareFacts(db);
  const sales = prepareSales(db);
  const receive = prepareReceive(db, facts, sales);
  const put = preparePut(connection);

  function fold(tx: Database, { sourceId, saleKey, revision }: UnfoldedSale, made: Made, now: number): Folded {
    if (sales.byKey.get({ sourceId, saleKey })?.revision !== revision) return { kind: 'stale' };
    const one = and(eq(sourceSale.sourceId, sourceId), eq(sourceSale.saleKey, saleKey));
    const [sale] = made.kind === 'sale' ? put(made.tenant, [made.sale]) : [];
    tx.update(sourceSale)
      .set(toFoldColumns(revision, made, now))
      .where(one)
      .run();
    return sale === undefined ? { kind: 'folded' } : { kind: 'folded', put: sale };
  }

  return {
    async receive(sourceId, event) {
      return write(() => receive(sourceId, event));
    },
    async factsOf(sourceId, saleKey) {
      const read = () =>
        toFacts(sales.byKey.get({ sourceId, saleKey })?.revision, facts.bySale.all({ sourceId, saleKey }));
      return db.transaction(read);
    },
    async fold(sale, made, now) {
      return write((tx) => fold(tx, sale, made, now));
    },
    async unfolded(limit) {
      return sales.oldest.all({ limit }).map(toUnfolded);
    },
    async refold(sourceId, which) {
      const problem = which === 'problems' ? sql`${sourceSale.faults} is not null` : undefined;
      const set = { revision: sql`${sourceSale.revision} + 1` };
      return db
        .update(sourceSale)
        .set(set)
        .where(and(eq(sourceSale.sourceId, sourceId), problem))
        .run().changes;
    },
  };
}
