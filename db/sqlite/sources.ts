/** Sources as their merchants set them up, and what goes with them, on SQLite. */
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
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

type Accounts = Pick<
  SourceStore,
  'put' | 'get' | 'every' | 'list' | 'remove' | 'health' | 'countBadSignature' | 'noteList' | 'notePolled'
>;

function remove(tx: Database, tenant: Tenant, id: string): 'deleted' | 'unknown' {
  const ours = and(ofTenant(tenant), eq(saleSource.id, id));
  if (tx.select().from(saleSource).where(ours).get() === undefined) return 'unknown';
  for (const table of [sourceFact, sourceSale, sourceEvent, unread])
    tx.delete(table).where(eq(table.sourceId, id)).run();
  tx.delete(saleSource).where(ours).run();
  return 'deleted';
}

function createAccounts({ db, write }: Connection): Accounts {
  const rowOf = (id: string) => db.select().from(saleSource).where(eq(saleSource.id, id)).get();
  return {
    async put(source) {
      const { id, ...set } = toSourceColumns(source);
      const insert = db.insert(saleSource).values({ id, ...set });
      const conflict = { target: saleSource.id, set, setWhere: ofTenant(source.tenant) };
      if (insert.onConflictDoUpdate(conflict).run().changes === 0) throw new Error(`source ${id} is another tenant's`);
    },
    async get(id) {
      const row = rowOf(id);
      return row === undefined ? undefined : fromSourceRow(row);
    },
    async every(types) {
      const ofTypes = inArray(saleSource.type, [...types]);
      return db.select().from(saleSource).where(ofTypes).orderBy(asc(saleSource.seq)).all().map(fromSourceRow);
    },
    async list(tenant) {
      return db.select().from(saleSource).where(ofTenant(tenant)).orderBy(asc(saleSource.seq)).all().map(fromSourceRow);
    },
    async remove(tenant, id) {
      return write((tx) => remove(tx, tenant, id));
    },
    async health(id) {
      return toHealth(rowOf(id));
    },
    async countBadSignature(id, now) {
      const set = { badSignatures: sql`${saleSource.badSignatures} + 1`, lastBadSignatureAt: now };
      db.update(saleSource).set(set).where(eq(saleSource.id, id)).run();
    },
    async noteList(id, progress) {
      db.update(saleSource).set(toListColumns(progress)).where(eq(saleSource.id, id)).run();
    },
    async notePolled(id, polledTo) {
      db.update(saleSource).set({ polledTo }).where(eq(saleSource.id, id)).run();
    },
  };
}

function createUnread({ db }: Connection): Pick<SourceStore, 'keepUnread' | 'unread' | 'dropUnread' | 'problems'> {
  return {
    async keepUnread(event) {
      const target = [unread.sourceId, unread.externalId];
      db.insert(unread).values(event).onConflictDoNothing({ target }).run();
    },
    async unread(sourceId, limit) {
      const oldest = db.select().from(unread).where(eq(unread.sourceId, sourceId)).orderBy(asc(unread.seq));
      return oldest.limit(limit).all().map(fromUnreadRow);
    },
    async dropUnread(id) {
      db.delete(unread).where(eq(unread.id, id)).run();
    },
    async problems(sourceId, limit) {
      const problem = and(eq(sourceSale.sourceId, sourceId), sql`${sourceSale.faults} is not null`);
      const newest = db.select().from(sourceSale).where(problem).orderBy(desc(sourceSale.problemAt));
      return newest.limit(limit).all().map(toProblem);
    },
  };
}

function createProducts({ db, write }: Connection): Pick<SourceStore, 'putProducts' | 'products'> {
  return {
    async putProducts({ merchantId, world }, products) {
      const target = [productKey.merchantId, productKey.world, productKey.key];
      const ours = and(eq(productKey.merchantId, merchantId), eq(productKey.world, world));
      write((tx) => {
        for (const [key, put] of Object.entries(products)) {
          const product = JSON.stringify(put);
          if (put === undefined)
            tx.delete(productKey)
              .where(and(ours, eq(productKey.key, key)))
              .run();
          else
            tx.insert(productKey)
              .values({ merchantId, world, key, product })
              .onConflictDoUpdate({ target, set: { product } })
              .run();
        }
      });
    },
    async products({ merchantId, world }) {
      const ours = and(eq(productKey.merchantId, merchantId), eq(productKey.world, world));
      return toProducts(db.select().from(productKey).where(ours).all());
    },
  };
}

/** The sources of every merchant, over one connection. */
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
