/** `autofactura key create|list|revoke`: a merchant's API keys of one world, by its id or by one of its portals. */
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { type Config, processConfig } from '../main/config.ts';
import { describeApiKey, issueKey } from '../merchants/api-key.ts';
import { type ApiKey, SCOPES, type Scope } from '../merchants/merchant.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { type Command, RefusedError, UsageError } from './command.ts';
import { merchantIn, worldNamed } from './merchant-in.ts';
import { recorded } from './operator.ts';

/** The secret of a new key is printed once and cannot be shown again. */
export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ portal: { type: 'string' }, name: { type: 'string' }, expires: { type: 'string' }, id: { type: 'string' } },
      ...{ merchant: { type: 'string' }, world: { type: 'string' }, scopes: { type: 'string' } },
      ...{ scope: { type: 'string', multiple: true }, json: { type: 'boolean' } },
    },
  });
  const [action] = positionals;
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    const tenant = await tenantOf(store, values);
    const print = (key: object, line: string): void => console.log(values.json ? JSON.stringify(key) : line);
    if (action === 'list') return await list(store, tenant, print);
    if (action === 'revoke' && values.id !== undefined) return await revoke(config, store, tenant, values.id, print);
    if (action === 'create') return await create(config, store, { ...tenant, ...wanted(values) }, print);
    throw new UsageError(action === 'revoke' ? 'Which key? Name it with --id.' : 'Create, list or revoke?');
  } finally {
    await store.close();
  }
};

type Print = (key: object, line: string) => void;
type Wanted = Pick<ApiKey, 'scopes' | 'name' | 'expiresAt'>;

type Named = { readonly scope?: string[]; readonly scopes?: string; readonly name?: string; readonly expires?: string };

/** All scopes unless some are named: by `--scopes a,b`, or each by a `--scope` of its own. */
function wanted({ scope: each = [], scopes = '', name, expires }: Named): Wanted {
  const listed = scopes.split(',').map((text) => text.trim());
  const named = [...each, ...listed.filter((text) => text !== '' && text !== 'all')];
  const scope = named.length > 0 ? named : [...SCOPES];
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

type Owner = { readonly portal?: string; readonly merchant?: string; readonly world?: string };

/** A portal says whose keys and of which world; otherwise the merchant is named, and the world is test unless it is, too. */
async function tenantOf(store: Store, { portal: slug, merchant, world }: Owner): Promise<Tenant> {
  if (slug === undefined) return { merchantId: (await merchantIn(store, merchant)).id, world: worldNamed(world) };
  const portal = await store.portals.getPortal(slug);
  if (!portal) throw new Error(`There is no portal «${slug}».`);
  return { merchantId: portal.merchantId, world: portal.world };
}

async function create(config: Config, store: Store, key: Tenant & Wanted, print: Print): Promise<number> {
  const issued = issueKey({ ...key, createdAt: Date.now() });
  const { merchantId, world } = key;
  const deed = { merchantId, world, action: 'POST /keys', target: issued.key.id };
  await recorded(config, store, deed, () => store.merchants.putApiKey(issued.key, issued.hash));
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

async function revoke(config: Config, store: Store, tenant: Tenant, id: string, print: Print): Promise<number> {
  await recorded(config, store, { ...tenant, action: 'DELETE /keys/{id}', target: id }, async () => {
    const outcome = await store.merchants.revokeApiKey(tenant, id, Date.now());
    if (outcome === 'unknown') throw new RefusedError(`There is no key «${id}».`);
  });
  print({ id, revoked: true }, `${id}: revoked`);
  return 0;
}
