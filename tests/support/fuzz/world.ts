/**
 * Two merchants who must not see each other, and a stranger: what each of them has, and words that only its owner may be shown. Whatever
 * is created on the way joins it, so that a later request can name it.
 */
import { DEMO_PORTAL } from '../../../server/demo/seed.ts';
import { SCOPES, type Scope } from '../../../server/merchants/merchant.ts';
import type { Portal, PortalSettings } from '../../../server/portals/portal.ts';
import type { PortalStore } from '../../../server/portals/portal-store.ts';
import { ALBA, read, type TestApi, UNIVERSIDAD } from '../api.ts';
import { exampleBodies } from './examples.ts';

export type Owner = 'ours' | 'theirs';
export type Thing = { readonly id: string; readonly token?: string };

export type World = {
  readonly api: TestApi;
  readonly slugs: Readonly<Record<Owner, readonly string[]>>;
  /** Ours with every scope: many, because each is limited by the second. */
  readonly fullKeys: readonly string[];
  readonly narrowKeys: Readonly<Record<Scope, string>>;
  readonly theirKey: string;
  /** Of our merchant, in the live world, where it has nothing. */
  readonly liveKey: string;
  /** Something of that collection (`sales`, `invoices`); the newest has number 0. */
  pick(owner: Owner, collection: string, at: number): Thing | undefined;
  /** A token that opens a sale at the portal of its owner. */
  saleToken(owner: Owner, at: number): string;
  keep(owner: Owner, collection: string, thing: Thing): void;
  /** Counts, from the last refresh on: so that a batch is the same whatever came before it. */
  next(): number;
  /** New sales, and everything as it was that a request may have switched off. */
  refresh(): Promise<void>;
};

/** In what only our merchant may read: its own names and addresses. */
export const OUR_SECRET = 'amatista-secreta';
/** In everything that theirs has. */
export const THEIR_SECRET = 'zafiro-secreto';
/** A customer of ours, named by an invoice. Whoever knows only the RFC or the ticket never learns it. */
export const CUSTOMER_NAME = ALBA.nombre;

const OUR_SLUGS = [DEMO_PORTAL, 'jacaranda-cafeteria'];
const THEIR_SLUGS = ['la-milpa'];
const FULL_KEYS = 150;
/** The oldest things are forgotten: what is named should mostly be there. */
const KEPT = 60;
const FRESH_SALES = 24;

export async function createWorld(api: TestApi): Promise<World> {
  const things: Record<Owner, Map<string, Thing[]>> = { ours: new Map(), theirs: new Map() };
  const tokens: Record<Owner, string[]> = { ours: [], theirs: [] };
  const keep: World['keep'] = (owner, collection, thing) => {
    const kept = things[owner].get(collection) ?? [];
    if (kept.some(({ id }) => id === thing.id)) return;
    things[owner].set(collection, [thing, ...kept].slice(0, KEPT));
  };
  const narrow = await Promise.all(
    SCOPES.map(async (scope) => [scope, await api.createKey({ scopes: [scope] })] as const),
  );
  let count = 0;
  const world: World = {
    api,
    slugs: { ours: OUR_SLUGS, theirs: THEIR_SLUGS },
    fullKeys: await Promise.all(Array.from({ length: FULL_KEYS }, () => api.createKey())),
    narrowKeys: Object.fromEntries(narrow) as Record<Scope, string>,
    theirKey: await api.createKey({ merchantId: 'mer_milpa' }),
    liveKey: await api.createKey({ world: 'live' }),
    pick: (owner, collection, at) => itemAt(things[owner].get(collection) ?? [], at),
    saleToken: (owner, at) => itemAt(tokens[owner], at) ?? '',
    keep,
    next: () => count++,
    refresh: async () => {
      count = 0;
      api.forgetLogged();
      await restore(api);
      tokens.ours = await freshSales(api, 'ours');
      tokens.theirs = await freshSales(api, 'theirs');
    },
  };
  await world.refresh();
  await furnish(world, 'ours', api.key, OUR_SECRET);
  await furnish(world, 'theirs', world.theirKey, THEIR_SECRET);
  return world;
}

function itemAt<T>(items: readonly T[], at: number): T | undefined {
  return items[at % Math.max(1, items.length)];
}

