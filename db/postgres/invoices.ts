/** The phases of stamping on PostgreSQL: each is one transaction that locks the rows it decides about, by the rules of `../phases.ts`. */
import { and, asc, desc, eq, inArray, lt, ne, placeholder, sql } from 'drizzle-orm';
import type { Invoice } from '../../server/invoicing/invoice.ts';
import type { Tenant } from '../../server/sales/sale.ts';
import * as phases from '../phases.ts';
import {
  fromInvoiceRow,
  fromOutboxRow,
  fromPacCallRow,
  type InvoiceRow,
  type NewInvoiceRow,
  type SaleRow,
  toOutboxRow,
} from '../rows.ts';
import type { Claim, InvoiceStore, OutboxMessage } from '../store.ts';
import type { Connection, Database } from './database.ts';
import { folioCounter, invoice, invoiceSale, outbox, pacCall, sale } from './schema.ts';

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

/** The invoices of every merchant, over one pool. */
export function createInvoiceStore({ db, write }: Connection): InvoiceStore {
  const byId = db
    .select()
    .from(invoice)
    .where(eq(invoice.id, placeholder('id')))
    .prepare('invoice_by_id');
  const dueRows = db
    .select()
    .from(invoice)
    .where(
      sql`${unsettled} and ${invoice.nextAt} <= ${placeholder('now')} and coalesce(${invoice.leaseUntil}, 0) <= ${placeholder('now')}`,
    )
    .orderBy(asc(invoice.nextAt), asc(invoice.seq))
    .limit(placeholder('limit'))
    .prepare('invoice_due');

  /** One phase that changes the invoice or, when `decide` says nothing, leaves it as it is. */
  function advance(
    id: string,
    decide: (row: InvoiceRow) => phases.Step | undefined,
    then?: (tx: Database, row: InvoiceRow) => Promise<void>,
  ): Promise<Invoice> {
    return write(async (tx) => {
      const row = await lockedRow(tx, id);
      const step = decide(row);
      if (step === undefined) return fromInvoiceRow(row);
      await then?.(tx, row);
      return fromInvoiceRow(await apply(tx, row, step));
    });
  }

  return {
    async claim(tenant, wanted) {
      const { kind, row } = await write((tx) => claim(tx, tenant, wanted));
      return { kind, invoice: fromInvoiceRow(row) };
    },
    seal: (id, sealed) => advance(id, (row) => phases.seal(row, sealed)),
    async intent(id, wanted) {
      return write(async (tx) => {
        const row = await lockedRow(tx, id);
        const step = phases.intent(row, wanted);
        if (typeof step === 'string') return { kind: step, invoice: fromInvoiceRow(row) };
        return { kind: 'sending', invoice: fromInvoiceRow(await apply(tx, row, step)) };
      });
    },
    doubt: (id, doubt) => advance(id, (row) => phases.doubt(row, doubt)),
    async record(id, stamped, messages) {
      return write(async (tx) => {
        const row = await lockedRow(tx, id);
        const { kind, patch = {}, ...step } = phases.record(row, stamped);
        if (kind === 'recorded' && row.state === 'rejected') await retakeSales(tx, row, stamped.uuid);
        const after = await apply(tx, row, { patch, ...step });
        if (kind === 'recorded') await queue(tx, id, messages, stamped.at);
        return { kind, invoice: fromInvoiceRow(after) };
      });
    },
    reject: (id, refusal) => advance(id, (row) => phases.reject(row, refusal), freeSales),
    reconcile: (id, reason, now) => advance(id, (row) => phases.reconcile(row, reason, now)),
    async get(id) {
      const [row] = await byId.execute({ id });
      return row === undefined ? undefined : fromInvoiceRow(row);
    },
    async due(now, limit) {
      return (await dueRows.execute({ now, limit })).map(fromInvoiceRow);
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
    async list({ merchantId, world }, { limit, before }) {
      const tenant = and(eq(invoice.merchantId, merchantId), eq(invoice.world, world));
      const cursor = db
        .select({ seq: invoice.seq })
        .from(invoice)
        .where(and(tenant, eq(invoice.id, before ?? '')));
      const page = before === undefined ? tenant : and(tenant, lt(invoice.seq, cursor));
      return (await db.select().from(invoice).where(page).orderBy(desc(invoice.seq)).limit(limit)).map(fromInvoiceRow);
    },
    async enqueue({ invoiceId, now, ...message }) {
      return write(async (tx) => {
        if ((await lockedRow(tx, invoiceId)).state !== 'stamped')
          throw new Error(`${invoiceId} is not stamped: there is nothing to tell`);
        return (await queue(tx, invoiceId, [message], now)) === 1 ? 'queued' : 'already';
      });
    },
    async outboxOf(invoiceId) {
      return (await db.select().from(outbox).where(eq(outbox.invoiceId, invoiceId)).orderBy(outbox.seq)).map(
        fromOutboxRow,
      );
    },
    async callsOf(invoiceId) {
      return (await db.select().from(pacCall).where(eq(pacCall.invoiceId, invoiceId)).orderBy(pacCall.seq)).map(
        fromPacCallRow,
      );
    },
  };
}
