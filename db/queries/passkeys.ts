/** Passkeys, and the challenges that await their answer. */

import type { Passkey, PasskeyStore } from '../../server/accounts/passkey-store.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, first } from '../engines/work.ts';
import { present } from '../rows.ts';
import { createAuditWork } from './audit.ts';
import { createHasSamePassword } from './same-password.ts';

/** The passkeys of everybody. */
export function createPasskeys(engine: Engine): PasskeyStore {
  const { db, run, write, insertMany } = engine;
  const { notePerson } = createAuditWork(engine);
  const hasSamePassword = createHasSamePassword(engine);
  const byCredential = (credentialId: string) =>
    db.selectFrom('passkey').selectAll().where('credentialId', '=', credentialId);
  return {
    async listPasskeys(personId) {
      const own = db.selectFrom('passkey').selectAll().where('personId', '=', personId);
      return (await run(all(own.orderBy('createdAt').orderBy('id')))).map((row) => present(row) as Passkey);
    },
    async findPasskey(credentialId) {
      const row = await run(first(byCredential(credentialId)));
      return row && (present(row) as Passkey);
    },
    putPasskey: (passkey, passwordHash, note) =>
      write(function* () {
        if (!(yield* hasSamePassword(passkey.personId, passwordHash))) return 'password-changed';
        const row = { lastUsedAt: null, ...passkey, publicKey: Buffer.from(passkey.publicKey) };
        yield* insertMany('passkey', [row], { on: ['credentialId'] });
        if ((yield* first(byCredential(passkey.credentialId)))?.id !== passkey.id) return 'known';
        yield* notePerson(passkey.personId, note);
        return 'put';
      }),
    removePasskey: (personId, id, note) =>
      write(function* () {
        if ((yield* change(db.deleteFrom('passkey').where((eb) => eb.and({ personId, id })))) === 0) return 'unknown';
        yield* notePerson(personId, note);
        return 'removed';
      }),
    async putChallenge(challenge, hash) {
      await run(insertMany('passkeyChallenge', [{ ...challenge, hash }]));
    },
    async takeChallenge({ purpose, boundTo }, hash, now) {
      const waiting = db.deleteFrom('passkeyChallenge').where((eb) => eb.and({ hash, purpose, boundTo }));
      return (await run(change(waiting.where('expiresAt', '>', now)))) === 1;
    },
  };
}
