/** The phases of stamping on SQLite: each is one transaction that holds the write lock, by the rules of `../phases.ts`. */
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
const active = sql`${invoiceSale.active} = 1`;
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

/** The first of the sales, in the order given, that an invoice holds; and that invoice. */
function holderOf(
  tx: Database,
  saleIds: readonly string[],
): { readonly saleId: string; readonly invoiceId: string } | undefined {
  const held = tx
    .select()
    .from(invoiceSale)
    .where(and(inArray(invoiceSale.saleId, [...saleIds]), active))
    .all();
  const first = saleIds.find((id) => held.some((row) => row.saleId === id));
  return held.find((row) => row.saleId === first);
}

/** Whether a number that a refused attempt gave back is used again by now. */
function isFolioUsed(tx: Database, tenant: Tenant, serie: string, folio: number): boolean {
  const { merchantId, world } = tenant;
  const used = and(
    eq(invoice.merchantId, merchantId),
    eq(invoice.world, world),
    eq(invoice.serie, serie),
    eq(invoice.folio, folio),
  );
  return (
    tx
      .select({ id: invoice.id })
      .from(invoice)
      .where(and(used, ne(invoice.state, 'rejected')))
      .get() !== undefined
  );
}

function folioFor(tx: Database, tenant: Tenant, serie: string, sales: readonly SaleRow[]): number {
  const kept = phases.keptFolio(serie, sales);
  if (kept !== undefined && !isFolioUsed(tx, tenant, serie, kept)) return kept;
  const { merchantId, world } = tenant;
  return tx
    .insert(folioCounter)
    .values({ merchantId, world, serie, last: 1 })
    .onConflictDoUpdate({
      target: [folioCounter.merchantId, folioCounter.world, folioCounter.serie],
      set: { last: sql`${folioCounter.last} + 1` },
    })
    .returning()
    .get().last;
}

function claim(
  tx: Database,
  tenant: Tenant,
  wanted: Claim,
): { readonly kind: 'claimed' | 'taken'; readonly row: NewInvoiceRow } {
  const { merchantId, world } = tenant;
  const ours = and(eq(sale.merchantId, merchantId), eq(sale.world, world), inArray(sale.id, [...wanted.saleIds]));
  const sales = phases.claimedSales(wanted, tx.select().from(sale).where(ours).all());
  const holder = holderOf(tx, wanted.saleIds);
  if (holder !== undefined) return { kind: 'taken', row: rowOf(tx, holder.invoiceId) };
  const row = phases.claimedRow(tenant, wanted, sales, folioFor(tx, tenant, wanted.serie, sales));
  tx.insert(invoice).values(row).run();
  tx.insert(invoiceSale)
    .values(sales.map(({ id }) => ({ invoiceId: row.id, saleId: id, active: true })))
    .run();
  const kept = and(eq(sale.keptSerie, row.serie), eq(sale.keptFolio, row.folio));
  tx.update(sale).set({ keptSerie: null, keptFolio: null }).where(and(ours, kept)).run();
  return { kind: 'claimed', row };
}

/** Frees the sales of a refused attempt, each in a generation after it and with its number. */
function freeSales(tx: Database, { id, generation, serie, folio, ...row }: InvoiceRow): void {
  tx.update(invoiceSale).set({ active: false }).where(eq(invoiceSale.invoiceId, id)).run();
  const saleIds: string[] = JSON.parse(row.saleIds);
  tx.update(sale)
    .set({ generation: generation + 1, keptSerie: serie, keptFolio: folio })
    .where(inArray(sale.id, saleIds))
    .run();
}

/** A timbre came after the refusal: takes the sales back. Throws when another attempt holds one, or the number, by now. */
function retakeSales(tx: Database, row: InvoiceRow, uuid: string): void {
  const holder = holderOf(tx, JSON.parse(row.saleIds));
  if (holder !== undefined)
    throw new Error(`${row.id} was refused, yet ${uuid} is its timbre, and ${holder.invoiceId} holds its sale`);
  if (isFolioUsed(tx, row, row.serie, row.folio))
    throw new Error(`${row.id} was refused, yet ${uuid} is its timbre, and its folio is used again`);
  tx.update(invoiceSale).set({ active: true }).where(eq(invoiceSale.invoiceId, row.id)).run();
}

