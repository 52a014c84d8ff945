/** `autofactura key create|list|revoke`: a merchant's API keys, by one of its portals, whose world is theirs. */
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { processConfig } from '../main/config.ts';
import { describeApiKey, issueKey } from '../merchants/api-key.ts';
import { type ApiKey, SCOPES, type Scope } from '../merchants/merchant.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { type Command, UsageError } from './command.ts';

export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ portal: { type: 'string' }, name: { type: 'string' }, expires: { type: 'string' }, id: { type: 'string' } },
      ...{ scope: { type: 'string', multiple: true }, json: { type: 'boolean' } },
    },
  });
  const [action] = positionals;
  if (values.portal === undefined)
    throw new UsageError('Whose keys are they? Name a portal of the merchant with --portal.');
  const store = await openStore(processConfig().store);
  try {
    const tenant = await tenantOf(store, values.portal);
    const print = (key: object, line: string): void => console.log(values.json ? JSON.stringify(key) : line);
    if (action === 'list') return await list(store, tenant, print);
    if (action === 'revoke' && values.id !== undefined) return await revoke(store, tenant, values.id, print);
    if (action === 'create') return await create(store, { ...tenant, ...wanted(values) }, print);
    throw new UsageError(action === 'revoke' ? 'Which key? Name it with --id.' : 'Create, list or revoke?');
  } finally {
    await store.close();
  }
};

type Print = (key: object, line: string) => void;
type Wanted = Pick<ApiKey, 'scopes' | 'name' | 'expiresAt'>;

/** All scopes unless some are named. */
function wanted(values: { readonly scope?: string[]; readonly name?: string; readonly expires?: string }): Wanted {
  const { scope = [...SCOPES], name, expires } = values;
  const unknown = scope.filter((each) => !SCOPES.some((known) => known === each));
  if (unknown.length > 0) throw new UsageError(`Unknown scope ${unknown.join(', ')}; there are ${SCOPES.join(', ')}.`);
  const expiresAt = expires === undefined ? undefined : Date.parse(expires);
  if (expiresAt !== undefined && !(expiresAt > Date.now()))
    throw new UsageError('--expires takes a date in the future, like 2027-01-31.');
  return {
    scopes: scope as Scope[],
    ...(name !== undefined && { name }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

async function tenantOf(store: Store, slug: string): Promise<Tenant> {
  const portal = await store.portals.getPortal(slug);
  if (!portal) throw new Error(`There is no portal «${slug}».`);
  return { merchantId: portal.merchantId, world: portal.world };
}

async function create(store: Store, key: Tenant & Wanted, print: Print): Promise<number> {
  const issued = issueKey({ ...key, createdAt: Date.now() });
  await store.merchants.putApiKey(issued.key, issued.hash);
  // Shown this once: only its hash is kept.
  print({ ...describeApiKey(issued.key), key: issued.secret }, issued.secret);
  return 0;
}

async function list(store: Store, tenant: Tenant, print: Print): Promise<number> {
  for (const key of await store.merchants.listApiKeys(tenant)) {
    const described = describeApiKey(key);
    const { id, name = '', scopes, expiresAt, revokedAt, lastUsedAt } = described;
    const times = [revokedAt && `revoked ${revokedAt}`, expiresAt && `expires ${expiresAt}`];
    const used = lastUsedAt === undefined ? 'never used' : `used ${lastUsedAt}`;
    print(described, [id, name, scopes.join(','), ...times, used].filter(Boolean).join('  '));
  }
  return 0;
}

async function revoke(store: Store, tenant: Tenant, id: string, print: Print): Promise<number> {
  const outcome = await store.merchants.revokeApiKey(tenant, id, Date.now());
  if (outcome === 'unknown') throw new Error(`There is no key «${id}».`);
  print({ id, revoked: true }, `${id}: revoked`);
  return 0;
}
