/** `autofactura branch create|change|list`: where a merchant sells. */
import { openStore } from '../../db/open-store.ts';
import { processConfig } from '../main/config.ts';
import { addBranch, changeBranch, describeBranch } from '../merchants/branches.ts';
import type { Branch } from '../merchants/merchant.ts';
import { branchPatchWire, newBranchWire } from '../merchants/merchant-wire.ts';
import { type Command, RefusedError, UsageError } from './command.ts';
import { type Args, merchantIn, readArgs } from './merchant-in.ts';
import { recorded } from './operator.ts';
import { readTyped } from './read-typed.ts';

/** Exits with 0; throws on wrong usage, an unknown merchant or refused data. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, ['code', 'name', 'cp']);
  const [action] = args.positionals;
  if (action !== 'create' && action !== 'change' && action !== 'list') throw new UsageError('Create, change or list?');
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    const { id } = await merchantIn(store, args.text('merchant'));
    const code = args.text('code');
    const fields = { name: args.text('name'), codigoPostal: args.text('cp') };
    if (action === 'create') {
      const wanted = readTyped(newBranchWire, { code, ...fields });
      const deed = { merchantId: id, action: 'POST /branches', target: wanted.code };
      show(args, await recorded(config, store, deed, () => addBranch(store, id, wanted)));
    }
    if (action === 'change') {
      if (code === undefined) throw new UsageError('Which branch? Name it with --code.');
      const patch = readTyped(branchPatchWire, fields);
      const deed = { merchantId: id, action: 'PATCH /branches/{code}', target: code };
      const changed = await recorded(config, store, deed, async () => {
        const branch = await changeBranch(store, { merchantId: id, code }, patch);
        if (!branch) throw new RefusedError(`There is no branch «${code}».`);
        return branch;
      });
      show(args, changed);
    }
    if (action === 'list') for (const branch of await store.merchants.listBranches(id)) show(args, branch);
    return 0;
  } finally {
    await store.close();
  }
};

function show({ print }: Args, branch: Branch): void {
  const view = describeBranch(branch);
  const border = view.frontera === 'none' ? [] : [`border: ${view.frontera}`];
  print(view, [view.code, view.name, view.codigoPostal, view.zone, ...border].join('  '));
}
