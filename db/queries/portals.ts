/** A merchant's public faces. */

import type { PortalStore } from '../../server/portals/portal-store.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, hotStatement } from '../engines/work.ts';
import { fromPortalRow } from '../rows.ts';

/** The portals of every merchant. */
export function createPortalStore({ db, run, hasField }: Engine): PortalStore {
  const bySlug = hotStatement('portal_by_slug', ({ slug }: { slug: string }) =>
    db.selectFrom('portal').selectAll().where('slug', '=', slug),
  );
  const ofMerchant = hotStatement('portals_of', ({ merchantId }: { merchantId: string }) =>
    db.selectFrom('portal').selectAll().where('merchantId', '=', merchantId).orderBy('slug'),
  );
  return {
    async putPortal({ slug, merchantId, world, settings }) {
      const set = { world, settings: JSON.stringify(settings) };
      const insert = db.insertInto('portal').values({ slug, merchantId, ...set });
      const upsert = insert.onConflict((known) =>
        known.column('slug').doUpdateSet(set).where('portal.merchantId', '=', merchantId),
      );
      return (await run(change(upsert))) === 1 ? 'put' : 'taken';
    },
    async getPortal(slug) {
      const row = await run(bySlug.first({ slug }));
      return row === undefined ? undefined : fromPortalRow(row);
    },
    async listPortals(merchantId) {
      return (await run(ofMerchant.all({ merchantId }))).map(fromPortalRow);
    },
    async listRemindingPortals() {
      const reminding = db.selectFrom('portal').selectAll().where(hasField('settings', 'reminder'));
      return (await run(all(reminding.orderBy('slug')))).map(fromPortalRow);
    },
  };
}
