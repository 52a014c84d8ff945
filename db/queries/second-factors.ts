/** Second steps of signing in, and their recovery codes. */

import type { PersonNote } from '../../server/accounts/audit.ts';
import type { CodeUse, SecondFactor, SecondFactorStore } from '../../server/accounts/second-factor-store.ts';
import type { Engine } from '../engines/engine.ts';
import { change, first, type Work } from '../engines/work.ts';
import { present } from '../rows.ts';
import { createAuditWork } from './audit.ts';

/** Uses up a code in the transaction of what it authorises; `false` if it was used before. Without a code there is nothing to use up. */
export type UseCode = (personId: string, use: CodeUse | undefined, note: PersonNote) => Work<boolean>;

/** Creates the work that other query files run inside their own transactions. */
export function createUseCode(engine: Engine): UseCode {
  const { db } = engine;
  const { notePerson } = createAuditWork(engine);
  return function* useCode(personId, use, note) {
    if (use === undefined) return true;
    if (use.kind === 'totp') {
      const { step: lastStep } = use;
      const own = db.updateTable('secondFactor').set({ lastStep }).where('personId', '=', personId);
      return (yield* change(own.where('confirmedAt', 'is not', null).where('lastStep', '<', lastStep))) === 1;
    }
    if (use.kind === 'passkey') {
      const { id, before, counter } = use;
      const own = db.updateTable('passkey').where((eb) => eb.and({ personId, id, counter: before }));
      return (yield* change(own.set({ counter, lastUsedAt: note.at }))) === 1;
    }
    const { hash } = use;
    const isUsed = (yield* change(db.deleteFrom('recoveryCode').where((eb) => eb.and({ personId, hash })))) === 1;
    if (isUsed) yield* notePerson(personId, { ...note, action: 'recovery-code-used' });
    return isUsed;
  };
}

/** The second steps of everybody. */
export function createSecondFactors(engine: Engine): SecondFactorStore {
  const { db, run, write, insertMany } = engine;
  const { notePerson } = createAuditWork(engine);
  const own = (personId: string) => db.selectFrom('secondFactor').selectAll().where('personId', '=', personId);
  function* putCodes(personId: string, hashes: readonly string[]): Work<void> {
    yield* change(db.deleteFrom('recoveryCode').where('personId', '=', personId));
    yield* insertMany(
      'recoveryCode',
      hashes.map((hash) => ({ personId, hash })),
    );
  }
  return {
    async findSecondFactor(personId) {
      const row = await run(first(own(personId)));
      return row && (present(row) as SecondFactor);
    },
    async countRecoveryCodes(personId) {
      const codes = db.selectFrom('recoveryCode').where('personId', '=', personId);
      const row = await run(first(codes.select((eb) => eb.fn.countAll().as('left'))));
      return Number(row?.left ?? 0);
    },
    putSecondFactor: (factor) =>
      write(function* () {
        const { personId, sealed } = factor;
        yield* change(db.deleteFrom('secondFactor').where('personId', '=', personId).where('confirmedAt', 'is', null));
        const row = { ...factor, sealed: Buffer.from(sealed), confirmedAt: null };
        yield* insertMany('secondFactor', [row], { on: ['personId'] });
        return (yield* first(own(personId)))?.confirmedAt === null ? 'put' : 'on';
      }),
    confirmSecondFactor: ({ personId, sealed }, { step, hashes }, note) =>
      write(function* () {
        const pending = db
          .updateTable('secondFactor')
          .where('personId', '=', personId)
          .where('confirmedAt', 'is', null);
        const exactly = pending.where('sealed', '=', Buffer.from(sealed));
        if ((yield* change(exactly.set({ confirmedAt: note.at, lastStep: step }))) === 0) return 'unknown';
        yield* putCodes(personId, hashes);
        yield* notePerson(personId, note);
        return 'confirmed';
      }),
    renewRecoveryCodes: (personId, hashes, note) =>
      write(function* () {
        if (((yield* first(own(personId)))?.confirmedAt ?? null) === null) return 'unknown';
        yield* putCodes(personId, hashes);
        yield* notePerson(personId, note);
        return 'renewed';
      }),
    removeSecondFactor: (personId, note) =>
      write(function* () {
        yield* change(db.deleteFrom('recoveryCode').where('personId', '=', personId));
        if ((yield* change(db.deleteFrom('secondFactor').where('personId', '=', personId))) === 0) return 'unknown';
        yield* notePerson(personId, note);
        return 'removed';
      }),
  };
}
