/** Merchants that went live, each together with its live portal. */

import type { GoingLiveStore } from '../../server/portals/going-live-store.ts';
import type { Engine } from '../engines/engine.ts';
import { change, first } from '../engines/work.ts';
import { putPortalIn } from './portals.ts';

/** Who went live, of every merchant. */
export function createGoingLiveStore(engine: Engine): GoingLiveStore {
  const { db, run, write } = engine;
  return {
    async goLive({ merchantId, ...set }, portal) {
      return write(function* () {
        if ((yield* putPortalIn(engine, portal)) === 'taken') return 'taken';
        const insert = db.insertInto('goneLive').values({ merchantId, ...set });
        yield* change(insert.onConflict((known) => known.column('merchantId').doUpdateSet(set)));
        return 'live';
      });
    },
    async goneLive(merchantId) {
      return run(first(db.selectFrom('goneLive').selectAll().where('merchantId', '=', merchantId)));
    },
  };
}