async function freshSales(api: TestApi, owner: Owner): Promise<string[]> {
  const [slug = ''] = owner === 'ours' ? OUR_SLUGS : THEIR_SLUGS;
  const sale =
    owner === 'ours'
      ? { email: 'ana@example.com' }
      : { email: `${THEIR_SECRET}@example.com`, branch: 'milpa', conceptos: theirConceptos() };
  const sold: string[] = [];
  // One after the other: over PostgreSQL each at once would be a connection of its own.
  while (sold.length < FRESH_SALES) sold.push(await api.buy(sale, slug));
  return sold;
}

function theirConceptos() {
  const tax = { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' } as const;
  const line = { claveProdServ: '90101501', claveUnidad: 'E48', cantidad: '1', valorUnitario: '348.00' };
  return [{ ...line, descripcion: `Comida ${THEIR_SECRET}`, impuestos: [tax] }];
}

let original: ReadonlyMap<string, PortalSettings> | undefined;

/** Our portals as they were, and stamped by the sandbox again. */
async function restore(api: TestApi): Promise<void> {
  const store = api.services.invoicing.store;
  const portals = await Promise.all(OUR_SLUGS.map((slug) => atItsAddress(store.portals, slug)));
  original ??= new Map(portals.flatMap((portal) => (portal ? [[portal.slug, portal.settings] as const] : [])));
  for (const portal of portals) {
    const settings = portal && original.get(portal.slug);
    if (portal && settings) await store.portals.putPortal({ ...portal, settings });
  }
  const tenant = { merchantId: 'mer_jacaranda', world: 'test' } as const;
  for (const { provider } of await api.services.pacAccounts.list(tenant)) {
    if (provider !== 'sandbox') await api.services.pacAccounts.remove(tenant, provider);
  }
}

/** A portal of ours, back at the address it began with. */
async function atItsAddress(portals: PortalStore, slug: string): Promise<Portal | undefined> {
  const portal = await portals.getPortal(slug);
  if (portal && portal.slug !== slug) await portals.renamePortal(portal, slug);
  return portal && { ...portal, slug };
}

/** One of everything, each with the owner's word in it. */
async function furnish(world: World, owner: Owner, key: string, secret: string): Promise<void> {
  const { api } = world;
  const authorization = `Bearer ${key}`;
  const bodies = exampleBodies(api.now());
  const create = async (path: string, body: object, collection: string) => {
    const { id } = await read<{ id: string }>(await api.post(path, body, { authorization }));
    if (id === undefined) throw new Error(`${path} made nothing for ${owner}`);
    world.keep(owner, collection, { id });
  };
  const named = (path: string) => ({ ...(bodies[path] as object), name: secret });
  await create('/v1/sources', named('/v1/sources'), 'sources');
  const { credentials: _, payments: __, ...ofTill } = named('/v1/sources') as Record<string, unknown>;
  await create('/v1/sources', { ...ofTill, type: 'api' }, 'sources');
  await create('/v1/webhook-endpoints', named('/v1/webhook-endpoints'), 'webhook-endpoints');
  await create('/v1/alert-channels', named('/v1/alert-channels'), 'alert-channels');
  const branch = owner === 'ours' ? 'roma' : 'milpa';
  const sale = { ...(bodies['/v1/sales'] as object), folio: `S-${secret}`, branch, email: `${secret}@example.com` };
  await create('/v1/sales', sale, 'sales');
  await invoice(world, owner);
  const [slug = ''] = world.slugs[owner];
  const asked = { reason: 'other', email: `${secret}@example.com`, receptor: { nombre: secret } };
  const request = await read<{ id: string; links: { self: string } }>(
    await api.post(`/v1/portals/${slug}/requests`, asked),
  );
  world.keep(owner, 'requests', { id: request.id, token: new URL(request.links.self).searchParams.get('token') ?? '' });
}

async function invoice({ api, slugs, saleToken, keep }: World, owner: Owner): Promise<void> {
  const [slug = ''] = slugs[owner];
  const receptor = owner === 'ours' ? ALBA : UNIVERSIDAD;
  const order = { sales: [saleToken(owner, 0)], receptor, email: `${owner}@example.com` };
  const made = await api.post(`/v1/portals/${slug}/invoices`, order);
  const { id, accessToken: token } = await read<{ id: string; accessToken: string }>(made);
  if (made.status !== 201) throw new Error(`the invoice of ${owner} was answered ${made.status}`);
  keep(owner, 'invoices', { id, token });
}
