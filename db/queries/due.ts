/** What is due, though a clock that ran fast may have said when. */
import { sql } from '../engines/kysely.ts';

/** `far` is later than anything of this kind waits until: a time beyond it counts as due (`invoicing/far-ahead.ts`). */
export type Due = { readonly now: number; readonly far: number };

/** Whether the time of something of which there is never much has come: SQLite reads all that waits. */
export function isDue({ now, far }: Due) {
  return sql<boolean>`(next_at <= ${now} or next_at > ${far})`;
}
