/** Makes the sales of freed invoices due to be made again: what their sources said meanwhile changed nothing, because an invoice held them. */

import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { statement, type Work } from '../engines/work.ts';

type Ids = { readonly ids: readonly string[] };

/**
 * Raises the revision of those that a source made. Call it before the sales themselves are locked: folding locks a sale's facts before the sale.
 */
export function prepareRefold({ db, isAmong, locked }: Engine): (saleIds: readonly string[]) => Work<void> {
  const lock = statement(({ ids }: Ids) =>
    locked(
      db
        .selectFrom('sourceSale')
        .select('saleKey')
        .where(isAmong('sale_id', ids))
        .orderBy('sourceId')
        .orderBy('saleKey'),
    ),
  );
  const raised = statement(({ ids }: Ids) =>
    db.updateTable('sourceSale').set({ revision: sql<number>`revision + 1` }).where(isAmong('sale_id', ids)),
  );
  return function* (ids) {
    yield* lock.all({ ids });
    yield* raised.change({ ids });
  };
}
