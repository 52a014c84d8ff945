/** Whether a person still has the password that a request was made with. */
import type { Engine } from '../engines/engine.ts';
import { first, type Work } from '../engines/work.ts';

/** Locks the person until the transaction ends; `false` if their password is another than that of the hash by now. */
export type HasSamePassword = (personId: string, passwordHash: string) => Work<boolean>;

/**
 * Creates the work that whatever a password or a session authorises begins with: hashing takes time, in which a reset may have ended what its
 * request started with.
 */
export function createHasSamePassword({ db, locked }: Engine): HasSamePassword {
  return function* hasSamePassword(personId, passwordHash) {
    const row = yield* first(locked(db.selectFrom('person').select('passwordHash').where('id', '=', personId)));
    return row?.passwordHash === passwordHash;
  };
}
