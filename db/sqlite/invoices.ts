/** The phases of stamping on SQLite: each is one transaction that holds the write lock, by the rules of `../phases.ts`. */
import { and, asc, count, desc, eq, gt, isNull, lt, lte, ne, or, placeholder, type SQLWrapper, sql } from 'drizzle-orm';
import type { NewDelivery } from '../../server/delivery/delivery.ts';
import type { WorldEvent } from '../../server/delivery/event.ts';
import type { Invoice } from '../../server/invoicing/invoice.ts';
import { fromDeliveryRow, toDeliveryRow, toEventRow } from '../delivery-rows.ts';
import { FAR_AHEAD_MS } from '../far-ahead.ts';
import * as phases from '../phases.ts';
import { fromInvoiceRow, fromPacCallRow, type InvoiceRow } from '../rows.ts';
import type { InvoiceStore } from '../store.ts';
import { freeSales, retakeSales, takeSales } from './claims.ts';
import type { Connection, Database } from './database.ts';
import { addDeliveries } from './deliveries.ts';
import { addEvents } from './events.ts';
import { findInvoices, pageEnd } from './invoice-list.ts';
import { delivery, invoice, pacCall } from './schema.ts';

/** The partial index serves only a query that repeats its condition in so many words. */
const unsettled = sql`${invoice.state} in ('claimed', 'sealed', 'sending', 'in-doubt')`;

function rowOf(tx: Database, id: string): InvoiceRow {
  const row = tx.select().from(invoice).where(eq(invoice.id, id)).get();
  if (row === undefined) throw new Error(`unknown invoice ${id}`);
  return row;
}

function apply(tx: Database, row: InvoiceRow, { patch, call }: phases.Step): InvoiceRow {
  if (Object.keys(patch).length > 0) tx.update(invoice).set(patch).where(eq(invoice.seq, row.seq)).run();
  if (call !== undefined)
    tx.insert(pacCall)
      .values({ invoiceId: row.id, ...call })
      .run();
  return { ...row, ...patch };
}

function tell(tx: Database, events: readonly WorldEvent[]): void {
  addEvents(tx, events.map(toEventRow));
}

/** One phase that changes the invoice or, when `decide` says nothing, leaves it as it is; `then` goes with the change. */
function advance(
  tx: Database,
  id: string,
  decide: (row: InvoiceRow) => phases.Step | undefined,
  then?: (tx: Database, row: InvoiceRow) => void,
): Invoice {
  const row = rowOf(tx, id);
  const step = decide(row);
  if (step === undefined) return fromInvoiceRow(row);
  then?.(tx, row);
  return fromInvoiceRow(apply(tx, row, step));
}

/** How many others are out at that PAC in that world, under a lease. */
function countOut(tx: Database, { id, world }: InvoiceRow, { pacId, now }: phases.Intent): number {
  const out = and(
    eq(invoice.pacId, pacId),
    eq(invoice.world, world),
    sql`${invoice.state} = 'sending'`,
    gt(invoice.leaseUntil, now),
    lte(invoice.leaseUntil, now + FAR_AHEAD_MS),
    ne(invoice.id, id),
  );
  const row = tx.select({ out: count() }).from(invoice).where(out).get();
  return row?.out ?? 0;
}

function intent(tx: Database, id: string, wanted: phases.Intent): phases.Intended {
  const row = rowOf(tx, id);
  const step = phases.intent(row, wanted, countOut(tx, row, wanted));
  if (typeof step === 'string') return { kind: step, invoice: fromInvoiceRow(row) };
  return { kind: 'sending', invoice: fromInvoiceRow(apply(tx, row, step)) };
}

function record(
  tx: Database,
  id: string,
  stamped: phases.Stamped,
  deliveries: readonly NewDelivery[],
  events: readonly WorldEvent[],
): phases.Recorded {
  const row = rowOf(tx, id);
  const { kind, patch = {}, ...step } = phases.record(row, stamped);
  if (kind === 'recorded' && row.state === 'rejected') retakeSales(tx, row, stamped.uuid);
  const after = apply(tx, row, { patch, ...step });
  if (kind === 'recorded') {
    addDeliveries(
      tx,
      deliveries.map((wanted) => toDeliveryRow(wanted, stamped.at)),
    );
    tell(tx, events);
  }
  return { kind, invoice: fromInvoiceRow(after) };
}

type Phases = Pick<
  InvoiceStore,
  | 'claim'
  | 'seal'
  | 'intent'
  | 'doubt'
  | 'postpone'
  | 'record'
  | 'reject'
  | 'reclaim'
  | 'reconcile'
  | 'release'
  | 'wake'
  | 'voidLeases'
>;

