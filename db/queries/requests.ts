/** What customers asked for and could not have yet. */

import type { RequestKept, RequestStore } from '../../server/invoicing/request-store.ts';
import { requestEvent } from '../delivery-rows.ts';
import type { Engine } from '../engines/engine.ts';
import { all, first } from '../engines/work.ts';
import { fromRequestRow, knownRequest, toRequestRow } from '../rows.ts';
import { addEvents } from './events.ts';

/** The requests of every merchant's customers. */
export function createRequestStore(engine: Engine): RequestStore {
  const { db, run, write, insertMany } = engine;
  const byId = (id: string) => first(db.selectFrom('request').selectAll().where('id', '=', id));
  return {
    async keep(asked) {
      return write<RequestKept>(function* () {
        if ((yield* insertMany('request', [toRequestRow(asked)], { on: ['id'] })) === 1) {
          yield* addEvents(engine, [requestEvent(asked)]);
          return { kind: 'created', request: asked };
        }
        // Whoever inserted it at the same time has committed: the insert waited for that.
        return knownRequest(asked, yield* byId(asked.id));
      });
    },
    async get(id) {
      const row = await run(byId(id));
      return row === undefined ? undefined : fromRequestRow(row);
    },
    async listAbout({ merchantId, world }, purchaseKey, limit) {
      const about = db
        .selectFrom('request')
        .selectAll()
        .where((eb) => eb.and({ merchantId, world, purchaseKey }));
      return (await run(all(about.orderBy('seq').limit(limit)))).map(fromRequestRow);
    },
    async list({ merchantId, world }, limit) {
      const ofTenant = db
        .selectFrom('request')
        .selectAll()
        .where((eb) => eb.and({ merchantId, world }));
      return (await run(all(ofTenant.orderBy('seq', 'desc').limit(limit)))).map(fromRequestRow);
    },
  };
}
