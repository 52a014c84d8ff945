/** Accounts with providers on SQLite. */
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
import { fromAccountRow, toAccountRow } from '../provider-rows.ts';
import type { ProviderAccount, ProviderStore } from '../provider-store.ts';
import type { Connection } from './database.ts';
import { providerAccount as account, invoice } from './schema.ts';

/** Accounts with providers, over one connection. */
export function createProviderStore({ db, write }: Connection): ProviderStore {
  return {
    async putAccount(put) {
      const row = toAccountRow(put);
      const line = lineOf(put.tenant, put.role);
      const target = [account.merchantId, account.world, account.role, account.provider];
      const { position, sealedCredentials, settings, createdAt } = row;
      write((tx) => {
        const inThePlace = and(line, eq(account.position, position), ne(account.provider, put.provider));
        const end = tx
          .select({ end: sql<number>`max(${account.position}) + 1` })
          .from(account)
          .where(line);
        tx.update(account)
          .set({ position: sql`${end}` })
          .where(inThePlace)
          .run();
        const set = { position, sealedCredentials, settings, createdAt };
        tx.insert(account).values(row).onConflictDoUpdate({ target, set }).run();
      });
    },
    async listAccounts(tenant, role) {
      const line = db.select().from(account).where(lineOf(tenant, role)).orderBy(asc(account.position));
      return line.all().map(fromAccountRow);
    },
    async deleteAccount(tenant, role, provider) {
      return write((tx) => {
        if (role === 'pac') {
          const underWay = and(
            eq(invoice.merchantId, tenant.merchantId),
            eq(invoice.world, tenant.world),
            eq(invoice.pacId, provider),
            inArray(invoice.state, ['sending', 'in-doubt']),
          );
          const row = tx.select({ id: invoice.id }).from(invoice).where(underWay).limit(1).get();
          if (row !== undefined) return 'in-use';
        }
        const { changes } = tx
          .delete(account)
          .where(and(lineOf(tenant, role), eq(account.provider, provider)))
          .run();
        return changes === 1 ? 'deleted' : 'unknown';
      });
    },
  };
}

function lineOf({ merchantId, world }: Tenant, role: ProviderAccount['role']) {
  return and(eq(account.merchantId, merchantId), eq(account.world, world), eq(account.role, role));
}
