/**
 * Facts from sources about sales, and the sales made from them. Receiving or folding a sale locks its row first; if two transactions insert
 * the same new fact, one retries.
 */

import type { PutSale, UnstoredSale } from '../../server/sales/sale-store.ts';
import type { SaleFact } from '../../server/sources/intake/fact.ts';
import { changesOf, currentFacts, saleKeysOf } from '../../server/sources/intake/fact-versions.ts';
import type { RefundList } from '../../server/sources/intake/give-back.ts';
import type { SourceStore, UnfoldedSale } from '../../server/sources/source-store.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, hotStatement, statement, type Work } from '../engines/work.ts';
import {
  type FactRow,
  type Folded,
  type Made,
  type Received,
  type Taken,
  toFactRow,
  toFacts,
  toFoldColumns,
  toReceivedSales,
  toTotals,
  toUnfolded,
} from '../source-rows.ts';
import { prepareOrderRefunds } from './order-refunds.ts';
import { preparePut } from './put-sales.ts';

const FACT = ['sourceId', 'factKey'] as const;

/** A partial index only serves a condition with the same text. */
const isUnfolded = sql<boolean>`revision > folded`;

type OfSource = { readonly sourceId: string };
type OfSales = OfSource & { readonly saleKeys: readonly string[] };

function prepareFactSales({ db, locked, isAmong, insertMany }: Engine) {
  const lock = statement(({ sourceId, saleKeys }: OfSales) =>
    locked(
      db
        .selectFrom('sourceSale')
        .select('saleKey')
        .where('sourceId', '=', sourceId)
        .where(isAmong('sale_key', saleKeys))
        .orderBy('saleKey'),
    ),
  );
  const raised = statement(({ sourceId, saleKeys, now }: OfSales & { readonly now: number }) =>
    db
      .updateTable('sourceSale')
      // A sale that was left unfolded keeps the time since when it is.
      .set({
        revision: sql<number>`revision + 1`,
        changedAt: sql<number>`case when ${isUnfolded} then changed_at else ${now} end`,
      })
      .where('sourceId', '=', sourceId)
      .where(isAmong('sale_key', saleKeys)),
  );
  const unfolded = statement(({ sourceId, saleKeys }: OfSales) =>
    db
      .selectFrom('sourceSale')
      .selectAll()
      .where('sourceId', '=', sourceId)
      .where(isAmong('sale_key', saleKeys))
      .where(isUnfolded)
      .orderBy('saleKey'),
  );
  return {
    /** Inserts the rows of new sales, at revision 0, and locks all rows in one order. */
    *lock(sourceId: string, saleKeys: readonly string[], now: number): Work<void> {
      const rows = saleKeys.map((saleKey) => ({
        ...{ sourceId, saleKey, revision: 0, folded: 0, changedAt: now },
        ...{ faults: null, problemAt: null, saleId: null, refunds: null },
      }));
      yield* insertMany('sourceSale', rows, { on: ['sourceId', 'saleKey'] });
      yield* lock.all({ sourceId, saleKeys });
    },
    raise: (sourceId: string, saleKeys: readonly string[], now: number) => raised.change({ sourceId, saleKeys, now }),
    *unfoldedOf(sourceId: string, saleKeys: readonly string[]): Work<readonly UnfoldedSale[]> {
      return (yield* unfolded.all({ sourceId, saleKeys })).map(toUnfolded);
    },
  };
}

/** Returns whether an event is new. Throws for an unknown source, and makes the removal of the source wait. */
function prepareHearing({ db, locked, insertMany }: Engine) {
  const known = statement(({ sourceId }: OfSource) =>
    locked(db.selectFrom('saleSource').select('id').where('id', '=', sourceId), 'key-share'),
  );
  return function* (sourceId: string, { externalId, now }: Received): Work<boolean> {
    if ((yield* known.first({ sourceId })) === undefined) throw new Error(`unknown source ${sourceId}`);
    if (externalId === undefined) return true;
    const row = { sourceId, externalId, at: now };
    return (yield* insertMany('sourceEvent', [row], { on: ['sourceId', 'externalId'] })) === 1;
  };
}

