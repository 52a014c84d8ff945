/** The audit log: entries are added and read, never changed. */

import type { AuditEntry, AuditStore } from '../../server/accounts/audit.ts';
import type { Engine } from '../engines/engine.ts';
import { all, first } from '../engines/work.ts';
import { present } from '../rows.ts';

/** The logs of every merchant. */
export function createAuditStore({ db, run, write, insertMany, locked }: Engine): AuditStore {
  const entriesOf = (merchantId: string) =>
    db.selectFrom('auditEntry').selectAll().where('merchantId', '=', merchantId);
  return {
    append: (draft, seal) =>
      write(function* () {
        const { merchantId } = draft;
        // One after the other: the next entry is sealed with this one.
        yield* first(locked(db.selectFrom('merchant').select('id').where('id', '=', merchantId)));
        const last = yield* first(entriesOf(merchantId).orderBy('position', 'desc').limit(1));
        const entry = { ...draft, position: (last?.position ?? 0) + 1 };
        const row = { ...entry, target: draft.target ?? null, seal: seal(entry, last?.seal ?? '') };
        yield* insertMany('auditEntry', [row]);
      }),
    async list(merchantId, { limit, before }) {
      const entries = entriesOf(merchantId).orderBy('position', 'desc').limit(limit);
      const rows = await run(all(before === undefined ? entries : entries.where('position', '<', before)));
      return rows.map((row) => present(row) as AuditEntry);
    },
    async listAfter(merchantId, position, limit) {
      const entries = entriesOf(merchantId).where('position', '>', position);
      return (await run(all(entries.orderBy('position').limit(limit)))).map((row) => present(row) as AuditEntry);
    },
  };
}
