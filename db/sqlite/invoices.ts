/** The phases of stamping on SQLite: each is one transaction that holds the write lock, by the rules of `../phases.ts`. */
import { and, asc, count, desc, eq, gt, lt, ne, placeholder, sql } from 'drizzle-orm';
import type { Invoice } from '../../server/invoicing/invoice.ts';
import * as phases from '../phases.ts';
import { fromInvoiceRow, fromOutboxRow, fromPacCallRow, type InvoiceRow, toOutboxRow } from '../rows.ts';
import type { InvoiceStore, OutboxMessage } from '../store.ts';
import { freeSales, retakeSales, takeSales } from './claims.ts';
import type { Connection, Database } from './database.ts';
import { invoice, outbox, pacCall } from './schema.ts';

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

function queue(tx: Database, invoiceId: string, messages: readonly OutboxMessage[], at: number): number {
  if (messages.length === 0) return 0;
  const rows = messages.map((message) => toOutboxRow(invoiceId, message, at));
  const once = { target: [outbox.invoiceId, outbox.kind, outbox.target] };
  return tx.insert(outbox).values(rows).onConflictDoNothing(once).run().changes;
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
  messages: readonly OutboxMessage[],
): phases.Recorded {
  const row = rowOf(tx, id);
  const { kind, patch = {}, ...step } = phases.record(row, stamped);
  if (kind === 'recorded' && row.state === 'rejected') retakeSales(tx, row, stamped.uuid);
  const after = apply(tx, row, { patch, ...step });
  if (kind === 'recorded') queue(tx, id, messages, stamped.at);
  return { kind, invoice: fromInvoiceRow(after) };
}

type Phases = Pick<
  InvoiceStore,
  'claim' | 'seal' | 'intent' | 'doubt' | 'postpone' | 'record' | 'reject' | 'reconcile' | 'voidLeases'
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
    async doubt(id, doubt) {
      return write((tx) => advance(tx, id, (row) => phases.doubt(row, doubt)));
    },
    async record(id, stamped, messages) {
      return write((tx) => record(tx, id, stamped, messages));
    },
    async reject(id, refusal) {
      return write((tx) => advance(tx, id, (row) => phases.reject(row, refusal), freeSales));
    },
    async postpone(id, nextAt) {
      return write((tx) => advance(tx, id, (row) => phases.postpone(row, nextAt)));
    },
    async reconcile(id, reason, now) {
      return write((tx) => advance(tx, id, (row) => phases.reconcile(row, reason, now)));
    },
    async voidLeases() {
      write((tx) => {
        tx.update(invoice)
          .set({ nextAt: 0 })
          .where(and(unsettled, eq(invoice.state, 'sending')))
          .run();
        tx.update(invoice).set({ leaseUntil: null }).where(unsettled).run();
      });
    },
  };
}

function createReading({ db }: Connection): Pick<InvoiceStore, 'get' | 'due' | 'list' | 'callsOf'> {
  const byId = db
    .select()
    .from(invoice)
    .where(eq(invoice.id, placeholder('id')))
    .prepare();
  const come = sql`${invoice.nextAt} <= ${placeholder('now')} and coalesce(${invoice.leaseUntil}, 0) <= ${placeholder('now')}`;
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
      return dueRows.all({ now, limit }).map(fromInvoiceRow);
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
    async enqueue({ invoiceId, now, ...message }) {
      return write((tx) => {
        const { state } = rowOf(tx, invoiceId);
        if (state !== 'stamped') throw new Error(`${invoiceId} is not stamped: there is nothing to tell`);
        return queue(tx, invoiceId, [message], now) === 1 ? 'queued' : 'already';
      });
    },
    async outboxOf(invoiceId) {
      return db
        .select()
        .from(outbox)
        .where(eq(outbox.invoiceId, invoiceId))
        .orderBy(outbox.seq)
        .all()
        .map(fromOutboxRow);
    },
  };
}

/** The invoices of every merchant, over one connection. */
export function createInvoiceStore(connection: Connection): InvoiceStore {
  return { ...createPhases(connection), ...createReading(connection), ...createOutbox(connection) };
}
