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

/** The partial indexes serve only a query that repeats their condition in so many words. */
const active = sql`${invoiceSale.active}`;
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

/** The first of the sales, in the order given, that an invoice holds; and that invoice. */
async function holderOf(
  tx: Database,
  saleIds: readonly string[],
): Promise<{ readonly saleId: string; readonly invoiceId: string } | undefined> {
  const held = await tx
    .select()
    .from(invoiceSale)
    .where(and(inArray(invoiceSale.saleId, [...saleIds]), active));
  const first = saleIds.find((id) => held.some((row) => row.saleId === id));
  return held.find((row) => row.saleId === first);
}

/** Whether a number that a refused attempt gave back is used again by now. */
async function isFolioUsed(tx: Database, tenant: Tenant, serie: string, folio: number): Promise<boolean> {
  const { merchantId, world } = tenant;
  const used = and(
    eq(invoice.merchantId, merchantId),
    eq(invoice.world, world),
    eq(invoice.serie, serie),
    eq(invoice.folio, folio),
  );
  const rows = await tx
    .select({ id: invoice.id })
    .from(invoice)
    .where(and(used, ne(invoice.state, 'rejected')));
  return rows.length > 0;
}

async function folioFor(tx: Database, tenant: Tenant, serie: string, sales: readonly SaleRow[]): Promise<number> {
  const kept = phases.keptFolio(serie, sales);
  if (kept !== undefined && !(await isFolioUsed(tx, tenant, serie, kept))) return kept;
  const { merchantId, world } = tenant;
  const [counter] = await tx
    .insert(folioCounter)
    .values({ merchantId, world, serie, last: 1 })
    .onConflictDoUpdate({
      target: [folioCounter.merchantId, folioCounter.world, folioCounter.serie],
      set: { last: sql`${folioCounter.last} + 1` },
    })
    .returning();
  if (counter === undefined) throw new Error(`no counter for serie ${serie}`);
  return counter.last;
}

/** The sales are locked in the order of their ids, so that two claims over the same ones wait for each other and never in a circle. */
async function claim(
  tx: Database,
  tenant: Tenant,
  wanted: Claim,
): Promise<{ readonly kind: 'claimed' | 'taken'; readonly row: NewInvoiceRow }> {
  const { merchantId, world } = tenant;
  const ours = and(eq(sale.merchantId, merchantId), eq(sale.world, world), inArray(sale.id, [...wanted.saleIds]));
  const sales = phases.claimedSales(wanted, await tx.select().from(sale).where(ours).orderBy(sale.id).for('update'));
  const holder = await holderOf(tx, wanted.saleIds);
  if (holder !== undefined) return { kind: 'taken', row: await rowOf(tx, holder.invoiceId) };
  const row = phases.claimedRow(tenant, wanted, sales, await folioFor(tx, tenant, wanted.serie, sales));
  await tx.insert(invoice).values(row);
  await tx.insert(invoiceSale).values(sales.map(({ id }) => ({ invoiceId: row.id, saleId: id, active: true })));
  const kept = and(eq(sale.keptSerie, row.serie), eq(sale.keptFolio, row.folio));
  await tx.update(sale).set({ keptSerie: null, keptFolio: null }).where(and(ours, kept));
  return { kind: 'claimed', row };
}

async function rowOf(tx: Database, id: string): Promise<InvoiceRow> {
  const [row] = await tx.select().from(invoice).where(eq(invoice.id, id));
  if (row === undefined) throw new Error(`unknown invoice ${id}`);
  return row;
}

/** Frees the sales of a refused attempt, each in a generation after it and with its number. */
async function freeSales(tx: Database, { id, generation, serie, folio, ...row }: InvoiceRow): Promise<void> {
  const ids: string[] = JSON.parse(row.saleIds);
  await tx.update(invoiceSale).set({ active: false }).where(eq(invoiceSale.invoiceId, id));
  await tx
    .update(sale)
    .set({ generation: generation + 1, keptSerie: serie, keptFolio: folio })
    .where(inArray(sale.id, ids));
}

/** A timbre came after the refusal: takes the sales back. Throws when another attempt holds one, or the number, by now. */
async function retakeSales(tx: Database, row: InvoiceRow, uuid: string): Promise<void> {
  const holder = await holderOf(tx, JSON.parse(row.saleIds));
  if (holder !== undefined)
    throw new Error(`${row.id} was refused, yet ${uuid} is its timbre, and ${holder.invoiceId} holds its sale`);
  if (await isFolioUsed(tx, row, row.serie, row.folio))
    throw new Error(`${row.id} was refused, yet ${uuid} is its timbre, and its folio is used again`);
  await tx.update(invoiceSale).set({ active: true }).where(eq(invoiceSale.invoiceId, row.id));
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
