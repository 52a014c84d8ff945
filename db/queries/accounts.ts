/** People, their one-time links and their memberships. */

import type { OneTimeLink, Person } from '../../server/accounts/account.ts';
import type { AccountStore } from '../../server/accounts/account-store.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, first, type Work } from '../engines/work.ts';
import { fromPersonRow, toPersonRow } from '../person-rows.ts';
import { fromPostColumns, toMemberRow, toPostColumns } from '../post-columns.ts';
import { present } from '../rows.ts';
import { revokeLinks } from './account-links.ts';
import { createAuditWork } from './audit.ts';
import { createMembers } from './members.ts';
import { createPasskeys } from './passkeys.ts';
import { createHasSamePassword } from './same-password.ts';
import { createSecondFactors, createUseCode } from './second-factors.ts';
import { createSessions, sessionRow } from './sessions.ts';

type People = Pick<
  AccountStore,
  'hasPeople' | 'isFirstPerson' | 'findPerson' | 'getPerson' | 'setUp' | 'accept' | 'reset'
>;
type Details = Pick<AccountStore, 'signUp' | 'rename' | 'changeEmail'>;
type Links = Pick<AccountStore, 'putLink' | 'findLink' | 'listInvitations' | 'removeInvitation'>;

/** People and what is theirs. */
export function createAccountStore(engine: Engine): AccountStore {
  return {
    ...createPeople(engine),
    ...createDetails(engine),
    ...createLinks(engine),
    ...createSessions(engine),
    ...createSecondFactors(engine),
    ...createPasskeys(engine),
    ...createMembers(engine),
  };
}

function createPeople(engine: Engine): People {
  const { db, run, write, insertMany, locked } = engine;
  const { notePerson } = createAuditWork(engine);
  const useCode = createUseCode(engine);
  const hasSamePassword = createHasSamePassword(engine);
  const anybody = () => first(db.selectFrom('person').select('id').limit(1));
  const spend = (hash: string) => change(db.deleteFrom('accountLink').where('hash', '=', hash));
  function* personWhere(column: 'email' | 'id', value: string): Work<Person | undefined> {
    const row = yield* first(db.selectFrom('person').selectAll().where(column, '=', value));
    return row && fromPersonRow(row);
  }
  const lockedLink = (hash: string, now: number) =>
    first(locked(db.selectFrom('accountLink').selectAll().where('hash', '=', hash).where('expiresAt', '>', now)));
  return {
    hasPeople: async () => (await run(anybody())) !== undefined,
    async isFirstPerson(id) {
      const inOrder = db.selectFrom('person').select('id').orderBy('createdAt').orderBy('id').limit(1);
      return (await run(first(inOrder)))?.id === id;
    },
    findPerson: (email) => run(personWhere('email', email)),
    getPerson: (id) => run(personWhere('id', id)),
    setUp: (linkHash, person, begun) =>
      write(function* () {
        if (yield* anybody()) return 'already-set-up';
        const link = yield* lockedLink(linkHash, person.createdAt);
        if (link?.kind !== 'setup') return 'spent';
        yield* spend(linkHash);
        yield* insertMany('person', [toPersonRow(person)]);
        yield* insertMany('session', [sessionRow(begun)]);
        return 'set-up';
      }),
    accept: (linkHash, person, member, begun, note, use) =>
      write(function* () {
        const link = yield* lockedLink(linkHash, member.createdAt);
        if (link?.kind !== 'invitation') return 'spent';
        yield* insertMany('person', [toPersonRow(person)], { on: ['email'] });
        const kept = yield* first(db.selectFrom('person').select('id').where('email', '=', person.email));
        // Somebody with this address has accepted another invitation in the meantime: they have to sign in and accept this one as themselves.
        if (kept?.id !== person.id) return 'spent';
        if (!(yield* hasSamePassword(person.id, person.passwordHash))) return 'password-changed';
        if (!(yield* useCode(person.id, use, note))) return 'code-spent';
        yield* spend(linkHash);
        yield* insertMany('member', [toMemberRow(member)], { on: ['merchantId', 'personId'] });
        yield* insertMany('session', [sessionRow(begun)]);
        yield* notePerson(person.id, note);
        return 'accepted';
      }),
    reset: (linkHash, personId, { passwordHash, now, note }) =>
      write(function* () {
        const link = yield* lockedLink(linkHash, now);
        if (link?.kind !== 'reset' || link.personId !== personId) return 'spent';
        yield* spend(linkHash);
        const before = yield* personWhere('id', personId);
        if (before?.emailProvenAt === undefined)
          for (const table of ['passkey', 'recoveryCode', 'secondFactor'] as const)
            yield* change(db.deleteFrom(table).where('personId', '=', personId));
        const emailProvenAt = before?.emailProvenAt ?? now;
        yield* change(db.updateTable('person').set({ passwordHash, emailProvenAt }).where('id', '=', personId));
        yield* change(db.deleteFrom('session').where('personId', '=', personId));
        yield* revokeLinks(db, personId);
        yield* notePerson(personId, note);
        return 'reset';
      }),
  };
}

