/** Stores sales by natural key: creates a sale, updates it while it is not invoiced, or leaves it unchanged. */

import { type BranchLimit, isWithin } from '../../server/merchants/branch-limit.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import { listenersFor } from '../../server/outbox/fan-out.ts';
import { lockedMonthFault, lockedMonthOf } from '../../server/sales/locked-month.ts';
import type { Sale, SaleBody } from '../../server/sales/sale.ts';
import type { NewSale, PutSale, UnstoredSale } from '../../server/sales/sale-store.ts';
import { folioTaken, type KeptChanges, type SentAgain, sentAgain } from '../../server/sales/sent-again.ts';
import { fromListenerRow, type ListenerRow, saleEvents } from '../delivery-rows.ts';
import type { Engine } from '../engines/engine.ts';
import { statement, type Work } from '../engines/work.ts';
import { fromBranchRow, fromJson, fromSaleRow, type NewSaleRow, toSaleRow } from '../rows.ts';
import { prepareDuplicates } from './duplicates.ts';
import { addEvents, enabledListeners } from './events.ts';
import { prepareArrivals } from './requests.ts';

type Put = (
  tenant: Tenant,
  sales: readonly NewSale[],
  limit?: BranchLimit,
  again?: Again,
) => Work<readonly (PutSale | UnstoredSale)[]>;

/** Decides, other than by `sentAgain`, what becomes of a stored sale that no invoice holds. It is locked; `row` is what was sent. */
export type Again = (known: { readonly sale: NewSaleRow; readonly row: NewSaleRow }) => Work<SentAgain | UnstoredSale>;

const OF_ANOTHER_BRANCH = { kind: 'unstored', fault: { code: 'folio-of-another-branch', pointer: '/folio' } } as const;

/** An existing sale, and the invoice that holds it. */
type StoredSale = { readonly sale: NewSaleRow; readonly invoiceId: string | null };

function naturalKey({ source, folio }: NewSaleRow): string {
  return JSON.stringify([source, folio]);
}

function toSale({ sale, invoiceId }: StoredSale, sent?: NewSale): Sale {
  return fromSaleRow(sale, invoiceId, sent?.body);
}

/** Locks the existing sales and reads who holds them; the holder is read after the lock, because a claim may have changed it until then. */
function prepareStored({ db, locked, isAmong, isSet }: Engine) {
  type Known = Tenant & { readonly sources: readonly string[]; readonly folios: readonly string[] };
  const there = statement(({ merchantId, world, sources, folios }: Known) =>
    locked(
      db
        .selectFrom('sale')
        .selectAll()
        .where((eb) => eb.and({ merchantId, world }))
        .where(isAmong('source', sources))
        .where(isAmong('folio', folios))
        .orderBy('id'),
    ),
  );
  const holders = statement(({ ids }: { ids: readonly string[] }) =>
    db.selectFrom('invoiceSale').selectAll().where(isAmong('sale_id', ids)).where(isSet('active')),
  );
  return function* ({ merchantId, world }: Tenant, rows: readonly NewSaleRow[]): Work<Map<string, StoredSale>> {
    if (rows.length === 0) return new Map();
    const sources = [...new Set(rows.map(({ source }) => source))];
    const found = yield* there.all({ merchantId, world, sources, folios: rows.map(({ folio }) => folio) });
    const held = yield* holders.all({ ids: found.map(({ id }) => id) });
    const invoiceOf = new Map(held.map(({ saleId, invoiceId }) => [saleId, invoiceId]));
    return new Map(
      found.map((sale) => [naturalKey(sale), { sale, invoiceId: invoiceOf.get(sale.id) ?? null }] as const),
    );
  };
}

function prepareUpdate({ db }: Engine) {
  return statement((it: KeptChanges & { readonly id: string }) =>
    db
      .updateTable('sale')
      .set({
        folioKey: it.folioKey,
        emailKey: it.emailKey,
        totalCentavos: it.totalCentavos,
        paidCentavos: it.paidCentavos,
        dateMs: it.dateMs,
        cardLast4: it.cardLast4,
        body: it.body,
        deadlines: it.deadlines,
        updatedAt: it.updatedAt,
      })
      .where('id', '=', it.id),
  );
}

/** Reads, only if it is needed, what determines the locked month of a sale. */
function prepareMonths({ db }: Engine) {
  const months = statement(({ merchantId, world }: Tenant) =>
    db
      .selectFrom('monthLock')
      .select('month')
      .where((eb) => eb.and({ merchantId, world })),
  );
  const branches = statement(({ merchantId }: { readonly merchantId: string }) =>
    db.selectFrom('branch').selectAll().where('merchantId', '=', merchantId).orderBy('seq'),
  );
  return function* (tenant: Tenant, before: NewSaleRow, after: NewSaleRow): Work<string | undefined> {
    const { merchantId, world } = tenant;
    const locked = (yield* months.all({ merchantId, world })).map(({ month }) => month);
    if (locked.length === 0) return undefined;
    const known = { branches: (yield* branches.all({ merchantId })).map(fromBranchRow), months: locked };
    return lockedMonthOf(fromJson(before.body), fromJson(after.body), known);
  };
}

