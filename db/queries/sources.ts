/** Sources as their merchants configured them, and what belongs to them. */

import type { Tenant } from '../../server/merchants/tenant.ts';
import type { SourceStore } from '../../server/sources/source-store.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, first, hotStatement, type Work } from '../engines/work.ts';
import {
  fromSourceRow,
  fromUnreadRow,
  toHealth,
  toListColumns,
  toProblem,
  toProducts,
  toSourceColumns,
} from '../source-rows.ts';
import { createFacts } from './facts.ts';

type Accounts = Pick<
  SourceStore,
  'put' | 'get' | 'every' | 'list' | 'remove' | 'health' | 'countBadSignature' | 'noteList' | 'notePolled'
>;

/** Locks the source, so that nothing is received for it in the meantime. */
function* remove({ db, locked }: Engine, { merchantId, world }: Tenant, id: string): Work<'deleted' | 'unknown'> {
  const ours = db
    .selectFrom('saleSource')
    .select('id')
    .where((eb) => eb.and({ merchantId, world, id }));
  if ((yield* first(locked(ours))) === undefined) return 'unknown';
  for (const table of ['sourceFact', 'sourceSale', 'sourceEvent', 'sourceUnread'] as const)
    yield* change(db.deleteFrom(table).where('sourceId', '=', id));
  yield* change(db.deleteFrom('saleSource').where('id', '=', id));
  return 'deleted';
}

function createAccounts(engine: Engine): Accounts {
  const { db, run, write, isAmong } = engine;
  const byId = hotStatement('sale_source_by_id', ({ id }: { id: string }) =>
    db.selectFrom('saleSource').selectAll().where('id', '=', id),
  );
  const every = db.selectFrom('saleSource').selectAll().orderBy('seq');
  const source = (id: string) => db.updateTable('saleSource').where('id', '=', id);
  return {
    async put(put) {
      const { id, ...set } = toSourceColumns(put);
      const { merchantId, world } = put.tenant;
      const insert = db.insertInto('saleSource').values({ id, ...set });
      const upsert = insert.onConflict((known) =>
        known
          .column('id')
          .doUpdateSet(set)
          .where('saleSource.merchantId', '=', merchantId)
          .where('saleSource.world', '=', world),
      );
      if ((await run(change(upsert))) === 0) throw new Error(`source ${id} is another tenant's`);
    },
    async get(id) {
      const row = await run(byId.first({ id }));
      return row === undefined ? undefined : fromSourceRow(row);
    },
    async every(types) {
      return (await run(all(every.where(isAmong('type', types))))).map(fromSourceRow);
    },
    async list({ merchantId, world }) {
      return (await run(all(every.where((eb) => eb.and({ merchantId, world }))))).map(fromSourceRow);
    },
    remove: (tenant, id) => write(() => remove(engine, tenant, id)),
    async health(id) {
      return toHealth(await run(byId.first({ id })));
    },
    async countBadSignature(id, now) {
      const badSignatures = sql<number>`bad_signatures + 1`;
      await run(change(source(id).set({ badSignatures, lastBadSignatureAt: now })));
    },
    async noteList(id, progress) {
      await run(change(source(id).set(toListColumns(progress))));
    },
    async notePolled(id, polledTo) {
      await run(change(source(id).set({ polledTo })));
    },
  };
}

type Unread = Pick<SourceStore, 'keepUnread' | 'unread' | 'dropUnread' | 'problems'>;

function createUnread({ db, run, insertMany }: Engine): Unread {
  return {
    async keepUnread(event) {
      await run(insertMany('sourceUnread', [event], { on: ['sourceId', 'externalId'] }));
    },
    async unread(sourceId, limit) {
      const oldest = db.selectFrom('sourceUnread').selectAll().where('sourceId', '=', sourceId).orderBy('seq');
      return (await run(all(oldest.limit(limit)))).map(fromUnreadRow);
    },
    async dropUnread(id) {
      await run(change(db.deleteFrom('sourceUnread').where('id', '=', id)));
    },
    async problems(sourceId, limit) {
      const problems = db.selectFrom('sourceSale').selectAll().where('sourceId', '=', sourceId);
      const newest = problems.where('faults', 'is not', null).orderBy('problemAt', 'desc');
      return (await run(all(newest.limit(limit)))).map(toProblem);
    },
  };
}

function createProducts(engine: Engine): Pick<SourceStore, 'putProducts' | 'products'> {
  const { db, run, write, insertMany, isAmong } = engine;
  return {
    async putProducts({ merchantId, world }, products) {
      // In a fixed order, so that two calls that store the same products do not deadlock.
      const sorted = Object.entries(products).sort(([one], [other]) => (one < other ? -1 : 1));
      const gone = sorted.flatMap(([key, put]) => (put === undefined ? [key] : []));
      const rows = sorted.flatMap(([key, put]) =>
        put === undefined ? [] : [{ merchantId, world, key, product: JSON.stringify(put) }],
      );
      await write(function* () {
        const ours = db.deleteFrom('productKey').where((eb) => eb.and({ merchantId, world }));
        if (gone.length > 0) yield* change(ours.where(isAmong('key', gone)));
        yield* insertMany('productKey', rows, { on: ['merchantId', 'world', 'key'], replace: ['product'] });
      });
    },
    async products({ merchantId, world }) {
      const ours = db
        .selectFrom('productKey')
        .selectAll()
        .where((eb) => eb.and({ merchantId, world }));
      return toProducts(await run(all(ours)));
    },
  };
}

/** The sources of every merchant. */
export function createSourceStore(engine: Engine): SourceStore {
  return { ...createAccounts(engine), ...createFacts(engine), ...createUnread(engine), ...createProducts(engine) };
}
