/** `autofactura merchant create|change|list|go-live`: who sells. */
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { goLive } from '../invoicing/go-live.ts';
import { goLiveWire } from '../invoicing/go-live-wire.ts';
import { type Config, processConfig } from '../main/config.ts';
import { describeBranch } from '../merchants/branches.ts';
import { changeMerchant, prepareMerchant } from '../merchants/create-merchant.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { merchantPatchWire, newMerchantWire } from '../merchants/merchant-wire.ts';
import { type Command, UsageError } from './command.ts';
import { type Args, merchantIn, readArgs } from './merchant-in.ts';
import { recorded } from './operator.ts';
import { pacAccountsIn } from './pac.ts';
import { showPortal } from './portal.ts';
import { readTyped } from './read-typed.ts';

/** Exits with 0; throws with every fault when the data are refused or something is missing to go live. */
export const run: Command = async (typed) => {
  const names = ['rfc', 'nombre', 'regimen', 'cp', 'trade-name', 'email', 'phone', 'manifest-signed-on', 'slug'];
  const args = readArgs(typed, names, ['nombre-as-given']);
  const [action] = args.positionals;
  if (action === undefined || !ACTIONS.includes(action)) throw new UsageError('Create, change, list or go-live?');
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    if (action === 'create') await create(config, store, args);
    if (action === 'change') await change(config, store, args);
    if (action === 'go-live') await begin(config, store, args);
    if (action === 'list')
      for (const merchant of await store.merchants.listMerchants()) await show(store, args, merchant);
    return 0;
  } finally {
    await store.close();
  }
};

const ACTIONS: readonly string[] = ['create', 'change', 'list', 'go-live'];

/** The options under the API's names; those that were not given are left out. */
function fieldsOf(args: Args) {
  const [email, phone] = [args.text('email'), args.text('phone')];
  const contact = { ...(email !== undefined && { email }), ...(phone !== undefined && { phone }) };
  return {
    rfc: args.text('rfc'),
    nombre: args.text('nombre'),
    regimenFiscal: args.text('regimen'),
    tradeName: args.text('trade-name'),
    ...(Object.keys(contact).length > 0 && { contact }),
    ...(args.has('nombre-as-given') && { nombreAsGiven: true }),
  };
}

async function create(config: Config, store: Store, args: Args): Promise<void> {
  const wanted = readTyped(newMerchantWire, { ...fieldsOf(args), codigoPostal: args.text('cp') });
  // A script that is run again does not create the same shop twice.
  const same = (await store.merchants.listMerchants()).find(
    ({ rfc, tradeName }) => rfc === wanted.rfc.trim().toUpperCase() && tradeName === wanted.tradeName,
  );
  if (same) throw new Error(`${same.tradeName} (${same.rfc}) is here already: ${same.id}.`);
  const { merchant, branch } = await prepareMerchant(store, wanted, Date.now());
  const deed = { merchantId: merchant.id, action: 'POST /merchants', target: merchant.id };
  await recorded(config, store, deed, () => store.merchants.addMerchant(merchant, branch));
  await show(store, args, merchant);
  args.hint(`Next: autofactura portal create --merchant ${merchant.id}`);
}

async function change(config: Config, store: Store, args: Args): Promise<void> {
  const patch = readTyped(merchantPatchWire, fieldsOf(args));
  if (Object.keys(patch).length === 0) throw new UsageError('What is to be changed?');
  const before = await merchantIn(store, args.text('merchant'));
  const deed = { merchantId: before.id, action: 'PATCH /merchant' };
  const changed = await recorded(config, store, deed, () => changeMerchant(store, before, patch, Date.now()));
  await show(store, args, changed);
}

async function begin(config: Config, store: Store, args: Args): Promise<void> {
  const merchant = await merchantIn(store, args.text('merchant'));
  const deps = { store, pacAccounts: await pacAccountsIn(config, store), now: Date.now };
  const wanted = readTyped(goLiveWire, { manifestSignedOn: args.text('manifest-signed-on'), slug: args.text('slug') });
  const deed = { merchantId: merchant.id, world: 'live', action: 'POST /merchant/go-live' } as const;
  showPortal(args, await recorded(config, store, deed, () => goLive(deps, merchant, wanted)));
}

async function show(store: Store, args: Args, merchant: Merchant): Promise<void> {
  const { id, ...fields } = merchant;
  const branches = (await store.merchants.listBranches(id)).map(describeBranch);
  args.print({ merchant: id, ...fields, branches }, [id, fields.tradeName, fields.rfc, fields.nombre].join('  '));
}
