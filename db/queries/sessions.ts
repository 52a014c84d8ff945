/** Sessions, by the hash of the secret in their cookie. */

import type { AccountStore, NewSession, OpenSession } from '../../server/accounts/account-store.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, hotStatement } from '../engines/work.ts';

type Sessions = Pick<
  AccountStore,
  | ('putSession' | 'findSession' | 'noteSeen' | 'stepUp')
  | ('listSessions' | 'endSession' | 'changePassword' | 'pruneOver')
>;

/** The sessions of everybody. */
export function createSessions({ db, run, write, insertMany }: Engine): Sessions {
  const byHash = hotStatement('session_by_hash', ({ hash, now }: { hash: string; now: number }) =>
    db.selectFrom('session').selectAll().where('hash', '=', hash).where('expiresAt', '>', now),
  );
  const personById = hotStatement('person_by_id', ({ id }: { id: string }) =>
    db.selectFrom('person').selectAll().where('id', '=', id),
  );
  const insert = ({ session, hash }: NewSession) => insertMany('session', [{ ...session, hash }]);
  return {
    putSession: (begun, insteadOf) =>
      write(function* () {
        if (insteadOf !== undefined) yield* change(db.deleteFrom('session').where('hash', '=', insteadOf));
        yield* insert(begun);
      }),
    findSession: (hash, now) =>
      run(
        (function* () {
          const row = yield* byHash.first({ hash, now });
          if (row === undefined) return undefined;
          const { hash: _, ...session } = row;
          const person = yield* personById.first({ id: session.personId });
          return person && ({ session, person } satisfies OpenSession);
        })(),
      ),
    async noteSeen(id, lastSeenAt, expiresAt) {
      await run(change(db.updateTable('session').set({ lastSeenAt, expiresAt }).where('id', '=', id)));
    },
    async stepUp(id, hash, steppedUpAt) {
      await run(change(db.updateTable('session').set({ hash, steppedUpAt }).where('id', '=', id)));
    },
    async listSessions(personId, now) {
      const own = db.selectFrom('session').selectAll().where('personId', '=', personId).where('expiresAt', '>', now);
      const rows = await run(all(own.orderBy('createdAt', 'desc').orderBy('id')));
      return rows.map(({ hash: _, ...session }) => session);
    },
    async endSession(personId, id) {
      const ended = await run(change(db.deleteFrom('session').where((eb) => eb.and({ personId, id }))));
      return ended === 1 ? 'ended' : 'unknown';
    },
    changePassword: (id, passwordHash, next) =>
      write(function* () {
        yield* change(db.updateTable('person').set({ passwordHash }).where('id', '=', id));
        yield* change(db.deleteFrom('session').where('personId', '=', id));
        yield* insert(next);
      }),
    async pruneOver(now, limit) {
      const sessions = db.selectFrom('session').select('id').where('expiresAt', '<=', now).limit(limit);
      const links = db.selectFrom('accountLink').select('hash').where('expiresAt', '<=', now).limit(limit);
      const ended = await run(change(db.deleteFrom('session').where('id', 'in', sessions)));
      return ended + (await run(change(db.deleteFrom('accountLink').where('hash', 'in', links))));
    },
  };
}
