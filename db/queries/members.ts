/** Who works for which merchant. */

import type { AccountStore, MemberChange } from '../../server/accounts/account-store.ts';
import type { Role } from '../../server/merchants/role.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, first, hotStatement } from '../engines/work.ts';
import { toMerchantRow } from '../rows.ts';

type Members = Pick<
  AccountStore,
  'memberships' | 'roleOf' | 'listMembers' | 'foundMerchant' | 'changeRole' | 'removeMember'
>;
type Place = { readonly merchantId: string; readonly personId: string };

/** The members of every merchant. */
export function createMembers({ db, run, write, insertMany, locked }: Engine): Members {
  const role = hotStatement('member_role', ({ merchantId, personId }: Place) =>
    db.selectFrom('member').select('role').where('merchantId', '=', merchantId).where('personId', '=', personId),
  );
  /** Runs the change unless it takes a merchant's only owner away; changes of one merchant follow each other. */
  const alter = ({ merchantId, personId }: Place, becomes: Role | 'nobody'): Promise<MemberChange> =>
    write(function* () {
      yield* first(locked(db.selectFrom('merchant').select('id').where('id', '=', merchantId)));
      const own = yield* role.first({ merchantId, personId });
      if (own === undefined) return 'unknown';
      const owners = yield* all(
        db
          .selectFrom('member')
          .select('personId')
          .where((eb) => eb.and({ merchantId, role: 'owner' })),
      );
      if (own.role === 'owner' && becomes !== 'owner' && owners.length === 1) return 'last-owner';
      const place = { merchantId, personId };
      if (becomes === 'nobody') yield* change(db.deleteFrom('member').where((eb) => eb.and(place)));
      else
        yield* change(
          db
            .updateTable('member')
            .set({ role: becomes })
            .where((eb) => eb.and(place)),
        );
      return 'changed';
    });
  return {
    memberships: (personId) =>
      run(
        all(
          db
            .selectFrom('member')
            .innerJoin('merchant', 'merchant.id', 'member.merchantId')
            .select(['merchant.id', 'merchant.tradeName', 'member.role'])
            .where('member.personId', '=', personId)
            .orderBy('merchant.tradeName')
            .orderBy('merchant.id'),
        ),
      ),
    roleOf: async (personId, merchantId) => (await run(role.first({ merchantId, personId })))?.role,
    listMembers: (merchantId) =>
      run(
        all(
          db
            .selectFrom('member')
            .innerJoin('person', 'person.id', 'member.personId')
            .select(['member.merchantId', 'member.personId', 'member.role', 'member.createdAt'])
            .select(['person.email', 'person.name'])
            .where('member.merchantId', '=', merchantId)
            .orderBy('member.createdAt')
            .orderBy('member.personId'),
        ),
      ),
    foundMerchant: (merchant, branch, owner) =>
      write(function* () {
        yield* insertMany('merchant', [toMerchantRow(merchant)]);
        yield* insertMany('branch', [branch]);
        yield* insertMany('member', [owner]);
      }),
    changeRole: alter,
    removeMember: (place) => alter(place, 'nobody'),
  };
}
