/** Merchants and what is theirs on PostgreSQL. */
import { and, asc, eq, placeholder, sql } from 'drizzle-orm';
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
    .prepare('merchant_by_id');
  const branchesOf = db
    .select()
    .from(branch)
    .where(eq(branch.merchantId, placeholder('merchantId')))
    .orderBy(asc(branch.seq))
    .prepare('branches_of_merchant');
  return {
    async putMerchant(put) {
      const { id, ...set } = toMerchantRow(put);
      await db
        .insert(merchant)
        .values({ id, ...set })
        .onConflictDoUpdate({ target: merchant.id, set });
    },
    async getMerchant(id) {
      const [row] = await merchantById.execute({ id });
      return row === undefined ? undefined : fromMerchantRow(row);
    },
    async putBranch({ merchantId, code, name, codigoPostal }) {
      const set = { name, codigoPostal };
      const target = [branch.merchantId, branch.code];
      await db
        .insert(branch)
        .values({ merchantId, code, ...set })
        .onConflictDoUpdate({ target, set });
    },
    async listBranches(merchantId) {
      return (await branchesOf.execute({ merchantId })).map(fromBranchRow);
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
    .prepare('portal_by_slug');
  const portalsOf = db
    .select()
    .from(portal)
    .where(eq(portal.merchantId, placeholder('merchantId')))
    .orderBy(asc(portal.slug))
    .prepare('portals_of');
  const keyByHash = db
    .select()
    .from(apiKey)
    .where(eq(apiKey.hash, placeholder('hash')))
    .prepare('api_key_by_hash');

  return {
    async putPortal({ slug, merchantId, world, settings }) {
      const set = { world, settings: JSON.stringify(settings) };
      const setWhere = eq(portal.merchantId, merchantId);
      const { rowCount } = await db
        .insert(portal)
        .values({ slug, merchantId, ...set })
        .onConflictDoUpdate({ target: portal.slug, set, setWhere });
      return rowCount === 1 ? 'put' : 'taken';
    },
    async getPortal(slug) {
      const [row] = await portalBySlug.execute({ slug });
      return row === undefined ? undefined : fromPortalRow(row);
    },
    async listPortals(merchantId) {
      return (await portalsOf.execute({ merchantId })).map(fromPortalRow);
    },
    async listRemindingPortals() {
      const isWanted = sql`${portal.settings}::json ->> 'reminder' is not null`;
      return (await db.select().from(portal).where(isWanted).orderBy(asc(portal.slug))).map(fromPortalRow);
    },
    async putApiKey(key, hash) {
      const { id, ...set } = toApiKeyRow(key, hash);
      await db
        .insert(apiKey)
        .values({ id, ...set })
        .onConflictDoUpdate({ target: apiKey.id, set });
    },
    async findApiKey(hash) {
      const [row] = await keyByHash.execute({ hash });
      return row === undefined ? undefined : fromApiKeyRow(row);
    },
    async listApiKeys(tenant) {
      const order = [sql`${apiKey.createdAt} desc nulls last`, asc(apiKey.id)];
      const rows = await db
        .select()
        .from(apiKey)
        .where(keysOf(tenant))
        .orderBy(...order)
        .limit(KEYS_LISTED);
      return rows.map(fromApiKeyRow);
    },
    async revokeApiKey(tenant, id, at) {
      const set = { revokedAt: sql`coalesce(${apiKey.revokedAt}, ${at})` };
      const { rowCount } = await db
        .update(apiKey)
        .set(set)
        .where(and(keysOf(tenant), eq(apiKey.id, id)));
      return rowCount === 1 ? 'revoked' : 'unknown';
    },
    async noteKeyUse(id, at) {
      await db.update(apiKey).set({ lastUsedAt: at }).where(eq(apiKey.id, id));
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
      await write(async (tx) => {
        await tx.select().from(merchant).where(eq(merchant.id, set.merchantId)).for('update');
        await tx
          .update(csd)
          .set({ active: false })
          .where(and(eq(csd.merchantId, set.merchantId), eq(csd.world, set.world)));
        await tx
          .insert(csd)
          .values({ id, ...set })
          .onConflictDoUpdate({ target: csd.id, set });
      });
    },
    async activeCsd({ merchantId, world }) {
      const active = and(eq(csd.merchantId, merchantId), eq(csd.world, world), sql`${csd.active}`);
      const [row] = await db.select().from(csd).where(active);
      return row === undefined ? undefined : fromCsdRow(row);
    },
    async dataKey(merchantId, fresh) {
      await db
        .insert(dataKey)
        .values({ merchantId, wrapped: Buffer.from(fresh) })
        .onConflictDoNothing();
      const [row] = await db.select().from(dataKey).where(eq(dataKey.merchantId, merchantId));
      if (row === undefined) throw new Error(`the data key of ${merchantId} was not kept`);
      return row.wrapped;
    },
    async anyDataKey() {
      const [row] = await db.select().from(dataKey).limit(1);
      return row;
    },
  };
}

/** Merchants, branches, portals, API keys, certificates and data keys, over one pool. */
export function createMerchantStore(connection: Connection): MerchantStore {
  return { ...createMerchants(connection), ...createFaces(connection), ...createSecrets(connection) };
}