function prepareReceive(engine: Engine) {
  const { db, isAmong, insertMany } = engine;
  const sales = prepareFactSales(engine);
  const hear = prepareHearing(engine);
  const kept = statement(({ sourceId, factKeys }: OfSource & { readonly factKeys: readonly string[] }) =>
    db.selectFrom('sourceFact').selectAll().where('sourceId', '=', sourceId).where(isAmong('fact_key', factKeys)),
  );
  const counted = statement(({ sourceId, now }: OfSource & { readonly now: number }) =>
    db.updateTable('saleSource').set({ events: sql<number>`events + 1`, lastEventAt: now }).where('id', '=', sourceId),
  );

  /** The facts stored under those keys, after locking every sale to which they belong or will belong: none of them changes any more. */
  function* lockedFacts(
    sourceId: string,
    received: ReadonlyMap<string, SaleFact>,
    now: number,
  ): Work<readonly FactRow[]> {
    const locked = new Set<string>();
    let wanted = saleKeysOf([...received.values()]);
    for (;;) {
      yield* sales.lock(sourceId, wanted, now);
      for (const saleKey of wanted) locked.add(saleKey);
      const facts = yield* kept.all({ sourceId, factKeys: [...received.keys()] });
      wanted = saleKeysOf(facts).filter((saleKey) => !locked.has(saleKey));
      if (wanted.length === 0) return facts;
    }
  }

  return function* (sourceId: string, event: Received): Work<Taken> {
    const named = saleKeysOf(event.facts);
    if (!(yield* hear(sourceId, event)))
      return { kind: 'duplicate', unfolded: yield* sales.unfoldedOf(sourceId, named) };
    const received = currentFacts(event.facts);
    const facts = yield* lockedFacts(sourceId, received, event.now);
    const { added, replaced, changed } = changesOf(received, facts);
    const rowOf = (fact: SaleFact) => toFactRow(sourceId, fact);
    // New facts are inserted and not merged: if two transactions insert the same one, the second retries and finds it.
    yield* insertMany('sourceFact', added.map(rowOf));
    yield* insertMany('sourceFact', replaced.map(rowOf), { on: FACT, replace: ['saleKey', 'version', 'fact'] });
    yield* sales.raise(sourceId, changed, event.now);
    const touched = saleKeysOf([...event.facts, ...changed.map((saleKey) => ({ saleKey }))]);
    const unfolded = yield* sales.unfoldedOf(sourceId, touched);
    // The source's own row is written last, because two events of one source always share it.
    if (event.externalId !== undefined) yield* counted.change({ sourceId, now: event.now });
    return { kind: 'new', unfolded };
  };
}

function prepareFold(engine: Engine) {
  const { db, locked } = engine;
  const put = preparePut(engine);
  const refunds = prepareOrderRefunds(engine);
  const current = statement(({ sourceId, saleKey }: OfSource & { readonly saleKey: string }) =>
    locked(
      db
        .selectFrom('sourceSale')
        .select(['revision', 'refunds'])
        .where((eb) => eb.and({ sourceId, saleKey })),
    ),
  );

  /** The sale as it is now stored, and its refunds settled with it. */
  function* store(made: Made, before: RefundList['before']): Work<PutSale | UnstoredSale | undefined> {
    if (made.kind !== 'sale') return undefined;
    const { tenant, sale, account } = made;
    const [stored] = yield* put(tenant, [sale], undefined, refunds.againOf(account, before));
    const isKnown = stored && stored.kind !== 'unstored' && stored.kind !== 'created';
    if (isKnown && account?.kind === 'order') yield* refunds.settle(stored.sale, { refunds: account.refunds, before });
    return stored;
  }

  return function* ({ sourceId, saleKey, revision }: UnfoldedSale, made: Made, now: number): Work<Folded> {
    const row = yield* current.first({ sourceId, saleKey });
    if (row?.revision !== revision) return { kind: 'stale' };
    const sale = yield* store(made, toTotals(row.refunds));
    if (sale?.kind === 'unstored') return sale;
    const folded = db.updateTable('sourceSale').set(toFoldColumns(revision, made, sale?.sale.id, now));
    yield* change(folded.where((eb) => eb.and({ sourceId, saleKey })));
    return sale === undefined ? { kind: 'folded' } : { kind: 'folded', put: sale };
  };
}