/** What becomes of the sale that is stored, or that this call has just created. */
function* outcomeOf(
  { sale, invoiceId }: StoredSale,
  row: NewSaleRow,
  isNew: boolean,
  again: Again | undefined,
): Work<{ readonly kind: 'created' } | SentAgain | UnstoredSale> {
  if (isNew) return { kind: 'created' };
  if (invoiceId !== null) return { kind: 'locked' };
  return again ? yield* again({ sale, row }) : sentAgain(sale, row);
}

function preparePutAll(engine: Engine) {
  const storedOf = prepareStored(engine);
  const lockedMonth = prepareMonths(engine);
  const update = prepareUpdate(engine);
  const notifyWaiting = prepareArrivals(engine);
  return function* (
    tenant: Tenant,
    sales: readonly NewSale[],
    limit: BranchLimit | undefined,
    again?: Again,
  ): Work<readonly (PutSale | UnstoredSale)[]> {
    const rows = sales.map((sent) => toSaleRow(tenant, sent));
    const created = new Set(yield* engine.insertNew('sale', rows, ['merchantId', 'world', 'source', 'folio']));
    const known = yield* storedOf(
      tenant,
      rows.filter(({ id }) => !created.has(id)),
    );
    const answers: (PutSale | UnstoredSale)[] = [];
    const arrived: NewSaleRow[] = [];
    for (const [i, row] of rows.entries()) {
      const stored = known.get(naturalKey(row)) ?? { sale: row, invoiceId: null };
      if (limit && !isWithin(limit, fromSaleRow(stored.sale, null).body.branch)) {
        answers.push(OF_ANOTHER_BRANCH);
        continue;
      }
      const sent = yield* outcomeOf(stored, row, created.delete(row.id), again);
      if (sent.kind === 'unstored') {
        answers.push(sent);
        continue;
      }
      if (sales[i]?.isOnlyNew && (sent.kind === 'updated' || sent.kind === 'locked')) {
        answers.push({ kind: 'unstored', fault: folioTaken(fromJson(stored.sale.body)) });
        continue;
      }
      const after = sent.kind === 'updated' ? { sale: { ...stored.sale, ...sent.changes }, invoiceId: null } : stored;
      const month = sent.kind === 'updated' ? yield* lockedMonth(tenant, stored.sale, after.sale) : undefined;
      // A cancelled sale must not be invoiced, whatever its month.
      if (month !== undefined && fromJson<SaleBody>(after.sale.body).estado === 'pagada') {
        answers.push({ kind: 'unstored', fault: lockedMonthFault(month) });
        continue;
      }
      if (sent.kind === 'updated') yield* update.change(after.sale);
      known.set(naturalKey(row), after);
      if (sent.kind === 'created' || sent.kind === 'updated') arrived.push(after.sale);
      answers.push({
        ...{ kind: sent.kind, sale: toSale(after, sent.kind === 'created' ? sales[i] : undefined) },
        ...(month !== undefined && { lockedMonth: month }),
      });
    }
    yield* notifyWaiting(tenant, arrived);
    return answers;
  };
}

function isHeard(listeners: readonly ListenerRow[]): boolean {
  return listenersFor({ type: 'sale.created' }, listeners.map(fromListenerRow)).length > 0;
}

/** Puts sales as `SaleStore.put` does, inside a transaction of its caller. Listeners are read once, and only if there are new sales. */
export function preparePut(engine: Engine): Put {
  const duplicatesAmong = prepareDuplicates(engine);
  const putAll = preparePutAll(engine);
  const listenersOf = enabledListeners(engine);
  return function* (tenant, sales, limit, again) {
    const faults = yield* duplicatesAmong(tenant, sales);
    const put = yield* putAll(
      tenant,
      sales.filter((_, i) => faults[i] === undefined),
      limit,
      again,
    );
    const known = put.filter((each) => each.kind !== 'unstored');
    if (known.some(({ kind }) => kind === 'created') && isHeard(yield* listenersOf(tenant)))
      yield* addEvents(engine, saleEvents(tenant, known));
    const stored: (PutSale | UnstoredSale)[] = [...put];
    return faults.flatMap((fault) => (fault ? [{ kind: 'unstored', fault }] : stored.splice(0, 1)));
  };
}
