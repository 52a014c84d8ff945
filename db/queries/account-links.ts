/** The one-time links of a person. */
import type { Engine } from '../engines/engine.ts';
import { change, type Work } from '../engines/work.ts';

/** Revokes the links that would change a person's password or address. */
export function* revokeLinks(db: Engine['db'], personId: string): Work<void> {
  yield* change(db.deleteFrom('accountLink').where('personId', '=', personId));
}