/** One statement, so that the revision and the facts are of the same moment. */
function factsOfStatement({ db }: Engine) {
  return hotStatement('source_facts_of', ({ sourceId, saleKey }: OfSource & { readonly saleKey: string }) =>
    db
      .selectFrom('sourceSale')
      .leftJoin('sourceFact', (join) =>
        join
          .onRef('sourceFact.sourceId', '=', 'sourceSale.sourceId')
          .onRef('sourceFact.saleKey', '=', 'sourceSale.saleKey'),
      )
      .select([
        'sourceSale.revision',
        'sourceSale.refunds',
        'sourceFact.factKey',
        'sourceFact.version',
        'sourceFact.fact',
      ])
      .where('sourceSale.sourceId', '=', sourceId)
      .where('sourceSale.saleKey', '=', saleKey),
  );
}

/** One statement, like `factsOf`. */
function newestSalesQuery({ db }: Engine, sourceId: string, limit: number) {
  const newest = db
    .selectFrom('sourceSale')
    .select(['saleKey', 'faults', 'changedAt'])
    .where('sourceId', '=', sourceId)
    .orderBy('changedAt', 'desc')
    .limit(limit)
    .as('newest');
  return db
    .selectFrom(newest)
    .innerJoin('sourceFact', 'sourceFact.saleKey', 'newest.saleKey')
    .select(['newest.saleKey', 'newest.faults', 'sourceFact.fact'])
    .where('sourceFact.sourceId', '=', sourceId)
    .orderBy('newest.changedAt', 'desc')
    .orderBy('newest.saleKey');
}

type Facts = Pick<SourceStore, 'receive' | 'factsOf' | 'fold' | 'unfolded' | 'refold' | 'newestSales'>;

/** What sources say about sales. */
export function createFacts(engine: Engine): Facts {
  const { db, run, write } = engine;
  const receive = prepareReceive(engine);
  const fold = prepareFold(engine);
  const factsOf = factsOfStatement(engine);
  const oldest = hotStatement('source_sale_unfolded', ({ limit }: { limit: number }) =>
    db.selectFrom('sourceSale').selectAll().where(isUnfolded).orderBy('changedAt').limit(limit),
  );
  return {
    receive: (sourceId, event) => write(() => receive(sourceId, event)),
    async factsOf(sourceId, saleKey) {
      const rows = await run(factsOf.all({ sourceId, saleKey }));
      const facts = rows.flatMap(({ factKey, version, fact }) =>
        factKey === null || version === null || fact === null ? [] : [{ sourceId, saleKey, factKey, version, fact }],
      );
      return toFacts(rows[0], facts);
    },
    fold: (sale, made, now) => write(() => fold(sale, made, now)),
    async unfolded(limit) {
      return (await run(oldest.all({ limit }))).map(toUnfolded);
    },
    async refold(sourceId, which) {
      const ofSource = db
        .updateTable('sourceSale')
        .set({ revision: sql<number>`revision + 1` })
        .where('sourceId', '=', sourceId);
      const raised = which === 'problems' ? ofSource.where('faults', 'is not', null) : ofSource;
      return write(() => change(raised));
    },
    newestSales: async (sourceId, limit) => toReceivedSales(await run(all(newestSalesQuery(engine, sourceId, limit)))),
  };
}