function createPhases({ write }: Connection): Phases {
  return {
    async claim(tenant, wanted) {
      return write((tx) => {
        const taken = takeSales(tx, tenant, wanted);
        const row = taken.kind === 'claimed' ? taken.row : rowOf(tx, taken.invoiceId);
        return { kind: taken.kind, invoice: fromInvoiceRow(row) };
      });
    },
    async seal(id, sealed) {
      return write((tx) => advance(tx, id, (row) => phases.seal(row, sealed)));
    },
    async intent(id, wanted) {
      return write((tx) => intent(tx, id, wanted));
    },
    async doubt(id, doubt, events = []) {
      return write((tx) =>
        advance(
          tx,
          id,
          (row) => phases.doubt(row, doubt),
          () => tell(tx, events),
        ),
      );
    },
    async record(id, stamped, deliveries, events) {
      return write((tx) => record(tx, id, stamped, deliveries, events));
    },
    async reject(id, refusal, events = []) {
      const decide = (row: InvoiceRow) => phases.reject(row, refusal);
      return write((tx) =>
        advance(tx, id, decide, (_tx, row) => {
          freeSales(tx, row);
          tell(tx, events);
        }),
      );
    },
    async release(id, wanted, events = []) {
      const decide = (row: InvoiceRow) => phases.release(row, wanted);
      return write((tx) =>
        advance(tx, id, decide, (_tx, row) => {
          freeSales(tx, row);
          tell(tx, events);
        }),
      );
    },
    async reclaim(id, refusal) {
      return write((tx) => advance(tx, id, (row) => phases.reclaim(row, refusal)));
    },
    async postpone(id, nextAt) {
      return write((tx) => advance(tx, id, (row) => phases.postpone(row, nextAt)));
    },
    async reconcile(id, reason, now) {
      return write((tx) => advance(tx, id, (row) => phases.reconcile(row, reason, now)));
    },
    async wake({ pacId, world, merchantId }, now) {
      const waiting = and(
        unsettled,
        gt(invoice.nextAt, now),
        sql`${invoice.state} <> 'sending'`,
        eq(invoice.world, world),
        or(isNull(invoice.pacId), eq(invoice.pacId, pacId)),
        merchantId === undefined ? undefined : eq(invoice.merchantId, merchantId),
      );
      return write((tx) => tx.update(invoice).set({ nextAt: now }).where(waiting).run().changes);
    },
    async voidLeases(now) {
      write((tx) => {
        tx.update(invoice)
          .set({ nextAt: 0 })
          .where(and(unsettled, eq(invoice.state, 'sending')))
          .run();
        tx.update(invoice).set({ leaseUntil: null }).where(unsettled).run();
        const soon = now + phases.SOON_MS;
        tx.update(invoice)
          .set({ nextAt: soon })
          .where(and(unsettled, gt(invoice.nextAt, soon)))
          .run();
      });
    },
  };
}

function createReading({ db }: Connection): Pick<InvoiceStore, 'get' | 'due' | 'list' | 'find' | 'callsOf'> {
  const byId = db
    .select()
    .from(invoice)
    .where(eq(invoice.id, placeholder('id')))
    .prepare();
  const hasCome = (at: SQLWrapper) => sql`(${at} <= ${placeholder('now')} or ${at} > ${placeholder('far')})`;
  const come = and(hasCome(invoice.nextAt), hasCome(sql`coalesce(${invoice.leaseUntil}, 0)`));
  const dueRows = db
    .select()
    .from(invoice)
    .where(and(unsettled, come))
    .orderBy(asc(invoice.nextAt), asc(invoice.seq))
    .limit(placeholder('limit'))
    .prepare();

  return {
    async get(id) {
      const row = byId.get({ id });
      return row === undefined ? undefined : fromInvoiceRow(row);
    },
    async due(now, limit) {
      return dueRows.all({ now, far: now + FAR_AHEAD_MS, limit }).map(fromInvoiceRow);
    },
    async list({ merchantId, world }, { limit, before }) {
      const tenant = and(eq(invoice.merchantId, merchantId), eq(invoice.world, world));
      const cursor = db
        .select({ seq: invoice.seq })
        .from(invoice)
        .where(and(tenant, eq(invoice.id, before ?? '')));
      const page = before === undefined ? tenant : and(tenant, lt(invoice.seq, cursor));
      return db.select().from(invoice).where(page).orderBy(desc(invoice.seq)).limit(limit).all().map(fromInvoiceRow);
    },
    async find(tenant, { after, ...query }) {
      const end = after === undefined ? undefined : pageEnd(db, tenant, after).get();
      if (after !== undefined && end === undefined) return [];
      return findInvoices(db, tenant, query, end).all().map(fromInvoiceRow);
    },
    async callsOf(invoiceId) {
      return db
        .select()
        .from(pacCall)
        .where(eq(pacCall.invoiceId, invoiceId))
        .orderBy(pacCall.seq)
        .all()
        .map(fromPacCallRow);
    },
  };
}

function createOutbox({ db, write }: Connection): Pick<InvoiceStore, 'enqueue' | 'outboxOf'> {
  return {
    async enqueue(wanted, now) {
      return write((tx) => {
        const { id, state } = rowOf(tx, wanted.subject);
        if (state !== 'stamped') throw new Error(`${id} is not stamped: there is nothing to tell`);
        return addDeliveries(tx, [toDeliveryRow(wanted, now)]) === 1 ? 'queued' : 'already';
      });
    },
    async outboxOf(invoiceId) {
      return db
        .select()
        .from(delivery)
        .where(eq(delivery.subject, invoiceId))
        .orderBy(delivery.seq)
        .all()
        .map(fromDeliveryRow);
    },
  };
}

/** The invoices of every merchant, over one connection. */
export function createInvoiceStore(connection: Connection): InvoiceStore {
  return { ...createPhases(connection), ...createReading(connection), ...createOutbox(connection) };
}
