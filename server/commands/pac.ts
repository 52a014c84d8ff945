/** `autofactura pac set|test|list|remove`: a merchant's accounts with PACs. Credentials are never an argument: other users of the machine see those. */
import { readFileSync } from 'node:fs';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { type Config, processConfig } from '../main/config.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { KNOWN_PACS } from '../pac/known-pacs.ts';
import { createPacAccounts } from '../pac/pac-accounts.ts';
import type { PacAccounts } from '../pac/pacs.ts';
import { createCredentialSafe } from '../vault/credentials.ts';
import { assertMasterKey, openMasterKey } from '../vault/master-key.ts';
import { type Command, RefusedError, UsageError } from './command.ts';
import { type Args, merchantIn, readArgs, worldNamed } from './merchant-in.ts';
import { recorded } from './operator.ts';

const TIMEOUT_MS = 15_000;
const PACS = Object.keys(KNOWN_PACS).join(', ');

/** `test` exits with 1 unless the PAC lets the account in; it spends no stamp. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, ['position']);
  const [action, pac] = args.positionals;
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    const { id: merchantId } = await merchantIn(store, args.text('merchant'));
    const tenant = { merchantId, world: worldNamed(args.text('world')) };
    const accounts = await pacAccountsIn(config, store);
    if (action === 'list') return await list(accounts, tenant, args);
    if (pac === undefined || !Object.hasOwn(KNOWN_PACS, pac)) throw new UsageError(`Which PAC? One of ${PACS}.`);
    const deed = (method: string) => ({ ...tenant, action: `${method} /pac-accounts/{provider}`, target: pac });
    if (action === 'set') return await recorded(config, store, deed('PUT'), () => set(accounts, tenant, pac, args));
    if (action === 'test') return await test(accounts, tenant, pac, args);
    if (action === 'remove')
      return await recorded(config, store, deed('DELETE'), () => remove(accounts, tenant, pac, args));
    throw new UsageError('Set, test, list or remove?');
  } finally {
    await store.close();
  }
};

/** The accounts that the server on this data folder uses. */
export async function pacAccountsIn(config: Config, store: Store): Promise<PacAccounts> {
  await assertMasterKey(config, store.merchants);
  return createPacAccounts({
    store: store.providers,
    safe: createCredentialSafe(store.merchants, openMasterKey(config)),
    timeoutMs: TIMEOUT_MS,
    providersUrl: config.providersUrl,
    sandbox: undefined,
  });
}

async function set(accounts: PacAccounts, tenant: Tenant, pac: string, args: Args): Promise<number> {
  const position = args.text('position') ?? '0';
  if (!/^[01]$/.test(position))
    throw new UsageError('--position is 0 (stamps first) or 1 (takes what never reached the first).');
  const upload = { credentials: readCredentials(), position: Number(position), now: Date.now() };
  const put = await accounts.put(tenant, pac, upload);
  if (put.kind === 'put') {
    args.print({ pac, name: put.account.name, position: put.account.position }, `${put.account.name}: set`);
    args.hint(`Next: autofactura pac test ${pac} --merchant ${tenant.merchantId} --world ${tenant.world}`);
    return 0;
  }
  const wrong = put.kind === 'malformed' ? put.pointers.map((pointer) => pointer.replace('/credentials/', '')) : [];
  const why =
    put.kind === 'other-world'
      ? 'they are credentials of the other world'
      : `missing or malformed: ${wrong.join(', ')}`;
  throw new RefusedError(`The credentials were not kept; ${why}.`);
}

/** A JSON object, from the environment or from standard input. */
function readCredentials(): object {
  const text = processConfig().pacCredentials ?? (process.stdin.isTTY ? '' : readFileSync(0, 'utf8'));
  const read = parse(text);
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new UsageError(
      'Pipe the credentials in as a JSON object, like {"username":"…","password":"…"}, or put them in AUTOFACTURA_PAC_CREDENTIALS.',
    );
  return read;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function test(accounts: PacAccounts, tenant: Tenant, pac: string, args: Args): Promise<number> {
  const found = (await accounts.open(tenant)).find(({ account }) => account.provider === pac);
  if (!found) throw new Error(`There is no account with ${pac} in the ${tenant.world} world.`);
  const outcome = await found.adapter.testConnection(AbortSignal.timeout(TIMEOUT_MS));
  const reason =
    outcome.kind === 'refused' ? outcome.message : outcome.kind === 'unavailable' ? outcome.reason : undefined;
  args.print(
    { pac, status: outcome.kind, ...(reason !== undefined && { reason }) },
    [outcome.kind, reason ?? ''].join('  ').trim(),
  );
  return outcome.kind === 'ok' ? 0 : 1;
}

async function list(accounts: PacAccounts, tenant: Tenant, args: Args): Promise<number> {
  for (const { provider, name, position } of await accounts.list(tenant))
    args.print({ pac: provider, name, position }, `${position}  ${provider}  ${name}`);
  return 0;
}

async function remove(accounts: PacAccounts, tenant: Tenant, pac: string, args: Args): Promise<number> {
  const removed = await accounts.remove(tenant, pac);
  if (removed === 'unknown') throw new RefusedError(`There is no account with ${pac} in the ${tenant.world} world.`);
  if (removed === 'in-use')
    throw new RefusedError(`Only ${pac} can say what became of an invoice: it stays until that is settled.`);
  args.print({ pac, removed: true }, `${pac}: removed`);
  return 0;
}
