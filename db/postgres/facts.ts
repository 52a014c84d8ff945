/**
 * What sources say of sales, and what was made of it, on PostgreSQL. Whoever receives or folds a sale locks its row first;
 * a fact that is new to two at once is inserted by one, and the other tries again.
 */
import { and, asc, eq, inArray, placeholder, sql } from 'drizzle-orm';
import type { SaleFact } from '../../server/sources/intake/fact.ts';
import { inBatches } from '../batches.ts';
import {
  changesOf,
  type FactRow,
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
import { putSales } from './sales.ts';
import { saleSource, sourceEvent, sourceFact, sourceSale } from './schema.ts';

const BATCH = 1_000;

/** The partial index serves only a query that repeats its condition in so many words. */
const isUnfolded = sql`${sourceSale.revision} > ${sourceSale.folded}`;

function salesOf(sourceId: string, saleKeys: readonly string[]) {
  return and(eq(sourceSale.sourceId, sourceId), inArray(sourceSale.saleKey, [...saleKeys]));
}

/** Whether the event is new. Throws for a source that is not there, and keeps whoever removes it waiting. */
async function hear(tx: Database, sourceId: string, { externalId, now }: Received): Promise<boolean> {
  const it = tx.select({ id: saleSource.id }).from(saleSource).where(eq(saleSource.id, sourceId));
  if ((await it.for('key share')).length === 0) throw new Error(`unknown source ${sourceId}`);
  if (externalId === undefined) return true;
  const note = tx.insert(sourceEvent).values({ sourceId, externalId, at: now });
  const { rowCount } = await note.onConflictDoNothing();
  return rowCount === 1;
}

/** Makes the rows of sales that nobody spoke of, in revision 0, and locks them all in one order. */
async function lockSales(tx: Database, sourceId: string, saleKeys: readonly string[], now: number): Promise<void> {
  for (const batch of inBatches(saleKeys, BATCH)) {
    const rows = batch.map((saleKey) => ({ sourceId, saleKey, revision: 0, folded: 0, changedAt: now }));
    await tx.insert(sourceSale).values(rows).onConflictDoNothing();
    const found = tx.select({ key: sourceSale.saleKey }).from(sourceSale).where(salesOf(sourceId, batch));
    await found.orderBy(asc(sourceSale.saleKey)).for('update');
  }
}

async function keptFacts(tx: Database, sourceId: string, factKeys: readonly string[]): Promise<readonly FactRow[]> {
  const kept: FactRow[] = [];
  for (const batch of inBatches(factKeys, BATCH)) {
    const known = and(eq(sourceFact.sourceId, sourceId), inArray(sourceFact.factKey, [...batch]));
    kept.push(...(await tx.select().from(sourceFact).where(known)));
  }
  return kept;
}

/** The facts kept under those keys, every sale locked that they are or will be about: none of them changes any more. */
async function lockedFacts(tx: Database, sourceId: string, told: ReadonlyMap<string, SaleFact>, now: number) {
  const locked = new Set<string>();
  let wanted = saleKeysOf([...told.values()]);
  for (;;) {
    await lockSales(tx, sourceId, wanted, now);
    for (const saleKey of wanted) locked.add(saleKey);
    const kept = await keptFacts(tx, sourceId, [...told.keys()]);
    wanted = saleKeysOf(kept).filter((saleKey) => !locked.has(saleKey));
    if (wanted.length === 0) return kept;
  }
}

/** New facts are inserted and not merged: of two that insert one at once, the second starts anew and finds it. */
async function writeFacts(tx: Database, added: readonly FactRow[], replaced: readonly FactRow[]): Promise<void> {
  for (const batch of inBatches(added, BATCH)) await tx.insert(sourceFact).values([...batch]);
  const set = { saleKey: sql`excluded.sale_key`, version: sql`excluded.version`, fact: sql`excluded.fact` };
  const target = [sourceFact.sourceId, sourceFact.factKey];
  for (const batch of inBatches(replaced, BATCH)) {
    const insert = tx.insert(sourceFact).values([...batch]);
    await insert.onConflictDoUpdate({ target, set });
  }
}

async function raise(tx: Database, sourceId: string, saleKeys: readonly string[], now: number): Promise<void> {
  // One that is left unfolded keeps the time since when it is.
  const changedAt = sql`case when ${isUnfolded} then ${sourceSale.changedAt} else ${now} end`;
  const set = { revision: sql`${sourceSale.revision} + 1`, changedAt };
  for (const batch of inBatches(saleKeys, BATCH)) await tx.update(sourceSale).set(set).where(salesOf(sourceId, batch));
}

async function unfoldedOf(tx: Database, sourceId: string, saleKeys: readonly string[]): Promise<UnfoldedSale[]> {
  const found: UnfoldedSale[] = [];
  for (const batch of inBatches(saleKeys, BATCH)) {
    const left = and(salesOf(sourceId, batch), isUnfolded);
    found.push(...(await tx.select().from(sourceSale).where(left)).map(toUnfolded));
  }
  return found.sort((one, other) => (one.saleKey < other.saleKey ? -1 : 1));
}

/** The source's own row is written last: it is what two events of one source always share. */
async function countEvent(tx: Database, sourceId: string, { externalId, now }: Received): Promise<void> {
  if (externalId === undefined) return;
  const counted = { events: sql`${saleSource.events} + 1`, lastEventAt: now };
  await tx.update(saleSource).set(counted).where(eq(saleSource.id, sourceId));
}

async function receive(tx: Database, sourceId: string, event: Received): Promise<Taken> {
  const named = saleKeysOf(event.facts);
  if (!(await hear(tx, sourceId, event))) return { kind: 'duplicate', unfolded: await unfoldedOf(tx, sourceId, named) };
  const told = standing(event.facts);
  const kept = await lockedFacts(tx, sourceId, told, event.now);
  const { added, replaced, changed } = changesOf(sourceId, told, kept);
  await writeFacts(tx, added, replaced);
  await raise(tx, sourceId, changed, event.now);
  const touched = saleKeysOf([...event.facts, ...changed.map((saleKey) => ({ saleKey }))]);
  const unfolded = await unfoldedOf(tx, sourceId, touched);
  await countEvent(tx, sourceId, event);
  return { kind: 'new', unfolded };
}

async function fold(tx: Database, { sourceId, saleKey, revision }: UnfoldedSale, made: Made, now: number) {
  const one = salesOf(sourceId, [saleKey]);
  const [row] = await tx.select().from(sourceSale).where(one).for('update');
  if (row?.revision !== revision) return { kind: 'stale' } satisfies Folded;
  const [put] = made.kind === 'sale' ? await putSales(tx, made.tenant, [made.sale]) : [];
  await tx
    .update(sourceSale)
    .set(toFoldColumns(revision, made, now))
    .where(one);
  return (put === undefined ? { kind: 'folded' } : { kind: 'folded', put }) satisfies Folded;
}

function prepareFactsOf(db: Database) {
  const isIt = and(eq(sourceSale.sourceId, placeholder('sourceId')), eq(sourceSale.saleKey, placeholder('saleKey')));
  const itsFacts = and(eq(sourceFact.sourceId, sourceSale.sourceId), eq(sourceFact.saleKey, sourceSale.saleKey));
  // One statement, so that the revision and the facts are of one moment.
  return db.select().from(sourceSale).leftJoin(sourceFact, itsFacts).where(isIt).prepare('source_facts_of');
}

/** What sources say of sales, over one pool. */
export function createFacts({
  db,
  write,
}: Connection): Pick<SourceStore, 'receive' | 'factsOf' | 'fold' | 'unfolded' | 'refold'> {
  const factsOf = prepareFactsOf(db);
  const oldest = db
    .select()
    .from(sourceSale)
    .where(isUnfolded)
    .orderBy(asc(sourceSale.changedAt))
    .limit(placeholder('limit'))
    .prepare('source_sale_unfolded');
  return {
    async receive(sourceId, event) {
      return write((tx) => receive(tx, sourceId, event));
    },
    async factsOf(sourceId, saleKey) {
      const rows = await factsOf.execute({ sourceId, saleKey });
      const facts = rows.flatMap(({ source_fact: fact }) => fact ?? []);
      return toFacts(rows[0]?.source_sale.revision, facts);
    },
    async fold(sale, made, now) {
      return write((tx) => fold(tx, sale, made, now));
    },
    async unfolded(limit) {
      return (await oldest.execute({ limit })).map(toUnfolded);
    },
    async refold(sourceId, which) {
      const problem = which === 'problems' ? sql`${sourceSale.faults} is not null` : undefined;
      const set = { revision: sql`${sourceSale.revision} + 1` };
      const ofSource = and(eq(sourceSale.sourceId, sourceId), problem);
      return write(async (tx) => (await tx.update(sourceSale).set(set).where(ofSource)).rowCount ?? 0);
    },
  };
}
