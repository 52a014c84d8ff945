/** Who works for which merchant. */

import type { AccountStore, MemberChange } from '../../server/accounts/account-store.ts';
import { leavesNoOwner } from '../../server/accounts/members.ts';
import type { Post } from '../../server/merchants/post.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, first, hotStatement } from '../engines/work.ts';
import { fromPostColumns, toMemberRow, toPostColumns } from '../post-columns.ts';
import { toMerchantRow } from '../rows.ts';

type Members = Pick<
  AccountStore,
  'memberships' | 'postOf' | 'listMembers' | 'foundMerchant' | 'changePost' | 'removeMember'
>;
type Place = { readonly merchantId: string; readonly personId: string };

/** The members of every merchant. */
export function createMembers({ db, run, write, insertMany, locked }: Engine): Members {
  const post = hotStatement('member_post', ({ merchantId, personId }: Place) =>
    db
      .selectFrom('member')
      .select(['role', 'branches'])
      .where('merchantId', '=', merchantId)
      .where('personId', '=', personId),
  );
  /** Runs the change unless the rule of the last owner forbids it; changes of one merchant run one after the other. */
  const alter = ({ merchantId, personId }: Place, becomes: Post | 'nobody'): Promise<MemberChange> =>
    write(function* () {
      yield* first(locked(db.selectFrom('merchant').select('id').where('id', '=', merchantId)));
      const own = yield* post.first({ merchantId, personId });
      if (own === undefined) return 'unknown';
      const owners = yield* all(
        db
          .selectFrom('member')
          .select('personId')
          .where((eb) => eb.and({ merchantId, role: 'owner' })),
      );
      if (leavesNoOwner(fromPostColumns(own), becomes, owners.length)) return 'last-owner';
      const place = { merchantId, personId };
      if (becomes === 'nobody') yield* change(db.deleteFrom('member').where((eb) => eb.and(place)));
      else
        yield* change(
          db
            .updateTable('member')
            .set(toPostColumns(becomes))
            .where((eb) => eb.and(place)),
        );
      return 'changed';
    });
  return {
    async memberships(personId) {
      const found = db
        .selectFrom('member')
        .innerJoin('merchant', 'merchant.id', 'member.merchantId')
        .select(['merchant.id', 'merchant.tradeName', 'member.role', 'member.branches'])
        .where('member.personId', '=', personId)
        .orderBy('merchant.tradeName')
        .orderBy('merchant.id');
      return (await run(all(found))).map(fromPostColumns);
    },
    async postOf(personId, merchantId) {
      const found = await run(post.first({ merchantId, personId }));
      return found && fromPostColumns(found);
    },
    async listMembers(merchantId) {
      const found = db
        .selectFrom('member')
        .innerJoin('person', 'person.id', 'member.personId')
        .select(['member.merchantId', 'member.personId', 'member.role', 'member.branches', 'member.createdAt'])
        .select(['person.email', 'person.name'])
        .where('member.merchantId', '=', merchantId)
        .orderBy('member.createdAt')
        .orderBy('member.personId');
      return (await run(all(found))).map(fromPostColumns);
    },
    foundMerchant: (merchant, branch, owner) =>
      write(function* () {
        yield* insertMany('merchant', [toMerchantRow(merchant)]);
        yield* insertMany('branch', [branch]);
        yield* insertMany('member', [toMemberRow(owner)]);
      }),
    changePost: alter,
    removeMember: (place) => alter(place, 'nobody'),
  };
}
