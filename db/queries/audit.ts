/** The audit log: entries are added and read, never changed. */

import {
  type AuditDraft,
  type AuditEntry,
  type AuditFilter,
  type AuditIntent,
  type AuditStore,
  INTERRUPTED_MS,
  type PersonNote,
  type Seal,
} from '../../server/accounts/audit.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, first, type Work } from '../engines/work.ts';
import { present } from '../rows.ts';

/** Adds entries in the transaction of the change that they record. */
export type AuditWork = {
  append(draft: AuditDraft, seal: Seal): Work<void>;
  /** An entry of each merchant that the person works for. */
  notePerson(personId: string, note: PersonNote): Work<void>;
};

/** Creates the work that other query files run to add audit entries inside their own transactions. */
export function createAuditWork({ db, insertMany, locked }: Engine): AuditWork {
  function* append(draft: AuditDraft, seal: Seal): Work<void> {
    const { merchantId } = draft;
    // One after the other: the seal of the next entry covers this one.
    yield* first(locked(db.selectFrom('merchant').select('id').where('id', '=', merchantId)));
    const entries = db.selectFrom('auditEntry').select(['position', 'seal']).where('merchantId', '=', merchantId);
    const last = yield* first(entries.orderBy('position', 'desc').limit(1));
    const entry = { ...draft, position: (last?.position ?? 0) + 1 };
    const { target = null, world = null } = draft;
    yield* insertMany('auditEntry', [{ ...entry, target, world, seal: seal(entry, last?.seal ?? '') }]);
  }
  return {
    append,
    *notePerson(personId, { seal, ...note }) {
      const places = db.selectFrom('member').select('merchantId').where('personId', '=', personId);
      for (const { merchantId } of yield* all(places.orderBy('merchantId')))
        yield* append({ actor: personId, ...note, merchantId }, seal);
    },
  };
}

/** The logs of every merchant. */
export function createAuditStore(engine: Engine): AuditStore {
  const { db, run, write, insertMany } = engine;
  const { append, notePerson } = createAuditWork(engine);
  const remove = (id: string) => change(db.deleteFrom('auditIntent').where('id', '=', id));
  const rowOf = (intent: AuditIntent) => ({ ...intent, target: intent.target ?? null, world: intent.world ?? null });
  return {
    async begin(intent) {
      await run(insertMany('auditIntent', [rowOf(intent)]));
    },
    finish: ({ id, ...begun }, outcome, seal) =>
      write(function* () {
        // Another process took it for interrupted and added its entry.
        if ((yield* remove(id)) === 1) yield* append({ ...begun, ...outcome }, seal);
      }),
    async drop(id) {
      await run(remove(id));
    },
    enterInterrupted: (merchantId, now, seal) =>
      write(function* () {
        const intents = db.selectFrom('auditIntent').selectAll().where('merchantId', '=', merchantId);
        for (const row of yield* all(
          intents
            .where('at', '<', now - INTERRUPTED_MS)
            .orderBy('at')
            .limit(200),
        )) {
          const { id, ...begun } = present(row) as AuditIntent;
          if ((yield* remove(id)) === 1) yield* append({ ...begun, status: 0 }, seal);
        }
      }),
    notePerson: (personId, note) => write(() => notePerson(personId, note)),
    ...createAuditReads(engine),
  };
}

function createAuditReads({ db, run }: Engine): Pick<AuditStore, 'list' | 'listAfter'> {
  const entriesOf = (merchantId: string) =>
    db.selectFrom('auditEntry').selectAll().where('merchantId', '=', merchantId);
  const among = (entries: ReturnType<typeof entriesOf>, { actor, action, from, until, world }: AuditFilter) => {
    let found = entries;
    if (actor !== undefined) found = found.where('actor', '=', actor);
    if (action !== undefined) found = found.where('action', '=', action);
    if (from !== undefined) found = found.where('at', '>=', from);
    if (until !== undefined) found = found.where('at', '<', until);
    if (world !== undefined) found = found.where('world', '=', world);
    return found;
  };
  return {
    async list(merchantId, { limit, before, ...filter }) {
      const entries = among(entriesOf(merchantId), filter).orderBy('position', 'desc').limit(limit);
      const rows = await run(all(before === undefined ? entries : entries.where('position', '<', before)));
      return rows.map((row) => present(row) as AuditEntry);
    },
    async listAfter(merchantId, position, limit) {
      const entries = entriesOf(merchantId).where('position', '>', position);
      return (await run(all(entries.orderBy('position').limit(limit)))).map((row) => present(row) as AuditEntry);
    },
  };
}
