/** The phases of stamping on PostgreSQL: each is one transaction that locks the rows it decides about, by the rules of `../phases.ts`. */
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

async function lockedRow(tx: Database, id: string): Promise<InvoiceRow> {
  const [row] = await tx.select().from(invoice).where(eq(invoice.id, id)).for('update');
  if (row === undefined) throw new Error(`unknown invoice ${id}`);
  return row;
}

async function apply(tx: Database, row: InvoiceRow, { patch, call }: phases.Step): Promise<InvoiceRow> {
  if (Object.keys(patch).length > 0) await tx.update(invoice).set(patch).where(eq(invoice.seq, row.seq));
  if (call !== undefined) await tx.insert(pacCall).values({ invoiceId: row.id, ...call });
  return { ...row, ...patch };
}

async function rowOf(tx: Database, id: string): Promise<InvoiceRow> {
  const [row] = await tx.select().from(invoice).where(eq(invoice.id, id));
  if (row === undefined) throw new Error(`unknown invoice ${id}`);
  return row;
}

async function queue(tx: Database, invoiceId: string, messages: readonly OutboxMessage[], at: number): Promise<number> {
  if (messages.length === 0) return 0;
  const rows = messages.map((message) => toOutboxRow(invoiceId, message, at));
  const once = { target: [outbox.invoiceId, outbox.kind, outbox.target] };
  const { rowCount } = await tx.insert(outbox).values(rows).onConflictDoNothing(once);
  return rowCount ?? 0;
}

/** One phase that changes the invoice or, when `decide` says nothing, leaves it as it is; `then` goes with the change. */
async function advance(
  tx: Database,
  id: string,
  decide: (row: InvoiceRow) => phases.Step | undefined,
  then?: (tx: Database, row: InvoiceRow) => Promise<void>,
): Promise<Invoice> {
  const row = await lockedRow(tx, id);
  const step = decide(row);
  if (step === undefined) return fromInvoiceRow(row);
  await then?.(tx, row);
  return fromInvoiceRow(await apply(tx, row, step));
}

/** How many others are out at that PAC in that world, under a lease. Two that count at the same moment may overshoot by one: it is courtesy, not safety. */
async function countOut(tx: Database, { id, world }: InvoiceRow, { pacId, now }: phases.Intent): Promise<number> {
  const out = and(
    eq(invoice.pacId, pacId),
    eq(invoice.world, world),
    sql`${invoice.state} = 'sending'`,
    gt(invoice.leaseUntil, now),
    ne(invoice.id, id),
  );
  const [row] = await tx.select({ out: count() }).from(invoice).where(out);
  return row?.out ?? 0;
}

async function intent(tx: Database, id: string, wanted: phases.Intent): Promise<phases.Intended> {
  const row = await lockedRow(tx, id);
  const step = phases.intent(row, wanted, await countOut(tx, row, wanted));
  if (typeof step === 'string') return { kind: step, invoice: fromInvoiceRow(row) };
  return { kind: 'sending', invoice: fromInvoiceRow(await apply(tx, row, step)) };
}

async function record(
  tx: Database,
  id: string,
  stamped: phases.Stamped,
  messages: readonly OutboxMessage[],
): Promise<phases.Recorded> {
  const row = await lockedRow(tx, id);
  const { kind, patch = {}, ...step } = phases.record(row, stamped);
  if (kind === 'recorded' && row.state === 'rejected') await retakeSales(tx, row, stamped.uuid);
  const after = await apply(tx, row, { patch, ...step });
  if (kind === 'recorded') await queue(tx, id, messages, stamped.at);
  return { kind, invoice: fromInvoiceRow(after) };
}

type Phases = Pick<
  InvoiceStore,
  'claim' | 'seal' | 'intent' | 'doubt' | 'postpone' | 'record' | 'reject' | 'reconcile' | 'voidLeases'
>;

function createPhases({ write }: Connection): Phases {
  return {
    async claim(tenant, wanted) {
      return write(async (tx) => {
        const taken = await takeSales(tx, tenant, wanted);
        const row = taken.kind === 'claimed' ? taken.row : await rowOf(tx, taken.invoiceId);
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
      await write(async (tx) => {
        await tx
          .update(invoice)
          .set({ nextAt: 0 })
          .where(and(unsettled, eq(invoice.state, 'sending')));
        await tx.update(invoice).set({ leaseUntil: null }).where(unsettled);
      });
    },
  };
}

function createReading({ db }: Connection): Pick<InvoiceStore, 'get' | 'due' | 'list' | 'callsOf'> {
  const byId = db
    .select()
    .from(invoice)
    .where(eq(invoice.id, placeholder('id')))
    .prepare('invoice_by_id');
  const come = sql`${invoice.nextAt} <= ${placeholder('now')} and coalesce(${invoice.leaseUntil}, 0) <= ${placeholder('now')}`;
  const dueRows = db
    .select()
    .from(invoice)
    .where(and(unsettled, come))
    .orderBy(asc(invoice.nextAt), asc(invoice.seq))
    .limit(placeholder('limit'))
    .prepare('invoice_due');

  return {
    async get(id) {
      const [row] = await byId.execute({ id });
      return row === undefined ? undefined : fromInvoiceRow(row);
    },
    async due(now, limit) {
      return (await dueRows.execute({ now, limit })).map(fromInvoiceRow);
    },
    async list({ merchantId, world }, { limit, before }) {
      const tenant = and(eq(invoice.merchantId, merchantId), eq(invoice.world, world));
      const cursor = db
        .select({ seq: invoice.seq })
        .from(invoice)
        .where(and(tenant, eq(invoice.id, before ?? '')));
      const page = before === undefined ? tenant : and(tenant, lt(invoice.seq, cursor));
      return (await db.select().from(invoice).where(page).orderBy(desc(invoice.seq)).limit(limit)).map(fromInvoiceRow);
    },
    async callsOf(invoiceId) {
      return (await db.select().from(pacCall).where(eq(pacCall.invoiceId, invoiceId)).orderBy(pacCall.seq)).map(
        fromPacCallRow,
      );
    },
  };
}

function createOutbox({ db, write }: Connection): Pick<InvoiceStore, 'enqueue' | 'outboxOf'> {
  return {
    async enqueue({ invoiceId, now, ...message }) {
      return write(async (tx) => {
        const { state } = await lockedRow(tx, invoiceId);
        if (state !== 'stamped') throw new Error(`${invoiceId} is not stamped: there is nothing to tell`);
        return (await queue(tx, invoiceId, [message], now)) === 1 ? 'queued' : 'already';
      });
    },
    async outboxOf(invoiceId) {
      return (await db.select().from(outbox).where(eq(outbox.invoiceId, invoiceId)).orderBy(outbox.seq)).map(
        fromOutboxRow,
      );
    },
  };
}

/** The invoices of every merchant, over one pool. */
export function createInvoiceStore(connection: Connection): InvoiceStore {
  return { ...createPhases(connection), ...createReading(connection), ...createOutbox(connection) };
}
