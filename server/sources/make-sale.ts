/** A sale of all its facts, as the merchant's settings are now, and what its merchant is to know of it. */
import { createHash } from 'node:crypto';
import type { UnfoldedSale } from '../../db/source-store.ts';
import type { NewSale, PutSale, Store } from '../../db/store.ts';
import type { Fault } from '../cfdi/problem.ts';
import { keysOf } from '../sales/lookup.ts';
import type { SaleBody } from '../sales/sale.ts';
import { contextFaults } from '../sales/sale-context.ts';
import { parseSale } from '../sales/sale-wire.ts';
import { type Folded, type FoldFlag, foldSale } from './fold.ts';
import type { Intake } from './intake.ts';
import type { SourceAccount } from './settings.ts';
import { toldFaults } from './told-checks.ts';
import { noteTwice } from './told-twice.ts';

/** As often as others may change a sale while it is being made; then the worker has it. */
const TRIES = 5;

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
    await noteLate(intake, account, made, folded.put);
    if (folded.put.kind === 'created') await noteTwice(intake.store, account.tenant, folded.put.sale, intake.now());
    if (folded.put.kind !== 'locked') await noteFlags(intake, account, made.flags);
    return { kind: 'sale', put: folded.put };
  }
  intake.log('source.busy-sale', { source: sourceId });
  return { kind: 'later' };
}

type Made =
  | Exclude<Parameters<Store['sources']['fold']>[1], { kind: 'sale' }>
  | (Extract<Parameters<Store['sources']['fold']>[1], { kind: 'sale' }> & { readonly flags: readonly FoldFlag[] });

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
    return { kind: 'sale', tenant, sale: newSale(intake, account, id, body), flags: [] };
  }
  if (folded.kind === 'problem' && known && folded.estado) {
    const body: SaleBody = { ...known.body, estado: folded.estado };
    return { kind: 'sale', tenant, sale: newSale(intake, account, id, body), flags: [], faults: folded.faults };
  }
  if (folded.kind !== 'sale') return folded;
  const parsed = parseSale(folded.wire);
  if (parsed.kind === 'faults') return { kind: 'problem', faults: parsed.faults };
  const faults = [
    ...(await contextFaults(store, tenant, parsed.body, intake.now())),
    ...(folded.isTold ? await toldFaults(intake, account, parsed.body, known) : []),
  ];
  if (faults.length > 0) return { kind: 'problem', faults };
  // An order that is numbered anew keeps the number it came with, which its customer was given; another number would be another sale.
  const { ticketTotal } = folded;
  const body = { ...parsed.body, ...(known && { folio: known.body.folio }), ...(ticketTotal && { ticketTotal }) };
  const sale = newSale(intake, account, id, body);
  return { kind: 'sale', tenant, sale, flags: folded.flags, ...(folded.holds && { faults: folded.holds }) };
}

/** What nobody foresaw is a fault of its sale: it waits in the queue, and holds up no other. */
function foldedOf(...told: Parameters<typeof foldSale>): Folded {
  try {
    return foldSale(...told);
  } catch {
    return { kind: 'problem', faults: [{ code: 'malformed', pointer: '' }] };
  }
}

/** Each said once a source, until its merchant looks: what nobody verified, or left out, must not be so in silence. */
async function noteFlags(
  { store, now }: Intake,
  { tenant, id, name }: SourceAccount,
  flags: readonly FoldFlag[],
): Promise<void> {
  for (const kind of flags) await store.notices.raise({ tenant, kind, subject: id, params: { name }, now: now() });
}

/** The id of a sale by its source's own key for it. */
export function saleId({ id: source }: Pick<SourceAccount, 'id'>, saleKey: string): string {
  return `sale_${createHash('sha256').update(`${source}|${saleKey}`).digest('hex').slice(0, 24)}`;
}

/** The source's own id is part of the natural key: two shops may number alike. */
function newSale({ now }: Intake, { id: source }: SourceAccount, id: string, body: SaleBody): NewSale {
  return { id, source, body, keys: keysOf(body), at: now() };
}

/** What changed after it was invoiced needs a nota de crédito or another CFDI in its place, which is its merchant's to make. */
async function noteLate(
  { store, now }: Intake,
  { tenant, name }: SourceAccount,
  { sale: { body }, faults }: Extract<Made, { kind: 'sale' }>,
  { kind, sale }: PutSale,
): Promise<void> {
  if (kind !== 'locked') return;
  const { notices } = store;
  // A state that nobody knows says nothing of the money; the queue asks what it means.
  const isUnknown = faults?.some(({ code }) => code === 'order-state-unknown') ?? false;
  const isUnpaid = body.estado === 'pendiente' && !isUnknown;
  const isOther = !isUnpaid && (sale.body.total !== body.total || body.estado === 'cancelada');
  const invoiced = sale.body.total;
  const one = { tenant, subject: sale.id, now: now() };
  if (isUnpaid)
    await notices.raise({ ...one, kind: 'sale-unpaid-after-invoice', params: { folio: body.folio, invoiced, name } });
  else await notices.resolve(tenant, 'sale-unpaid-after-invoice', sale.id, now());
  const params = { folio: body.folio, invoiced, now: body.estado === 'cancelada' ? '0.00' : body.total };
  if (isOther) await notices.raise({ ...one, kind: 'sale-changed-after-invoice', params });
  else await notices.resolve(tenant, 'sale-changed-after-invoice', sale.id, now());
}
