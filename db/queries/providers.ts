/** Merchants' accounts with PACs, registries and mailers. */

import type { Tenant } from '../../server/merchants/tenant.ts';
import type { ProviderAccount, ProviderStore } from '../../server/outbound/provider-store.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, first } from '../engines/work.ts';
import { fromAccountRow, toAccountRow } from '../provider-rows.ts';

const ACCOUNT = ['merchantId', 'world', 'role', 'provider'] as const;
const SETTABLE = ['position', 'sealedCredentials', 'settings', 'createdAt'] as const;

/** The accounts of every merchant. */
export function createProviderStore({ db, run, write, insertMany }: Engine): ProviderStore {
  const line = ({ merchantId, world }: Tenant, role: ProviderAccount['role']) =>
    db.selectFrom('providerAccount').where((eb) => eb.and({ merchantId, world, role }));

  function* isUnderWay({ merchantId, world }: Tenant, pacId: string) {
    const invoices = db.selectFrom('invoice').select('id').where('state', 'in', ['sending', 'in-doubt']);
    return (yield* first(invoices.where((eb) => eb.and({ merchantId, world, pacId })).limit(1))) !== undefined;
  }

  return {
    async putAccount(put) {
      const { merchantId, world, role, position, provider } = toAccountRow(put);
      const end = line(put.tenant, role).select(sql<number>`max(position) + 1`.as('end'));
      const inThePlace = db
        .updateTable('providerAccount')
        .set({ position: sql<number>`(${end})` })
        .where((eb) => eb.and({ merchantId, world, role, position }))
        .where('provider', '<>', provider);
      const others = db
        .deleteFrom('providerAccount')
        .where((eb) => eb.and({ merchantId, world, role }))
        .where('provider', '<>', provider);
      await write(function* () {
        // No mail is tried with a second carrier, so another account would only come back when this one is removed.
        yield* change(role === 'mailer' ? others : inThePlace);
        yield* insertMany('providerAccount', [toAccountRow(put)], { on: ACCOUNT, replace: SETTABLE });
      });
    },
    async listAccounts(tenant, role) {
      return (await run(all(line(tenant, role).selectAll().orderBy('position')))).map(fromAccountRow);
    },
    async deleteAccount(tenant, role, provider) {
      const { merchantId, world } = tenant;
      return write(function* () {
        if (role === 'pac' && (yield* isUnderWay(tenant, provider))) return 'in-use';
        const account = db.deleteFrom('providerAccount');
        const deleted = yield* change(account.where((eb) => eb.and({ merchantId, world, role, provider })));
        return deleted === 1 ? 'deleted' : 'unknown';
      });
    },
  };
}
