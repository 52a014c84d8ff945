/** Merchants' accounts with PACs: kept sealed, opened into adapters, never read back. */
import type { ZodError } from 'zod';
import type { ProviderStore } from '../../db/provider-store.ts';
import type { CredentialSafe } from '../csd/credentials.ts';
import type { Tenant } from '../sales/sale.ts';
import { KNOWN_PACS } from './known-pacs.ts';
import type { Pac } from './pac.ts';
import type { PacAccount, PacAccounts } from './pacs.ts';

export type PacAccountsOptions = {
  readonly store: ProviderStore;
  readonly safe: CredentialSafe;
  /** The PAC's own limit per call. */
  readonly timeoutMs: number;
  /** Stand-ins on loopback, asked in the test world instead of the PACs' own test hosts. */
  readonly providersUrl: string | undefined;
  /** Stamps the test world of whoever has no account there. */
  readonly sandbox: Pac | undefined;
};

/** Adapters live as long as their account is not changed: some hold a session with their PAC. */
export function createPacAccounts({ store, safe, timeoutMs, providersUrl, sandbox }: PacAccountsOptions): PacAccounts {
  const open = new Map<string, { readonly sealed: string; readonly pac: Pac }>();

  async function adapterOf(tenant: Tenant, provider: string, sealedCredentials: Uint8Array): Promise<Pac | undefined> {
    const known = KNOWN_PACS[provider];
    const place = `${tenant.merchantId} ${tenant.world} ${provider}`;
    const sealed = Buffer.from(sealedCredentials).toString('base64');
    const kept = open.get(place);
    if (kept?.sealed === sealed || !known) return kept?.pac;
    const credentials = await safe.open(contextOf(tenant, provider), sealedCredentials);
    const baseUrl = tenant.world === 'test' && providersUrl !== undefined ? `${providersUrl}/${provider}` : undefined;
    const pac = known.create(credentials, {
      world: tenant.world,
      timeoutMs,
      ...(baseUrl !== undefined && { baseUrl }),
    });
    open.set(place, { sealed, pac });
    return pac;
  }

  return {
    async of({ merchantId, world }) {
      const tenant = { merchantId, world };
      const accounts = await store.listAccounts(tenant, 'pac');
      if (accounts.length === 0) return world === 'test' && sandbox ? [sandbox] : [];
      const pacs = await Promise.all(accounts.map((each) => adapterOf(tenant, each.provider, each.sealedCredentials)));
      return pacs.filter((pac) => pac !== undefined);
    },
    async put(tenant, pac, { credentials, position, now }) {
      const known = KNOWN_PACS[pac];
      if (!known) return { kind: 'unknown-pac' };
      const parsed = known.credentials.safeParse(credentials);
      if (!parsed.success) return { kind: 'malformed', fields: wrongFields(parsed.error) };
      const sealedCredentials = await safe.seal(contextOf(tenant, pac), parsed.data);
      const account = { tenant, role: 'pac', provider: pac, position, sealedCredentials, settings: {} } as const;
      await store.putAccount({ ...account, createdAt: now });
      return { kind: 'put', account: { pac, name: known.name, position, since: now } };
    },
    async list(tenant) {
      const accounts = await store.listAccounts(tenant, 'pac');
      return accounts.map(({ provider, position, createdAt }): PacAccount => {
        return { pac: provider, name: KNOWN_PACS[provider]?.name ?? provider, position, since: createdAt };
      });
    },
    remove: (tenant, pac) => store.deleteAccount(tenant, 'pac', pac),
  };
}

function contextOf({ merchantId, world }: Tenant, pac: string) {
  return { merchantId, purpose: 'pac', subject: `${world} ${pac}` };
}

/** Names only: a message of the schema might repeat a value. */
function wrongFields({ issues }: ZodError): readonly string[] {
  const named = issues.flatMap(({ path, ...issue }) => ('keys' in issue ? issue.keys : [String(path[0] ?? '')]));
  return [...new Set(named)];
}
