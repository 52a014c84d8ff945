/** Merchants' sources: created here, stored with encrypted credentials, and opened as adapters. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Tenant } from '../merchants/tenant.ts';
import { OtherWorld } from '../outbound/provider.ts';
import { pointersOf } from '../outbound/provider-accounts.ts';
import type { CredentialSafe } from '../vault/credentials.ts';
import { KNOWN_SOURCES } from './known-sources.ts';
import type { SourceAccount, SourceSettings } from './settings.ts';
import type { SaleSource, SourceType } from './source.ts';
import type { SourceStore } from './source-store.ts';

/** What a merchant submits to set up a source. `credentials` are plain here and are never answered. */
export type SourceUpload = {
  readonly type: SourceType;
  readonly name: string;
  readonly credentials: object;
  readonly settings: SourceSettings;
};

/** The stored source, or why it was refused: credentials of the other world, or malformed ones, with JSON Pointers to them. */
export type PutSource =
  | { readonly kind: 'put'; readonly account: SourceAccount }
  | { readonly kind: 'other-world' }
  | { readonly kind: 'malformed'; readonly pointers: readonly string[] };

/** Creates and changes merchants' sources, and opens them with their decrypted credentials. */
export interface SourceAccounts {
  create(tenant: Tenant, upload: SourceUpload, now: number): Promise<PutSource>;
  /**
   * Changes the given fields. Credentials that are not given stay; given ones are replaced as a whole, except the link secret, so that printed
   * tickets keep working until there is a new one.
   */
  change(account: SourceAccount, change: Partial<Omit<SourceUpload, 'type'>>): Promise<PutSource>;
  /** Opens the source's adapter; `undefined` for a source without one, such as a spreadsheet or the push API. */
  open(account: SourceAccount): Promise<SaleSource | undefined>;
  /** The secret that signs the source's links (`signed-link.ts`); `undefined` if it has none. */
  linkSecret(account: SourceAccount): Promise<string | undefined>;
}

/** Sources without an adapter have no credentials. */
const NO_CREDENTIALS = z.strictObject({});
/** Any source may have a link secret in addition to its own credentials; its adapter never sees it. */
const LINK_CREDENTIALS = z.object({
  linkSecret: z
    .string()
    .regex(/^[\x21-\x7e]{32,200}$/)
    .optional(),
});

/** What the accounts need: the store, the credential safe, and a timeout for requests to the providers. */
export type SourceAccountsOptions = {
  readonly store: SourceStore;
  readonly safe: CredentialSafe;
  readonly timeoutMs: number;
  /** Stand-ins on loopback, which replace the providers in the test world. */
  readonly providersUrl: string | undefined;
};

/** Creates the accounts. Credentials are validated by their source's own schema and stored encrypted under the merchant's data key. */
export function createSourceAccounts({ store, safe, timeoutMs, providersUrl }: SourceAccountsOptions): SourceAccounts {
  const contextOf = ({ id, tenant }: Pick<SourceAccount, 'id' | 'tenant'>) => {
    return { merchantId: tenant.merchantId, purpose: 'source', subject: `${tenant.world} ${id}` };
  };
  const placeOf = ({ world }: Tenant, type: SourceType) => ({
    world,
    timeoutMs,
    ...(world === 'test' && providersUrl !== undefined && { baseUrl: `${providersUrl}/${type}` }),
  });

  /** Encrypts the credentials if they have the right shape and belong to this world. */
  async function sealed(account: Pick<SourceAccount, 'id' | 'tenant' | 'type'>, credentials: object) {
    const known = KNOWN_SOURCES[account.type];
    const link = LINK_CREDENTIALS.safeParse(credentials);
    const parsed = (known?.credentials ?? NO_CREDENTIALS).safeParse(withoutLink(credentials));
    if (!parsed.success || !link.success) {
      const pointers = [parsed.error, link.error].flatMap((error) => pointersOf('credentials', error));
      return { kind: 'malformed', pointers } as const;
    }
    try {
      known?.create(parsed.data, placeOf(account.tenant, account.type));
    } catch (error) {
      if (error instanceof OtherWorld) return { kind: 'other-world' } as const;
      if (error instanceof z.ZodError) {
        return { kind: 'malformed', pointers: pointersOf('credentials', error) } as const;
      }
      throw error;
    }
    return { kind: 'sealed', bytes: await safe.seal(contextOf(account), { ...parsed.data, ...link.data }) } as const;
  }

  const opened = async (account: SourceAccount) =>
    (await safe.open(contextOf(account), account.sealedCredentials)) as object;
  const linkSecret = async (account: SourceAccount) => LINK_CREDENTIALS.parse(await opened(account)).linkSecret;

  async function put(account: Omit<SourceAccount, 'sealedCredentials'>, credentials: object): Promise<PutSource> {
    const kept = await sealed(account, credentials);
    if (kept.kind !== 'sealed') return kept;
    const whole = { ...account, sealedCredentials: kept.bytes };
    await store.put(whole);
    return { kind: 'put', account: whole };
  }

  return {
    create(tenant, { type, name, credentials, settings }, now) {
      const id = `src_${randomBytes(12).toString('hex')}`;
      return put({ id, tenant, type, name, settings, createdAt: now }, credentials);
    },
    async change(account, { name = account.name, credentials, settings = account.settings }) {
      const changed = { ...account, name, settings };
      if (credentials !== undefined) {
        const kept = await linkSecret(account);
        return put(changed, { ...(kept !== undefined && { linkSecret: kept }), ...credentials });
      }
      await store.put(changed);
      return { kind: 'put', account: changed };
    },
    async open(account) {
      const known = KNOWN_SOURCES[account.type];
      if (!known) return undefined;
      return known.create(withoutLink(await opened(account)), placeOf(account.tenant, account.type));
    },
    linkSecret,
  };
}

function withoutLink(credentials: object): object {
  const { linkSecret: _, ...others } = credentials as { readonly linkSecret?: unknown };
  return others;
}
