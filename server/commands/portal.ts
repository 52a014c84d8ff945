/** `autofactura portal create|rename|list|settings|set|calendar|poster|test`: a merchant's public faces. */
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { createLinks } from '../links/links.ts';
import { type Config, processConfig } from '../main/config.ts';
import { publicUrlOf } from '../main/public-url.ts';
import { createPortal, renamePortal } from '../portals/create-portal.ts';
import type { Portal } from '../portals/portal.ts';
import { type Command, UsageError } from './command.ts';
import { type Args, merchantIn, readArgs, worldNamed } from './merchant-in.ts';
import { recorded } from './operator.ts';

/** Exits with 0, except `test`, which exits with 1 when the run fails. Throws on data that are refused. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, ['slug', 'to', 'month', 'branch', 'paper', 'language']);
  const [action] = args.positionals;
  if (action === 'test') return (await import('./portal-test.ts')).run(typed);
  if (action === 'poster') return (await import('./portal-poster.ts')).run(typed);
  if (action === 'settings' || action === 'set' || action === 'calendar')
    return (await import('./portal-settings.ts')).run(typed);
  if (action !== 'create' && action !== 'rename' && action !== 'list')
    throw new UsageError('Create, rename, list, settings, set, calendar, poster or test?');
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    if (action === 'create') await create(config, store, args);
    if (action === 'rename') await rename(config, store, args);
    if (action === 'list') {
      const { id } = await merchantIn(store, args.text('merchant'));
      for (const portal of await store.portals.listPortals(id)) showPortal(args, portal);
    }
    return 0;
  } finally {
    await store.close();
  }
};

async function create(config: Config, store: Store, args: Args): Promise<void> {
  const world = worldNamed(args.text('world'));
  const merchant = await merchantIn(store, args.text('merchant'));
  if (world === 'live' && !(await store.goingLive.goneLive(merchant.id)))
    throw new Error('A live portal is made by going live: "autofactura merchant go-live" says what is missing.');
  const deed = { merchantId: merchant.id, world, action: 'POST /portals' };
  const wanted = { world, slug: args.text('slug') };
  showPortal(args, await recorded(config, store, deed, () => createPortal(store.portals, merchant, wanted)));
  args.hint(`Next: autofactura key create --merchant ${merchant.id} --world ${world} --scopes all`);
}

async function rename(config: Config, store: Store, args: Args): Promise<void> {
  const [slug, to] = [args.text('slug'), args.text('to')];
  if (slug === undefined || to === undefined)
    throw new UsageError('Name the portal with --slug and its new address with --to.');
  const portal = await store.portals.getPortal(slug);
  if (!portal) throw new Error(`There is no portal «${slug}».`);
  const { merchantId, world } = portal;
  const deed = { merchantId, world, action: 'PATCH /portals/{slug}', target: slug };
  showPortal(args, await recorded(config, store, deed, () => renamePortal(store.portals, portal, to)));
}

/** Prints a portal with its address on this data folder's server. */
export function showPortal({ print }: Args, portal: Portal): void {
  const { slug, merchantId, world, settings } = portal;
  const url = createLinks(publicUrlOf(processConfig())).page(portal);
  const state = settings.enabled ? 'on' : 'off';
  print({ slug, url, world, merchant: merchantId, enabled: settings.enabled }, [slug, url, world, state].join('  '));
}
