/** Rows of sources, facts and the sales made from them, the same on both engines. */
import type { Fault } from '../server/problems/problem.ts';
import type { Fact, SaleFact } from '../server/sources/intake/fact.ts';
import type { RefundList } from '../server/sources/intake/give-back.ts';
import type { ReceivedSale } from '../server/sources/intake/unmapped-products.ts';
import type { ProductKey, SourceAccount } from '../server/sources/settings.ts';
import type {
  ProblemSale,
  SourceHealth,
  SourceStore,
  UnfoldedSale,
  UnreadEvent,
} from '../server/sources/source-store.ts';
import { fromJson, present } from './rows.ts';
import type * as tables from './schema/schema.ts';

/** A row of `sale_source`. */
export type SourceRow = typeof tables.saleSource.$inferSelect;
/** A row of `source_fact`: something a source said about a sale. */
export type FactRow = typeof tables.sourceFact.$inferSelect;
/** A row of `source_sale`: what a source's facts about one sale add up to. */
export type SourceSaleRow = typeof tables.sourceSale.$inferSelect;
/** A row of `source_unread`: input of a source that could not be read. */
export type UnreadRow = typeof tables.sourceUnread.$inferSelect;
/** A row of `product_key`: the tax claves of one product of a merchant. */
export type ProductRow = typeof tables.productKey.$inferSelect;

/** The argument of `receive`. */
export type Received = Parameters<SourceStore['receive']>[1];

/** The result of `receive`. */
export type Taken = Awaited<ReturnType<SourceStore['receive']>>;

/** The sales that facts make, as they are passed to `fold`. */
export type Made = Parameters<SourceStore['fold']>[1];

/** The result of `fold`. */
export type Folded = Awaited<ReturnType<SourceStore['fold']>>;

/** What a merchant configures of a source, as it is inserted or replaced, without its health. */
export function toSourceColumns({ tenant, settings, sealedCredentials, ...source }: SourceAccount) {
  const { merchantId, world } = tenant;
  const columns = { settings: JSON.stringify(settings), sealedCredentials: Buffer.from(sealedCredentials) };
  return { ...source, merchantId, world, ...columns };
}

/** Converts a row to a source. */
export function fromSourceRow(row: SourceRow): SourceAccount {
  const { id, merchantId, world, type, name, settings, sealedCredentials, createdAt } = row;
  const tenant = { merchantId, world };
  return { id, tenant, type, name, settings: fromJson(settings), sealedCredentials, createdAt };
}

/** The health of a source; for a missing row, that of a source that has done nothing. */
export function toHealth(row: SourceRow | undefined): SourceHealth {
  if (row === undefined) return { events: 0, badSignatures: 0, listed: 0 };
  const { events, lastEventAt, badSignatures, lastBadSignatureAt, listCursor: cursor, listSince: since, listed } = row;
  const { polledTo } = row;
  return present({ events, lastEventAt, badSignatures, lastBadSignatureAt, cursor, since, listed, polledTo });
}

/** The progress of reading a list, as columns of its source; what is left out is reset. */
export function toListColumns({ cursor, since, listed }: Parameters<SourceStore['noteList']>[1]) {
  return { listCursor: cursor ?? null, listSince: since ?? null, listed };
}

/** A fact as it is inserted. */
export function toFactRow(sourceId: string, { factKey, saleKey, fact }: SaleFact): FactRow {
  return { sourceId, factKey, saleKey, version: fact.version, fact: JSON.stringify(fact) };
}

/** A sale's facts at one revision, in a stable order; `undefined` for a sale that never had any. */
export function toFacts(
  sale: Pick<SourceSaleRow, 'revision' | 'refunds'> | undefined,
  rows: readonly FactRow[],
): Awaited<ReturnType<SourceStore['factsOf']>> {
  if (sale === undefined || sale.revision === 0) return undefined;
  const sorted = [...rows].sort((one, other) => (one.factKey < other.factKey ? -1 : 1));
  const facts = sorted.map(({ fact }) => fromJson<Fact>(fact));
  return { revision: sale.revision, facts, refunded: toTotals(sale.refunds) };
}

/** The totals of the refunds that a sale was last made with, by reference. */
export function toTotals(refunds: string | null): RefundList['before'] {
  return fromJson<RefundList['before']>(refunds ?? '{}');
}

/** Puts the facts of each sale together, in the order of the rows. */
export function toReceivedSales(
  rows: readonly { readonly saleKey: string; readonly faults: string | null; readonly fact: string }[],
): readonly ReceivedSale[] {
  const sales = new Map<string, { readonly facts: Fact[]; readonly faults: readonly Fault[] }>();
  for (const { saleKey, faults, fact } of rows) {
    const sale = sales.get(saleKey) ?? { facts: [], faults: fromJson<readonly Fault[]>(faults ?? '[]') };
    sale.facts.push(fromJson<Fact>(fact));
    sales.set(saleKey, sale);
  }
  return [...sales.values()];
}

/** What folding writes to a sale's row: the revision from which it was made, the sale with the refunds listed in it, and its current problem. */
export function toFoldColumns(revision: number, made: Made, saleId: string | undefined, now: number) {
  const faults = made.kind === 'nothing' ? undefined : made.faults;
  const account = made.kind === 'sale' ? made.account : undefined;
  const totals =
    account?.kind === 'order' && account.refunds.map(({ reference, total }) => [reference, total] as const);
  return {
    ...{ folded: revision, faults: faults ? JSON.stringify(faults) : null, problemAt: faults ? now : null },
    ...(saleId !== undefined && { saleId }),
    ...(totals && { refunds: totals.length > 0 ? JSON.stringify(Object.fromEntries(totals)) : null }),
  };
}

/** A sale to be folded. */
export function toUnfolded({ sourceId, saleKey, revision }: SourceSaleRow): UnfoldedSale {
  return { sourceId, saleKey, revision };
}

/** A sale that cannot be invoiced, and why. */
export function toProblem({ sourceId, saleKey, faults, problemAt }: SourceSaleRow): ProblemSale {
  return { sourceId, saleKey, faults: fromJson<readonly Fault[]>(faults ?? '[]'), at: problemAt ?? 0 };
}

/** Converts a row to an event that could not be read. */
export function fromUnreadRow({ seq: _, ...event }: UnreadRow): UnreadEvent {
  return event;
}

/** A merchant's products, by key. */
export function toProducts(rows: readonly ProductRow[]): Readonly<Record<string, ProductKey>> {
  return Object.fromEntries(rows.map(({ key, product }) => [key, fromJson<ProductKey>(product)]));
}
