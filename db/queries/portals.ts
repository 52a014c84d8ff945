/** Merchants' portals, and the addresses that they have or had. */

import type { Portal } from '../../server/portals/portal.ts';
import type { PortalStore } from '../../server/portals/portal-store.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, first, hotStatement, type Work } from '../engines/work.ts';
import { fromPortalRow } from '../rows.ts';
import { moveAddress } from './portal-addresses.ts';

type Address = Pick<Portal, 'slug' | 'merchantId'>;

/** The portals of every merchant. */
export function createPortalStore(engine: Engine): PortalStore {
  const { run, write, hasField } = engine;
  const bySlug = hotStatement('portal_by_slug', ({ slug }: { slug: string }) =>
    whole(engine).where('portal.slug', '=', slug),
  );
  const byOldSlug = hotStatement('portal_by_old_slug', ({ slug }: { slug: string }) =>
    whole(engine)
      .innerJoin('portalAddress', 'portalAddress.portalSlug', 'portal.slug')
      .where('portalAddress.slug', '=', slug),
  );
  const ofMerchant = hotStatement('portals_of', ({ merchantId }: { merchantId: string }) =>
    whole(engine).where('portal.merchantId', '=', merchantId).orderBy('portal.slug'),
  );

  return {
    putPortal: (portal) => write(() => putPortalIn(engine, portal)),
    addPortal: (portal) => write(() => addPortalIn(engine, portal)),
    renamePortal: (portal, to) => write(() => renamePortalIn(engine, portal, to)),
    async getPortal(slug) {
      const row = (await run(bySlug.first({ slug }))) ?? (await run(byOldSlug.first({ slug })));
      return row === undefined ? undefined : fromPortalRow(row);
    },
    async listSlugs({ slug }) {
      const leading = engine.db.selectFrom('portalAddress').select('slug').where('portalSlug', '=', slug);
      return (await run(all(leading.orderBy('slug')))).map((row) => row.slug);
    },
    async listPortals(merchantId) {
      return (await run(ofMerchant.all({ merchantId }))).map(fromPortalRow);
    },
    async listRemindingPortals() {
      const reminding = whole(engine).where(hasField('portal.settings', 'reminder'));
      return (await run(all(reminding.orderBy('portal.slug')))).map(fromPortalRow);
    },
  };
}

/** Portals, each with its own domain while that is active and with the slugs that it had before. */
function whole({ db }: Engine) {
  return db
    .selectFrom('portal')
    .leftJoin('portalDomain', (join) =>
      join.onRef('portalDomain.slug', '=', 'portal.slug').on('portalDomain.state', '=', sql.lit('active')),
    )
    .selectAll('portal')
    .select('portalDomain.host')
    .select((portal) =>
      portal
        .selectFrom('portalAddress as former')
        .select(sql<string | null>`string_agg(former.slug, ',' order by former.slug)`.as('slugs'))
        .whereRef('former.portalSlug', '=', 'portal.slug')
        .whereRef('former.slug', '<>', 'portal.slug')
        .as('formerSlugs'),
    );
}

/** Inserts or replaces by slug, within a transaction; returns `taken` if another portal has or had the address. */
export function* putPortalIn(engine: Engine, portal: Portal): Work<'put' | 'taken'> {
  const address = yield* take(engine, portal);
  if (address === 'new') yield* insert(engine, portal);
  else {
    const { slug, merchantId } = address.of;
    if (slug !== portal.slug || merchantId !== portal.merchantId) return 'taken';
    const set = { world: portal.world, settings: JSON.stringify(portal.settings) };
    yield* change(engine.db.updateTable('portal').set(set).where('slug', '=', slug));
  }
  return 'put';
}

/** Inserts, within a transaction, at an address that is free or that only another portal of the same merchant had before; see `takeOver`. */
export function* addPortalIn(engine: Engine, portal: Portal): Work<'added' | 'taken'> {
  if ((yield* takeOver(engine, portal)) !== 'new') return 'taken';
  yield* insert(engine, portal);
  return 'added';
}

/** Changes a portal's address, within a transaction. */
export function* renamePortalIn(
  engine: Engine,
  { slug, merchantId }: Address,
  to: string,
): Work<'renamed' | 'taken' | 'unknown'> {
  const { db, locked } = engine;
  const addresses = db.selectFrom('portalAddress').selectAll();
  const own = yield* first(locked(addresses.where('slug', '=', slug).where('merchantId', '=', merchantId)));
  if (own?.portalSlug !== slug) return 'unknown';
  const portal = yield* first(db.selectFrom('portal').select('world').where('slug', '=', slug));
  const address = yield* takeOver(engine, { slug: to, merchantId, world: portal?.world ?? 'test' }, slug);
  if (address !== 'new' && address.of.slug !== slug) return 'taken';
  yield* change(db.updateTable('portal').set({ slug: to }).where('slug', '=', slug));
  yield* change(db.updateTable('portalDomain').set({ slug: to }).where('slug', '=', slug));
  yield* change(db.updateTable('portalVisit').set({ slug: to }).where('slug', '=', slug));
  yield* change(db.updateTable('portalAddress').set({ portalSlug: to }).where('portalSlug', '=', slug));
  return 'renamed';
}

type Taken = 'new' | { readonly of: Address };

/**
 * Like `take`, but an old address of one of the merchant's portals may be given to another portal of the same merchant. A live portal's is not
 * given to a test one: it is printed on tickets of real sales, and a test key must not decide where those lead. `own` is the current address of
 * the portal that gets it, if it has one.
 */
function* takeOver(
  engine: Engine,
  { slug, merchantId, world }: Address & Pick<Portal, 'world'>,
  own?: string,
): Work<Taken> {
  const address = yield* take(engine, { slug, merchantId });
  if (address === 'new' || address.of.merchantId !== merchantId || address.of.slug === slug) return address;
  if (address.of.slug !== own) {
    const { db } = engine;
    const holder = yield* first(db.selectFrom('portal').select('world').where('slug', '=', address.of.slug));
    if (world === 'test' && holder?.world === 'live') return address;
    yield* moveAddress(engine, merchantId, slug, address.of.slug);
  }
  yield* change(engine.db.updateTable('portalAddress').set({ portalSlug: slug }).where('slug', '=', slug));
  return 'new';
}

/** Takes the address, or returns whose it is already. */
function* take({ db, insertMany, locked }: Engine, { slug, merchantId }: Address): Work<Taken> {
  const taken = yield* insertMany('portalAddress', [{ slug, merchantId, portalSlug: slug }], { on: ['slug'] });
  if (taken === 1) return 'new';
  const known = yield* first(locked(db.selectFrom('portalAddress').selectAll().where('slug', '=', slug)));
  return { of: { slug: known?.portalSlug ?? '', merchantId: known?.merchantId ?? '' } };
}

function* insert({ db }: Engine, { slug, merchantId, world, settings }: Portal): Work<void> {
  const row = { slug, merchantId, world, settings: JSON.stringify(settings) };
  yield* change(db.insertInto('portal').values(row));
}
