/** Sessions, by the hash of the secret in their cookie. */

import type { Session } from '../../server/accounts/account.ts';
import type { AccountStore, NewSession, OpenSession } from '../../server/accounts/account-store.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, hotStatement } from '../engines/work.ts';
import { fromPersonRow } from '../person-rows.ts';
import { present } from '../rows.ts';
import { revokeLinks } from './account-links.ts';
import { createAuditWork } from './audit.ts';
import { createHasSamePassword } from './same-password.ts';
import { createUseCode } from './second-factors.ts';

type Sessions = Pick<
  AccountStore,
  | ('putSession' | 'findSession' | 'noteSeen' | 'stepUp')
  | ('listSessions' | 'endSession' | 'changePassword' | 'pruneOver')
>;

/** The sessions of everybody. */
export function createSessions(engine: Engine): Sessions {
  const { db, run, write, insertMany } = engine;
  const { notePerson } = createAuditWork(engine);
  const useCode = createUseCode(engine);
  const hasSamePassword = createHasSamePassword(engine);
  const byHash = hotStatement('session_by_hash', ({ hash, now }: { hash: string; now: number }) =>
    db.selectFrom('session').selectAll().where('hash', '=', hash).where('expiresAt', '>', now),
  );
  const personById = hotStatement('person_by_id', ({ id }: { id: string }) =>
    db.selectFrom('person').selectAll().where('id', '=', id),
  );
  const insert = (begun: NewSession) => insertMany('session', [sessionRow(begun)]);
  return {
    putSession: (begun, passwordHash, note, { insteadOf, use } = {}) =>
      write(function* () {
        const { personId } = begun.session;
        if (!(yield* hasSamePassword(personId, passwordHash))) return 'password-changed';
        if (!(yield* useCode(personId, use, note))) return 'code-spent';
        yield* notePerson(personId, note);
        if (insteadOf !== undefined) yield* change(db.deleteFrom('session').where('hash', '=', insteadOf));
        yield* insert(begun);
        return 'done';
      }),
    findSession: (hash, now) =>
      run(
        (function* () {
          const row = yield* byHash.first({ hash, now });
          if (row === undefined) return undefined;
          const session = sessionOf(row);
          const person = yield* personById.first({ id: session.personId });
          return person && ({ session, person: fromPersonRow(person) } satisfies OpenSession);
        })(),
      ),
    async noteSeen(id, lastSeenAt, expiresAt) {
      await run(change(db.updateTable('session').set({ lastSeenAt, expiresAt }).where('id', '=', id)));
    },
    stepUp: ({ session, person }, hash, { hash: proofHash, until: provenUntil }, note, use) =>
      write(function* () {
        const { id, personId } = session;
        if (!(yield* hasSamePassword(personId, person.passwordHash))) return 'password-changed';
        if (!(yield* useCode(personId, use, note))) return 'code-spent';
        yield* change(db.updateTable('session').set({ hash, proofHash, provenUntil }).where('id', '=', id));
        yield* notePerson(personId, note);
        return 'done';
      }),
    async listSessions(personId, now) {
      const own = db.selectFrom('session').selectAll().where('personId', '=', personId).where('expiresAt', '>', now);
      const rows = await run(all(own.orderBy('createdAt', 'desc').orderBy('id')));
      return rows.map(sessionOf);
    },
    endSession: (personId, id, note) =>
      write(function* () {
        const ended = yield* change(db.deleteFrom('session').where((eb) => eb.and({ personId, id })));
        if (ended === 0) return 'unknown';
        yield* notePerson(personId, note);
        return 'ended';
      }),
    changePassword: ({ id, passwordHash: before }, passwordHash, next, note) =>
      write(function* () {
        if (!(yield* hasSamePassword(id, before))) return 'password-changed';
        yield* notePerson(id, note);
        yield* change(db.updateTable('person').set({ passwordHash }).where('id', '=', id));
        yield* change(db.deleteFrom('session').where('personId', '=', id));
        yield* revokeLinks(db, id);
        yield* insert(next);
        return 'done';
      }),
    async pruneOver(now, limit) {
      const sessions = db.selectFrom('session').select('id').where('expiresAt', '<=', now).limit(limit);
      const links = db.selectFrom('accountLink').select('hash').where('expiresAt', '<=', now).limit(limit);
      const challenges = db.selectFrom('passkeyChallenge').select('hash').where('expiresAt', '<=', now).limit(limit);
      await run(change(db.deleteFrom('passkeyChallenge').where('hash', 'in', challenges)));
      const ended = await run(change(db.deleteFrom('session').where('id', 'in', sessions)));
      return ended + (await run(change(db.deleteFrom('accountLink').where('hash', 'in', links))));
    },
  };
}

/** A new session has no step-up proof yet. */
export function sessionRow({ session, hash }: NewSession) {
  return { proofHash: null, provenUntil: null, ...session, hash };
}

function sessionOf({ hash: _, ...row }: { readonly hash: string } & Record<keyof Session, unknown>): Session {
  return present(row) as Session;
}