function createDetails(engine: Engine): Details {
  const { db, write, insertMany, locked } = engine;
  const { notePerson } = createAuditWork(engine);
  const spend = (hash: string) => change(db.deleteFrom('accountLink').where('hash', '=', hash));
  return {
    signUp: (linkHash, person, begun) =>
      write(function* () {
        if ((yield* spend(linkHash)) === 0) return 'spent';
        yield* insertMany('person', [toPersonRow(person)], { on: ['email'] });
        const kept = yield* first(db.selectFrom('person').select('id').where('email', '=', person.email));
        if (kept?.id !== person.id) return 'spent';
        yield* insertMany('session', [sessionRow(begun)]);
        return 'signed-up';
      }),
    rename: (personId, name, note) =>
      write(function* () {
        yield* change(db.updateTable('person').set({ name }).where('id', '=', personId));
        yield* notePerson(personId, note);
      }),
    changeEmail: (personId, email, note, linkHash) =>
      write(function* () {
        const holders = db.selectFrom('person').select('id').where('email', '=', email);
        const holder = yield* first(locked(holders));
        if (holder && holder.id !== personId) return 'taken';
        if (linkHash !== undefined && (yield* spend(linkHash)) === 0) return 'spent';
        const emailProvenAt = linkHash === undefined ? null : note.at;
        yield* change(db.updateTable('person').set({ email, emailProvenAt }).where('id', '=', personId));
        yield* revokeLinks(db, personId);
        yield* notePerson(personId, note);
        return 'changed';
      }),
  };
}

function createLinks(engine: Engine): Links {
  const { db, run, write, insertMany } = engine;
  const hasSamePassword = createHasSamePassword(engine);
  return {
    putLink: (link, hash, passwordHash) =>
      write(function* () {
        const { kind, expiresAt } = link;
        const personId = kind === 'reset' || kind === 'email' ? link.personId : null;
        if (personId !== null && passwordHash !== undefined && !(yield* hasSamePassword(personId, passwordHash)))
          return;
        const email = kind === 'email' || kind === 'sign-up' || kind === 'invitation' ? link.email : null;
        const { id, merchantId } = kind === 'invitation' ? link : { id: null, merchantId: null };
        const post = kind === 'invitation' ? toPostColumns(link) : { role: null, branches: null };
        const invitedBy = (kind === 'invitation' && link.invitedBy) || null;
        const before = db.deleteFrom('accountLink').where('kind', '=', kind);
        if (kind === 'setup') yield* change(before);
        if (kind === 'invitation') yield* change(before.where((eb) => eb.and({ merchantId, email })));
        if (personId !== null) yield* change(before.where('personId', '=', personId));
        if (kind === 'sign-up') yield* change(before.where('email', '=', email));
        yield* insertMany('accountLink', [
          { hash, kind, id, personId, merchantId, email, ...post, invitedBy, expiresAt },
        ]);
      }),
    async findLink(hash, now) {
      const links = db.selectFrom('accountLink').selectAll().where('hash', '=', hash);
      const row = await run(first(links.where('expiresAt', '>', now)));
      return row && linkOf(row);
    },
    async listInvitations(merchantId, now) {
      const links = db.selectFrom('accountLink').selectAll().where('merchantId', '=', merchantId);
      const rows = await run(all(links.where('expiresAt', '>', now).orderBy('expiresAt', 'desc').orderBy('id')));
      return rows.map(linkOf).filter((link) => link.kind === 'invitation');
    },
    async removeInvitation(merchantId, id) {
      const removed = db.deleteFrom('accountLink').where((eb) => eb.and({ merchantId, id }));
      return (await run(change(removed))) === 1 ? 'removed' : 'unknown';
    },
  };
}

/** The kind of a link determines its columns. */
function linkOf({
  hash: _,
  ...row
}: { readonly hash: string; readonly branches: string | null } & Record<string, unknown>): OneTimeLink {
  return present(fromPostColumns(row)) as unknown as OneTimeLink;
}
