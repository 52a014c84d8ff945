/** Merchants that went live, each together with its live portal. */

import type { GoingLiveStore } from '../../server/portals/going-live-store.ts';
import type { Engine } from '../engines/engine.ts';
import { change, first } from '../engines/work.ts';
import { addPortalIn, putPortalIn, renamePortalIn } from './portals.ts';

/** Who went live, of every merchant. */
export function createGoingLiveStore(engine: Engine): GoingLiveStore {
  const { db, run, write } = engine;
  return {
    async goLive({ merchantId, ...set }, portal, aside) {
      return write(function* () {
        if (!aside) {
          if ((yield* putPortalIn(engine, portal)) === 'taken') return 'taken';
        } else {
          if ((yield* renamePortalIn(engine, aside.portal, aside.to)) !== 'renamed') return 'taken';
          // Only an error undoes what was already moved.
          if ((yield* addPortalIn(engine, portal)) === 'taken') throw new Error(`${portal.slug} did not become free`);
        }
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
