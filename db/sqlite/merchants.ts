/** Merchants and what is theirs on SQLite. */
import { and, asc, desc, eq, placeholder, sql } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
import {
  fromApiKeyRow,
  fromBranchRow,
  fromCsdRow,
  fromMerchantRow,
  fromPortalRow,
  toApiKeyRow,
  toCsdRow,
  toMerchantRow,
} from '../rows.ts';
import type { MerchantStore } from '../store.ts';
import type { Connection } from './database.ts';
import { apiKey, branch, csd, dataKey, merchant, portal } from './schema.ts';

function createMerchants({
  db,
}: Connection): Pick<MerchantStore, 'putMerchant' | 'getMerchant' | 'putBranch' | 'listBranches'> {
  const merchantById = db
    .select()
    .from(merchant)
    .where(eq(merchant.id, placeholder('id')))
    .prepare();
  const branchesOf = db
    .select()
    .from(branch)
    .where(eq(branch.merchantId, placeholder('merchantId')))
    .orderBy(asc(branch.seq))
    .prepare();
  return {
    async putMerchant(put) {
      const { id, ...set } = toMerchantRow(put);
      db.insert(merchant)
        .values({ id, ...set })
        .onConflictDoUpdate({ target: merchant.id, set })
        .run();
    },
    async getMerchant(id) {
      const row = merchantById.get({ id });
      return row === undefined ? undefined : fromMerchantRow(row);
    },
    async putBranch({ merchantId, code, name, codigoPostal }) {
      const set = { name, codigoPostal };
      const target = [branch.merchantId, branch.code];
      db.insert(branch)
        .values({ merchantId, code, ...set })
        .onConflictDoUpdate({ target, set })
        .run();
    },
    async listBranches(merchantId) {
      return branchesOf.all({ merchantId }).map(fromBranchRow);
    },
  };
}

type KeyMethods = 'putApiKey' | 'findApiKey' | 'listApiKeys' | 'revokeApiKey' | 'noteKeyUse';

const KEYS_LISTED = 200;

const keysOf = ({ merchantId, world }: Tenant) => and(eq(apiKey.merchantId, merchantId), eq(apiKey.world, world));

type Faces = Pick<MerchantStore, 'putPortal' | 'getPortal' | 'listPortals' | 'listRemindingPortals' | KeyMethods>;

function createFaces({ db }: Connection): Faces {
  const portalBySlug = db
    .select()
    .from(portal)
    .where(eq(portal.slug, placeholder('slug')))
    .prepare();
  const portalsOf = db
    .select()
    .from(portal)
    .where(eq(portal.merchantId, placeholder('merchantId')))
    .orderBy(asc(portal.slug))
    .prepare();
  const keyByHash = db
    .select()
    .from(apiKey)
    .where(eq(apiKey.hash, placeholder('hash')))
    .prepare();

  return {
    async putPortal({ slug, merchantId, world, settings }) {
      const set = { world, settings: JSON.stringify(settings) };
      const setWhere = eq(portal.merchantId, merchantId);
      const { changes } = db
        .insert(portal)
        .values({ slug, merchantId, ...set })
        .onConflictDoUpdate({ target: portal.slug, set, setWhere })
        .run();
      return changes === 1 ? 'put' : 'taken';
    },
    async getPortal(slug) {
      const row = portalBySlug.get({ slug });
      return row === undefined ? undefined : fromPortalRow(row);
    },
    async listPortals(merchantId) {
      return portalsOf.all({ merchantId }).map(fromPortalRow);
    },
    async listRemindingPortals() {
      const isWanted = sql`json_extract(${portal.settings}, '$.reminder') is not null`;
      return db.select().from(portal).where(isWanted).orderBy(asc(portal.slug)).all().map(fromPortalRow);
    },
    async putApiKey(key, hash) {
      const { id, ...set } = toApiKeyRow(key, hash);
      db.insert(apiKey)
        .values({ id, ...set })
        .onConflictDoUpdate({ target: apiKey.id, set })
        .run();
    },
    async findApiKey(hash) {
      const row = keyByHash.get({ hash });
      return row === undefined ? undefined : fromApiKeyRow(row);
    },
    async listApiKeys(tenant) {
      const newest = db.select().from(apiKey).where(keysOf(tenant)).orderBy(desc(apiKey.createdAt), asc(apiKey.id));
      return newest.limit(KEYS_LISTED).all().map(fromApiKeyRow);
    },
    async revokeApiKey(tenant, id, at) {
      const set = { revokedAt: sql`coalesce(${apiKey.revokedAt}, ${at})` };
      const { changes } = db
        .update(apiKey)
        .set(set)
        .where(and(keysOf(tenant), eq(apiKey.id, id)))
        .run();
      return changes === 1 ? 'revoked' : 'unknown';
    },
    async noteKeyUse(id, at) {
      db.update(apiKey).set({ lastUsedAt: at }).where(eq(apiKey.id, id)).run();
    },
  };
}

function createSecrets({
  db,
  write,
}: Connection): Pick<MerchantStore, 'putCsd' | 'activeCsd' | 'dataKey' | 'anyDataKey'> {
  return {
    async putCsd(put) {
      const { id, ...set } = toCsdRow(put);
      write((tx) => {
        tx.update(csd)
          .set({ active: false })
          .where(and(eq(csd.merchantId, set.merchantId), eq(csd.world, set.world)))
          .run();
        tx.insert(csd)
          .values({ id, ...set })
          .onConflictDoUpdate({ target: csd.id, set })
          .run();
      });
    },
    async activeCsd({ merchantId, world }) {
      const active = and(eq(csd.merchantId, merchantId), eq(csd.world, world), sql`${csd.active} = 1`);
      const row = db.select().from(csd).where(active).get();
      return row === undefined ? undefined : fromCsdRow(row);
    },
    async dataKey(merchantId, fresh) {
      return write((tx) => {
        tx.insert(dataKey)
          .values({ merchantId, wrapped: Buffer.from(fresh) })
          .onConflictDoNothing()
          .run();
        return tx.select().from(dataKey).where(eq(dataKey.merchantId, merchantId)).get()?.wrapped ?? fresh;
      });
    },
    async anyDataKey() {
      return db.select().from(dataKey).limit(1).get();
    },
  };
}

/** Merchants, branches, portals, API keys, certificates and data keys, over one connection. */
export function createMerchantStore(connection: Connection): MerchantStore {
  return { ...createMerchants(connection), ...createFaces(connection), ...createSecrets(connection) };
}
