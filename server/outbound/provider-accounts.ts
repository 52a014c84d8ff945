/** Merchants' accounts with providers (PACs, registries): stored encrypted, opened as adapters, never returned. */
import { type ZodError, z } from 'zod';
import type { Tenant, World } from '../merchants/tenant.ts';
import { pointerStep } from '../problems/pointer.ts';
import { Problem } from '../problems/problem.ts';
import type { CredentialSafe } from '../vault/credentials.ts';
import { type KnownProvider, OtherWorld } from './provider.ts';
import type { ProviderAccount, ProviderStore } from './provider-store.ts';

/** An account as its merchant may see it, without its credentials. */
export type AccountView = {
  readonly provider: string;
  /** As the provider's customers call it. */
  readonly name: string;
  /** The order in which they are asked. */
  readonly position: number;
  readonly settings: ProviderAccount['settings'];
  readonly since: number;
};

/** The outcome of storing an account; nothing is stored unless it is `put`. */
export type PutAccount =
  | { readonly kind: 'put'; readonly account: AccountView }
  | { readonly kind: 'unknown-provider' }
  /** Credentials of the other world: a test key among live ones, or the reverse. */
  | { readonly kind: 'other-world' }
  /** What is missing, malformed or not one of this provider's fields, as pointers: `/credentials/password`. */
  | { readonly kind: 'malformed'; readonly pointers: readonly string[] };

/** The problem of credentials that were refused, at each pointer. */
export function credentialsRefused(
  refused: { readonly kind: 'other-world' } | { readonly kind: 'malformed'; readonly pointers: readonly string[] },
): Problem {
  const faults =
    refused.kind === 'malformed'
      ? refused.pointers.map((pointer) => ({ code: 'malformed', pointer }))
      : [{ code: 'credentials-other-world', pointer: '/credentials' }];
  return new Problem('malformed-request', { faults });
}

/** An account as it is uploaded: its secret and public parts, and its position among those of the same role. */
export type AccountUpload = {
  readonly credentials: object;
  readonly settings?: object;
  readonly position: number;
  readonly now: number;
};

/** A merchant's accounts with providers of one role, each adapter opened with its own credentials. */
export interface ProviderAccounts<Adapter> {
  /** The adapters of a tenant's accounts, in the order of their positions. */
  open(tenant: Tenant): Promise<readonly { readonly adapter: Adapter; readonly account: AccountView }[]>;
  /** Replaces the account with this provider; its credentials are kept sealed and never read back. */
  put(tenant: Tenant, provider: string, upload: AccountUpload): Promise<PutAccount>;
  /** In the order of their positions. */
  list(tenant: Tenant): Promise<readonly AccountView[]>;
  /** `in-use`: only this account can say what happened to an invoice. */
  remove(tenant: Tenant, provider: string): Promise<'deleted' | 'unknown' | 'in-use'>;
}

/** What the accounts of one role need: the available providers, storage and the credential safe. */
export type ProviderAccountsOptions<Adapter> = {
  readonly role: ProviderAccount['role'];
  readonly known: Readonly<Record<string, KnownProvider<Adapter>>>;
  readonly store: ProviderStore;
  readonly safe: CredentialSafe;
  /** The provider's own limit per call. */
  readonly timeoutMs: number;
  /** Stand-ins on loopback, used in the test world instead of the providers' own test hosts. */
  readonly providersUrl: string | undefined;
};

