/**
 * From what a source says to a sale that can be found. Facts are kept first, then each sale is made of all its facts: a process that
 * dies in between leaves it to whoever comes next, and two at once make it of the same facts.
 */
import { createHash } from 'node:crypto';
import type { UnfoldedSale } from '../../db/source-store.ts';
import type { NewSale, PutSale, Store } from '../../db/store.ts';
import type { Fault } from '../cfdi/problem.ts';
import { keysOf } from '../sales/lookup.ts';
import { remembered } from '../sales/remembered.ts';
import type { SaleBody, Tenant } from '../sales/sale.ts';
import { contextFaults } from '../sales/sale-context.ts';
import { parseSale } from '../sales/sale-wire.ts';
import type { SaleFact } from './fact.ts';
import { type Folded, foldSale } from './fold.ts';
import type { SourceAccount } from './settings.ts';
import type { SaleSource } from './source.ts';
import { toldFaults } from './told-checks.ts';
import { noteTwice } from './told-twice.ts';

export type Intake = {
  readonly store: Pick<Store, 'sources' | 'sales' | 'merchants' | 'catalogs' | 'notices'>;
  readonly now: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
};

/** As often as others may change a sale while it is being made; then the worker has it. */
const TRIES = 5;

/** Keeps what an event or a list says, and makes the sales it speaks of. `duplicate` when the event was here before. */
export async function takeFacts(
  intake: Intake,
  account: SourceAccount,
  event: { readonly externalId?: string; readonly facts: readonly SaleFact[] },
): Promise<'new' | 'duplicate'> {
  const { kind, unfolded } = await intake.store.sources.receive(account.id, { ...event, now: intake.now() });
  for (const sale of unfolded) await makeSale(intake, account, sale);
  return kind;
}

/** What a sale's facts came to. */
export type SaleMade =
  | { readonly kind: 'sale'; readonly put: PutSale }
  | { readonly kind: 'problem'; readonly faults: readonly Fault[] }
  /** Nothing that makes a sale yet, or others keep changing it: the worker has it. */
  | { readonly kind: 'later' };

/** Makes a sale of its facts, again when they change meanwhile. */
export async function makeSale(
  intake: Intake,
  account: SourceAccount,
  { sourceId, saleKey }: Pick<UnfoldedSale, 'sourceId' | 'saleKey'>,
): Promise<SaleMade> {
  const { sources } = intake.store;
  for (let tries = 0; tries < TRIES; tries++) {
    const told = await sources.factsOf(sourceId, saleKey);
    if (!told) return { kind: 'later' };
    const made = await madeOf(intake, account, saleKey, told.facts);
    const folded = await sources.fold({ sourceId, saleKey, revision: told.revision }, made, intake.now());
    if (folded.kind === 'stale') continue;
    if (made.kind === 'problem') return made;
    if (made.kind === 'nothing' || !folded.put) return { kind: 'later' };
    await noteLate(intake, account, made.sale.body, folded.put);
    if (folded.put.kind === 'created') await noteTwice(intake.store, account.tenant, folded.put.sale, intake.now());
    if (made.isAssumed && folded.put.kind !== 'locked') await noteAssumed(intake, account);
    return { kind: 'sale', put: folded.put };
  }
  intake.log('source.busy-sale', { source: sourceId });
  return { kind: 'later' };
}

/** Makes the sales that were left when a process died. Answers how many there were. */
export async function makeLeftSales(intake: Intake, limit: number): Promise<number> {
  const left = await intake.store.sources.unfolded(limit);
  const once = remembering(intake);
  for (const sale of left) {
    const account = await intake.store.sources.get(sale.sourceId);
    if (account) {
      await makeSale(once, account, sale).catch((error: unknown) => {
        intake.log('source.not-made', {
          source: sale.sourceId,
          error: error instanceof Error ? error.name : 'unknown',
        });
      });
    }
    await others();
  }
  return left.length;
}

/** The same intake for a while, in which a merchant's products, branches and claves are looked up once. */
export function remembering(intake: Intake): Intake {
  const { sources, merchants, catalogs } = intake.store;
  const products = remembered(
    (tenant: Tenant) => sources.products(tenant),
    ({ merchantId, world }) => `${world} ${merchantId}`,
  );
  const listBranches = remembered((id: string) => merchants.listBranches(id));
  const claveProdServ = remembered((clave: string) => catalogs.claveProdServ(clave));
  return {
    ...intake,
    store: {
      ...intake.store,
      sources: { ...sources, products },
      merchants: { ...merchants, listBranches },
      catalogs: { ...catalogs, claveProdServ },
    },
  };
}

