/** Sources as their merchants set them up, and what goes with them, on PostgreSQL. */
import { and, asc, desc, eq, inArray, placeholder, sql } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
import { inBatches } from '../batches.ts';
import {
  fromSourceRow,
  fromUnreadRow,
  toHealth,
  toListColumns,
  toProblem,
  toProducts,
  toSourceColumns,
} from '../source-rows.ts';
import type { SourceStore } from '../source-store.ts';
import type { Connection, Database } from './database.ts';
import { createFacts } from './facts.ts';
import { productKey, saleSource, sourceEvent, sourceFact, sourceSale, sourceUnread as unread } from './schema.ts';

const BATCH = 1_000;

type Accounts = Pick<
  SourceStore,
  'put' | 'get' | 'every' | 'list' | 'remove' | 'health' | 'countBadSignature' | 'noteList' | 'notePolled'
>;

/** Locks the source, so that nothing is received for it meanwhile. */
async function remove(tx: Database, tenant: Tenant, id: string): Promise<'deleted' | 'unknown'> {
  const ours = and(ofTenant(tenant), eq(saleSource.id, id));
  const found = await tx.select({ id: saleSource.id }).from(saleSource).where(ours).for('update');
  if (found.length === 0) return 'unknown';
  for (const table of [sourceFact, sourceSale, sourceEvent, unread])
    await tx.delete(table).where(eq(table.sourceId, id));
  await tx.delete(saleSource).where(ours);
  return 'deleted';
}

function createAccounts({ db, write }: Connection): Accounts {
  const byId = db
    .select()
    .from(saleSource)
    .where(eq(saleSource.id, placeholder('id')))
    .prepare('sale_source_by_id');
  const rowOf = async (id: string) => (await byId.execute({ id }))[0];
  return {
    async put(source) {
      const { id, ...set } = toSourceColumns(source);
      const insert = db.insert(saleSource).values({ id, ...set });
      const conflict = { target: saleSource.id, set, setWhere: ofTenant(source.tenant) };
      const { rowCount } = await insert.onConflictDoUpdate(conflict);
      if (rowCount === 0) throw new Error(`source ${id} is another tenant's`);
    },
    async get(id) {
      const row = await rowOf(id);
      return row === undefined ? undefined : fromSourceRow(row);
    },
    async every(types) {
      const ofTypes = inArray(saleSource.type, [...types]);
      const rows = await db.select().from(saleSource).where(ofTypes).orderBy(asc(saleSource.seq));
      return rows.map(fromSourceRow);
    },
    async list(tenant) {
      const rows = await db.select().from(saleSource).where(ofTenant(tenant)).orderBy(asc(saleSource.seq));
      return rows.map(fromSourceRow);
    },
    async remove(tenant, id) {
      return write((tx) => remove(tx, tenant, id));
    },
    async health(id) {
      return toHealth(await rowOf(id));
    },
    async countBadSignature(id, now) {
      const set = { badSignatures: sql`${saleSource.badSignatures} + 1`, lastBadSignatureAt: now };
      await db.update(saleSource).set(set).where(eq(saleSource.id, id));
    },
    async noteList(id, progress) {
      await db.update(saleSource).set(toListColumns(progress)).where(eq(saleSource.id, id));
    },
    async notePolled(id, polledTo) {
      await db.update(saleSource).set({ polledTo }).where(eq(saleSource.id, id));
    },
  };
}

function createUnread({ db }: Connection): Pick<SourceStore, 'keepUnread' | 'unread' | 'dropUnread' | 'problems'> {
  return {
    async keepUnread(event) {
      const target = [unread.sourceId, unread.externalId];
      await db.insert(unread).values(event).onConflictDoNothing({ target });
    },
    async unread(sourceId, limit) {
      const oldest = db.select().from(unread).where(eq(unread.sourceId, sourceId)).orderBy(asc(unread.seq));
      return (await oldest.limit(limit)).map(fromUnreadRow);
    },
    async dropUnread(id) {
      await db.delete(unread).where(eq(unread.id, id));
    },
    async problems(sourceId, limit) {
      const problem = and(eq(sourceSale.sourceId, sourceId), sql`${sourceSale.faults} is not null`);
      const newest = db.select().from(sourceSale).where(problem).orderBy(desc(sourceSale.problemAt));
      return (await newest.limit(limit)).map(toProblem);
    },
  };
}

function createProducts({ db, write }: Connection): Pick<SourceStore, 'putProducts' | 'products'> {
  return {
    async putProducts({ merchantId, world }, products) {
      const target = [productKey.merchantId, productKey.world, productKey.key];
      const ours = and(eq(productKey.merchantId, merchantId), eq(productKey.world, world));
      const sorted = Object.entries(products).sort(([one], [other]) => (one < other ? -1 : 1));
      const gone = sorted.flatMap(([key, put]) => (put === undefined ? [key] : []));
      const rows = sorted.flatMap(([key, put]) =>
        put === undefined ? [] : [{ merchantId, world, key, product: JSON.stringify(put) }],
      );
      await write(async (tx) => {
        if (gone.length > 0) await tx.delete(productKey).where(and(ours, inArray(productKey.key, gone)));
        for (const batch of inBatches(rows, BATCH)) {
          const insert = tx.insert(productKey).values([...batch]);
          await insert.onConflictDoUpdate({ target, set: { product: sql`excluded.product` } });
        }
      });
    },
    async products({ merchantId, world }) {
      const ours = and(eq(productKey.merchantId, merchantId), eq(productKey.world, world));
      return toProducts(await db.select().from(productKey).where(ours));
    },
  };
}

/** The sources of every merchant, over one pool. */
export function createSourceStore(connection: Connection): SourceStore {
  return {
    ...createAccounts(connection),
    ...createFacts(connection),
    ...createUnread(connection),
    ...createProducts(connection),
  };
}

function ofTenant({ merchantId, world }: Tenant) {
  return sql`${saleSource.merchantId} = ${merchantId} and ${saleSource.world} = ${world}`;
}