/** Adapters live as long as their account is not changed: some hold a session with their provider. */
export function createProviderAccounts<Adapter>(options: ProviderAccountsOptions<Adapter>): ProviderAccounts<Adapter> {
  const { role, known, store, safe, timeoutMs, providersUrl } = options;
  const kept = new Map<string, { readonly sealed: string; readonly adapter: Adapter }>();
  const placeOf = (world: World, provider: string) => ({
    world,
    timeoutMs,
    ...(world === 'test' && providersUrl !== undefined && { baseUrl: `${providersUrl}/${provider}` }),
  });
  const contextOf = ({ merchantId, world }: Tenant, provider: string) => {
    return { merchantId, purpose: role, subject: `${world} ${provider}` };
  };
  // Own properties only: `constructor` is not a provider.
  const kindOf = (provider: string) => (Object.hasOwn(known, provider) ? known[provider] : undefined);
  const viewOf = ({ provider, position, settings, createdAt }: ProviderAccount): AccountView => {
    return { provider, name: kindOf(provider)?.name ?? provider, position, settings, since: createdAt };
  };

  async function adapterOf({ tenant, provider, sealedCredentials }: ProviderAccount): Promise<Adapter | undefined> {
    const key = `${tenant.merchantId} ${tenant.world} ${provider}`;
    const sealed = Buffer.from(sealedCredentials).toString('base64');
    const before = kept.get(key);
    const kind = kindOf(provider);
    if (before?.sealed === sealed || !kind) return before?.adapter;
    const credentials = await safe.open(contextOf(tenant, provider), sealedCredentials);
    const adapter = kind.create(credentials, placeOf(tenant.world, provider));
    kept.set(key, { sealed, adapter });
    return adapter;
  }

  async function isSameAccount(kind: KnownProvider<Adapter>, before: ProviderAccount, credentials: object) {
    const { tenant, provider, sealedCredentials } = before;
    const opened = (await safe.open(contextOf(tenant, provider), sealedCredentials)) as object;
    const accountOf = kind.accountOf ?? ((each: object) => JSON.stringify(each));
    return accountOf(opened) === accountOf(credentials);
  }

  return {
    async open({ merchantId, world }) {
      const accounts = await store.listAccounts({ merchantId, world }, role);
      const opened = await Promise.all(
        accounts.map(async (account) => ({ adapter: await adapterOf(account), account: viewOf(account) })),
      );
      return opened.flatMap(({ adapter, account }) => (adapter === undefined ? [] : [{ adapter, account }]));
    },
    async put(tenant, provider, { credentials, settings = {}, position, now }) {
      const kind = kindOf(provider);
      if (!kind) return { kind: 'unknown-provider' };
      const opening = kind.credentials.safeParse(credentials);
      const setting = (kind.settings ?? z.strictObject({})).safeParse(settings);
      if (!opening.success || !setting.success) {
        const pointers = [...pointersOf('credentials', opening.error), ...pointersOf('settings', setting.error)];
        return { kind: 'malformed', pointers };
      }
      if (!fitsWorld(() => kind.create(opening.data, placeOf(tenant.world, provider)))) return { kind: 'other-world' };
      const sealedCredentials = await safe.seal(contextOf(tenant, provider), opening.data);
      const before = (await store.listAccounts(tenant, role)).find((each) => each.provider === provider);
      const isSame = before && (await isSameAccount(kind, before, opening.data));
      const account: ProviderAccount = {
        ...{ tenant, role, provider, position, sealedCredentials, createdAt: isSame ? before.createdAt : now },
        settings: setting.data,
      };
      await store.putAccount(account);
      return { kind: 'put', account: viewOf(account) };
    },
    list: async (tenant) => (await store.listAccounts(tenant, role)).map(viewOf),
    remove: (tenant, provider) => store.deleteAccount(tenant, role, provider),
  };
}

function fitsWorld(create: () => unknown): boolean {
  try {
    create();
    return true;
  } catch (error) {
    if (error instanceof OtherWorld) return false;
    throw error;
  }
}

/** The faults of a part of an upload, as pointers. Names only: a message of the schema might repeat a value. */
export function pointersOf(part: string, error: ZodError | undefined): readonly string[] {
  const named = (error?.issues ?? []).flatMap(({ path, ...issue }) =>
    'keys' in issue ? issue.keys : [String(path[0] ?? '')],
  );
  return [...new Set(named)].map((name) => `/${part}${pointerStep(name)}`);
}
