/** Merchants and their branches, certificates and data keys. */

import type { MerchantStore } from '../../server/merchants/merchant-store.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, first, hotStatement } from '../engines/work.ts';
import { fromBranchRow, fromCsdRow, fromMerchantRow, toCsdRow, toMerchantRow } from '../rows.ts';
import { createApiKeys } from './api-keys.ts';

type Merchants = Pick<
  MerchantStore,
  'addMerchant' | 'putMerchant' | 'getMerchant' | 'listMerchants' | 'addBranch' | 'putBranch' | 'listBranches'
>;

function createMerchants({ db, run, write, insertMany }: Engine): Merchants {
  const byId = hotStatement('merchant_by_id', ({ id }: { id: string }) =>
    db.selectFrom('merchant').selectAll().where('id', '=', id),
  );
  const branchesOf = hotStatement('branches_of_merchant', ({ merchantId }: { merchantId: string }) =>
    db.selectFrom('branch').selectAll().where('merchantId', '=', merchantId).orderBy('seq'),
  );
  return {
    async addMerchant(merchant, branch) {
      await write(function* () {
        yield* change(db.insertInto('merchant').values(toMerchantRow(merchant)));
        yield* change(db.insertInto('branch').values(branch));
      });
    },
    async listMerchants() {
      const merchants = db.selectFrom('merchant').selectAll();
      return (await run(all(merchants.orderBy('tradeName').orderBy('id')))).map(fromMerchantRow);
    },
    async addBranch(branch) {
      const added = await run(insertMany('branch', [branch], { on: ['merchantId', 'code'] }));
      return added === 1 ? 'added' : 'taken';
    },
    async putMerchant(put) {
      const { id, ...set } = toMerchantRow(put);
      const insert = db.insertInto('merchant').values({ id, ...set });
      await run(change(insert.onConflict((known) => known.column('id').doUpdateSet(set))));
    },
    async getMerchant(id) {
      const row = await run(byId.first({ id }));
      return row === undefined ? undefined : fromMerchantRow(row);
    },
    async putBranch({ merchantId, code, name, codigoPostal }) {
      const set = { name, codigoPostal };
      const insert = db.insertInto('branch').values({ merchantId, code, ...set });
      await run(change(insert.onConflict((known) => known.columns(['merchantId', 'code']).doUpdateSet(set))));
    },
    async listBranches(merchantId) {
      return (await run(branchesOf.all({ merchantId }))).map(fromBranchRow);
    },
  };
}

type Secrets = Pick<MerchantStore, 'putCsd' | 'activeCsd' | 'dataKey' | 'anyDataKey'>;

function createSecrets({ db, run, write, insertMany, locked, isSet }: Engine): Secrets {
  return {
    async putCsd(put) {
      const { id, ...set } = toCsdRow(put);
      const { merchantId, world } = set;
      const insert = db.insertInto('csd').values({ id, ...set });
      await write(function* () {
        yield* first(locked(db.selectFrom('merchant').select('id').where('id', '=', merchantId)));
        yield* change(
          db
            .updateTable('csd')
            .set({ active: false })
            .where((eb) => eb.and({ merchantId, world })),
        );
        yield* change(insert.onConflict((known) => known.column('id').doUpdateSet(set)));
      });
    },
    async activeCsd({ merchantId, world }) {
      const active = db.selectFrom('csd').selectAll().where(isSet('active'));
      const row = await run(first(active.where((eb) => eb.and({ merchantId, world }))));
      return row === undefined ? undefined : fromCsdRow(row);
    },
    async dataKey(merchantId, fresh) {
      return write(function* () {
        yield* insertMany('dataKey', [{ merchantId, wrapped: Buffer.from(fresh) }], { on: ['merchantId'] });
        const row = yield* first(db.selectFrom('dataKey').select('wrapped').where('merchantId', '=', merchantId));
        if (row === undefined) throw new Error(`the data key of ${merchantId} was not kept`);
        return row.wrapped;
      });
    },
    async anyDataKey() {
      return run(first(db.selectFrom('dataKey').selectAll().limit(1)));
    },
  };
}

/** Merchants and what belongs to them. */
export function createMerchantStore(engine: Engine): MerchantStore {
  return { ...createMerchants(engine), ...createApiKeys(engine), ...createSecrets(engine) };
}
