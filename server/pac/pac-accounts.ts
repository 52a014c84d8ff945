/** Merchants' accounts with PACs, and the PACs that stamp for a tenant. */
import { createProviderAccounts, type ProviderAccountsOptions } from '../outbound/provider-accounts.ts';
import { KNOWN_PACS } from './known-pacs.ts';
import type { Pac } from './pac.ts';
import type { PacAccounts } from './pacs.ts';
import { withReportedTime } from './reported-time.ts';

/** What accounts with PACs need: storage, the credential safe, time limits, and the sandbox. */
export type PacAccountsOptions = Omit<ProviderAccountsOptions<Pac>, 'role' | 'known'> & {
  /** Stamps in the test world for tenants that have no account there. */
  readonly sandbox: Pac | undefined;
};

/** Creates the accounts, with the sandbox for tenants that have none in the test world. */
export function createPacAccounts({ sandbox, ...options }: PacAccountsOptions): PacAccounts {
  const accounts = createProviderAccounts({ role: 'pac', known: KNOWN_PACS, ...options });
  const open: PacAccounts['open'] = async (tenant) => {
    const opened = await accounts.open(tenant);
    return opened.length === 0 && tenant.world === 'test' && sandbox
      ? [{ adapter: sandbox, account: NOBODYS }]
      : opened;
  };
  return {
    ...accounts,
    open,
    of: async (tenant) => (await open(tenant)).map(({ adapter }) => withReportedTime(adapter)),
    async since(tenant, pacId) {
      const opened = await open(tenant);
      return opened.find(({ adapter }) => adapter.capabilities.id === pacId)?.account.since ?? 0;
    },
  };
}

/** No merchant has an account with the sandbox, so it is never listed. */
const NOBODYS = { provider: 'sandbox', name: 'Sandbox', position: 0, settings: {}, since: 0 };
