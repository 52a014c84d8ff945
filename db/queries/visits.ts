/** How often portals were visited, by channel and day. */

import type { Channel } from '../../server/portals/channels.ts';
import type { VisitStore } from '../../server/portals/visit-store.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { hotStatement, statement } from '../engines/work.ts';
import { createPruneVisits } from './prune.ts';

type Counted = { readonly slug: string; readonly channel: Channel; readonly day: string };
type Span = { readonly slug: string; readonly from: string; readonly to: string };

/** Counts of visits. */
export function createVisitStore(engine: Engine): VisitStore {
  const { db, run } = engine;
  const add = hotStatement('visit_add', ({ slug, channel, day }: Counted) =>
    db
      .insertInto('portalVisit')
      .values({ slug, channel, day, visits: 1 })
      .onConflict((known) =>
        known.columns(['slug', 'day', 'channel']).doUpdateSet({ visits: sql<number>`portal_visit.visits + 1` }),
      ),
  );
  const span = statement(({ slug, from, to }: Span) =>
    db
      .selectFrom('portalVisit')
      .select(['day', 'channel', 'visits'])
      .where('slug', '=', slug)
      .where('day', '>=', from)
      .where('day', '<=', to)
      .orderBy('day')
      .orderBy('channel'),
  );
  return {
    async add(slug, channel, day) {
      await run(add.change({ slug, channel, day }));
    },
    list: (slug, from, to) => run(span.all({ slug, from, to })),
    prune: createPruneVisits(engine),
  };
}