/** Lets others have their turn: one thread serves everybody, and SQLite answers without giving it away. */
export function others(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Reads again what could not be read, as its source reads it now. Answers how many events are sales by now. */
export async function takeUnread(intake: Intake, account: SourceAccount, source: SaleSource): Promise<number> {
  const { sources } = intake.store;
  let taken = 0;
  for (const { id, externalId, ...kept } of await sources.unread(account.id, UNREAD_AT_ONCE)) {
    const event = source.eventOf?.(kept);
    const facts = event === undefined ? undefined : await source.factsOf?.(event, AbortSignal.timeout(FETCH_MS));
    if (facts?.kind !== 'facts') continue;
    await takeFacts(intake, account, { externalId, facts: facts.facts });
    await sources.dropUnread(id);
    taken += 1;
  }
  return taken;
}

export type ListRead =
  /** `count` sales were read, of which a dry run keeps none. */
  | { readonly kind: 'all'; readonly count: number }
  | { readonly kind: 'more'; readonly count: number }
  | { readonly kind: 'unavailable'; readonly reason: string; readonly count: number }
  | { readonly kind: 'no-list'; readonly count: 0 };

const PAGES_AT_ONCE = 20;
const PAGE_MS = 20_000;

/**
 * Reads what changed at a provider since then, page by page, and makes the sales it speaks of. Where it stopped is kept: asked again with
 * the same `since` it goes on there. Twenty pages at a time: `more` says that there are others.
 */
export async function takeList(
  intake: Intake,
  account: SourceAccount,
  source: SaleSource,
  since: number,
  isDry = false,
): Promise<ListRead> {
  if (!source.list) return { kind: 'no-list', count: 0 };
  const { sources } = intake.store;
  const before = await sources.health(account.id);
  let cursor = !isDry && before.since === since ? before.cursor : undefined;
  let count = 0;
  for (let page = 0; page < PAGES_AT_ONCE; page++) {
    const read = await source.list(since, cursor, AbortSignal.timeout(PAGE_MS));
    if (read.kind === 'unavailable') return { ...read, count };
    count += read.count;
    if (!isDry) await takeFacts(intake, account, { facts: read.facts });
    cursor = read.cursor;
    const progress = { listed: before.listed + count, ...(cursor !== undefined && { cursor, since }) };
    if (!isDry) await sources.noteList(account.id, progress);
    if (cursor === undefined) return { kind: 'all', count };
  }
  return { kind: 'more', count };
}

const UNREAD_AT_ONCE = 200;
const FETCH_MS = 10_000;

type Made =
  | Exclude<Parameters<Store['sources']['fold']>[1], { kind: 'sale' }>
  | (Extract<Parameters<Store['sources']['fold']>[1], { kind: 'sale' }> & { readonly isAssumed: boolean });

async function madeOf(
  intake: Intake,
  account: SourceAccount,
  saleKey: string,
  facts: Parameters<typeof foldSale>[1],
): Promise<Made> {
  const { tenant, type, settings } = account;
  const { store } = intake;
  const id = saleId(account, saleKey);
  const known = await store.sales.get(tenant, id);
  const folded = foldedOf(type, facts, { settings, products: await store.sources.products(tenant) });
  // That it must not be invoiced counts for more than what else is said of it.
  if (folded.kind !== 'nothing' && folded.isCanceled && known) {
    const body: SaleBody = { ...known.body, estado: 'cancelada' };
    return { kind: 'sale', tenant, sale: newSale(intake, account, id, body), isAssumed: false };
  }
  if (folded.kind !== 'sale') return folded;
  const parsed = parseSale(folded.wire);
  if (parsed.kind === 'faults') return { kind: 'problem', faults: parsed.faults };
  const faults = [
    ...(await contextFaults(store, tenant.merchantId, parsed.body)),
    ...(folded.isTold ? await toldFaults(intake, account, parsed.body, known) : []),
  ];
  if (faults.length > 0) return { kind: 'problem', faults };
  // An order that is numbered anew keeps the number it came with, which its customer was given; another number would be another sale.
  const body = known ? { ...parsed.body, folio: known.body.folio } : parsed.body;
  const isAssumed = folded.flags.includes('forma-pago-assumed');
  return { kind: 'sale', tenant, sale: newSale(intake, account, id, body), isAssumed };
}

/** What nobody foresaw is a fault of its sale: it waits in the queue, and holds up no other. */
function foldedOf(...told: Parameters<typeof foldSale>): Folded {
  try {
    return foldSale(...told);
  } catch {
    return { kind: 'problem', faults: [{ code: 'malformed', pointer: '' }] };
  }
}

/** Said once a source, until its merchant looks: a form of payment that nobody verified must not be registered in silence. */
async function noteAssumed({ store, now }: Intake, { tenant, id, name }: SourceAccount): Promise<void> {
  await store.notices.raise({ tenant, kind: 'forma-pago-assumed', subject: id, params: { name }, now: now() });
}

/** The id of a sale by its source's own key for it. */
export function saleId({ id: source }: Pick<SourceAccount, 'id'>, saleKey: string): string {
  return `sale_${createHash('sha256').update(`${source}|${saleKey}`).digest('hex').slice(0, 24)}`;
}

/** The source's own id is part of the natural key: two shops may number alike. */
function newSale({ now }: Intake, { id: source }: SourceAccount, id: string, body: SaleBody): NewSale {
  return { id, source, body, keys: keysOf(body), at: now() };
}

/** What changed after it was invoiced: a refund needs a nota de crédito, which is its merchant's to make. */
async function noteLate(
  { store, now }: Intake,
  { tenant }: SourceAccount,
  body: SaleBody,
  { kind, sale }: PutSale,
): Promise<void> {
  if (kind !== 'locked') return;
  const isOther = sale.body.total !== body.total || sale.body.estado !== body.estado;
  if (!isOther) return store.notices.resolve(tenant, 'sale-changed-after-invoice', sale.id, now());
  const params = {
    folio: body.folio,
    invoiced: sale.body.total,
    now: body.estado === 'cancelada' ? '0.00' : body.total,
  };
  await store.notices.raise({ tenant, kind: 'sale-changed-after-invoice', subject: sale.id, params, now: now() });
}