function queue(tx: Database, invoiceId: string, messages: readonly OutboxMessage[], at: number): number {
  if (messages.length === 0) return 0;
  const rows = messages.map((message) => toOutboxRow(invoiceId, message, at));
  const once = { target: [outbox.invoiceId, outbox.kind, outbox.target] };
  return tx.insert(outbox).values(rows).onConflictDoNothing(once).run().changes;
}

/** The invoices of every merchant, over one connection. */
export function createInvoiceStore({ db, write }: Connection): InvoiceStore {
  const byId = db
    .select()
    .from(invoice)
    .where(eq(invoice.id, placeholder('id')))
    .prepare();
  const dueRows = db
    .select()
    .from(invoice)
    .where(
      sql`${unsettled} and ${invoice.nextAt} <= ${placeholder('now')} and coalesce(${invoice.leaseUntil}, 0) <= ${placeholder('now')}`,
    )
    .orderBy(asc(invoice.nextAt), asc(invoice.seq))
    .limit(placeholder('limit'))
    .prepare();

  /** One phase that changes the invoice or, when `decide` says nothing, leaves it as it is. */
  function advance(
    id: string,
    decide: (row: InvoiceRow) => phases.Step | undefined,
    then?: (tx: Database, row: InvoiceRow) => void,
  ): Invoice {
    return write((tx) => {
      const row = rowOf(tx, id);
      const step = decide(row);
      if (step === undefined) return fromInvoiceRow(row);
      then?.(tx, row);
      return fromInvoiceRow(apply(tx, row, step));
    });
  }

  return {
    async claim(tenant, wanted) {
      const { kind, row } = write((tx) => claim(tx, tenant, wanted));
      return { kind, invoice: fromInvoiceRow(row) };
    },
    async seal(id, sealed) {
      return advance(id, (row) => phases.seal(row, sealed));
    },
    async intent(id, wanted) {
      return write((tx) => {
        const row = rowOf(tx, id);
        const step = phases.intent(row, wanted);
        if (typeof step === 'string') return { kind: step, invoice: fromInvoiceRow(row) };
        return { kind: 'sending', invoice: fromInvoiceRow(apply(tx, row, step)) };
      });
    },
    async doubt(id, doubt) {
      return advance(id, (row) => phases.doubt(row, doubt));
    },
    async record(id, stamped, messages) {
      return write((tx) => {
        const row = rowOf(tx, id);
        const { kind, patch = {}, ...step } = phases.record(row, stamped);
        if (kind === 'recorded' && row.state === 'rejected') retakeSales(tx, row, stamped.uuid);
        const after = apply(tx, row, { patch, ...step });
        if (kind === 'recorded') queue(tx, id, messages, stamped.at);
        return { kind, invoice: fromInvoiceRow(after) };
      });
    },
    async reject(id, refusal) {
      return advance(id, (row) => phases.reject(row, refusal), freeSales);
    },
    async reconcile(id, reason, now) {
      return advance(id, (row) => phases.reconcile(row, reason, now));
    },
    async get(id) {
      const row = byId.get({ id });
      return row === undefined ? undefined : fromInvoiceRow(row);
    },
    async due(now, limit) {
      return dueRows.all({ now, limit }).map(fromInvoiceRow);
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
    async list({ merchantId, world }, { limit, before }) {
      const tenant = and(eq(invoice.merchantId, merchantId), eq(invoice.world, world));
      const cursor = db
        .select({ seq: invoice.seq })
        .from(invoice)
        .where(and(tenant, eq(invoice.id, before ?? '')));
      const page = before === undefined ? tenant : and(tenant, lt(invoice.seq, cursor));
      return db.select().from(invoice).where(page).orderBy(desc(invoice.seq)).limit(limit).all().map(fromInvoiceRow);
    },
    async enqueue({ invoiceId, now, ...message }) {
      return write((tx) => {
        if (rowOf(tx, invoiceId).state !== 'stamped')
          throw new Error(`${invoiceId} is not stamped: there is nothing to tell`);
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
