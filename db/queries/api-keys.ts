/** API keys, by the hash of the whole key. */

import type { MerchantStore } from '../../server/merchants/merchant-store.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, hotStatement } from '../engines/work.ts';
import { fromApiKeyRow, toApiKeyRow } from '../rows.ts';

type ApiKeys = Pick<MerchantStore, 'putApiKey' | 'findApiKey' | 'listApiKeys' | 'revokeApiKey' | 'noteKeyUse'>;

const KEYS_LISTED = 200;

/** The API keys of every merchant. */
export function createApiKeys({ db, run }: Engine): ApiKeys {
  const byHash = hotStatement('api_key_by_hash', ({ hash }: { hash: string }) =>
    db.selectFrom('apiKey').selectAll().where('hash', '=', hash),
  );
  const noteUse = hotStatement('api_key_used', ({ id, at }: { id: string; at: number }) =>
    db.updateTable('apiKey').set({ lastUsedAt: at }).where('id', '=', id),
  );
  return {
    async putApiKey(key, hash) {
      const { id, ...set } = toApiKeyRow(key, hash);
      const insert = db.insertInto('apiKey').values({ id, ...set });
      await run(change(insert.onConflict((known) => known.column('id').doUpdateSet(set))));
    },
    async findApiKey(hash) {
      const row = await run(byHash.first({ hash }));
      return row === undefined ? undefined : fromApiKeyRow(row);
    },
    async listApiKeys({ merchantId, world }) {
      const keys = db
        .selectFrom('apiKey')
        .selectAll()
        .where((eb) => eb.and({ merchantId, world }));
      // Keys from before their date was stored have none, and come last on both engines.
      const newest = keys.orderBy('createdAt', (order) => order.desc().nullsLast()).orderBy('id');
      return (await run(all(newest.limit(KEYS_LISTED)))).map(fromApiKeyRow);
    },
    async revokeApiKey({ merchantId, world }, id, at) {
      const revoked = db.updateTable('apiKey').set({ revokedAt: sql<number>`coalesce(revoked_at, ${at})` });
      const changed = await run(change(revoked.where((eb) => eb.and({ merchantId, world, id }))));
      return changed === 1 ? 'revoked' : 'unknown';
    },
    async noteKeyUse(id, at) {
      await run(noteUse.change({ id, at }));
    },
  };
}
