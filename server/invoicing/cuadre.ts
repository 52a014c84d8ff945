/**
 * The cuadre: what was sold equals the nominative invoices plus the facturas globales, less the notas de crédito, plus what is pending. Sales,
 * refunds and what is pending come from the books, the rest from the stamped CFDIs themselves; the difference shows whether the two agree.
 */
import { dayIn, localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { type Micro, sum, toMicro, ZERO } from '../cfdi/money.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { branchOf } from '../sales/sale-branch.ts';
import { nextSlice } from '../threads/slices.ts';
import { figureOfSale, figuresOf } from './cuadre-cover.ts';
import type { Figure } from './cuadre-parts.ts';
import type { CuadreStore, SaleLife } from './cuadre-store.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';

/** The column in which a CFDI counts. */
export type CoverKind = 'nominatives' | 'globals' | 'egresos';

/** A CFDI about a sale. `replaced`: another one counts in its place, although the SAT still has it in force. */
export type Cover = {
  readonly kind: CoverKind;
  readonly invoice: Invoice;
  readonly figure: Figure;
  readonly isReplaced: boolean;
};

/** One sale in the cuadre, each peso of it with the CFDI that covers it. */
export type CuadreLine = {
  /** Local day and code of the branch that sold. */
  readonly date: string;
  readonly branch: string;
  readonly life: SaleLife;
  /** What was sold, less what was refunded. */
  readonly sales: Micro;
  readonly covers: readonly Cover[];
  /** What no CFDI covers yet: a sale to be invoiced, less refunds whose nota de crédito is not stamped. */
  readonly pending: Figure;
  readonly difference: Micro;
};

/** The local days to reconcile, both inclusive, and optionally the code of the only branch to include. */
export type CuadreRange = { readonly from: string; readonly to: string; readonly branch?: string };

const PAGE = 200;
/** Every sale of a factura global needs its document, so this many are cached; others are read again. */
const KEPT_DOCUMENTS = 40;

/** What the cuadre reads. */
type CuadreDeps = {
  readonly store: {
    readonly invoices: InvoiceStore;
    readonly cuadre: CuadreStore;
    readonly merchants: MerchantStore;
  };
};

/** The sales of those local days (inclusive), each at its branch, in the order of their instants. */
export async function* cuadreLines(
  deps: CuadreDeps,
  tenant: Tenant,
  { from, to, branch }: CuadreRange,
): AsyncGenerator<CuadreLine> {
  const { store } = deps;
  const branches = await store.merchants.listBranches(tenant.merchantId);
  const read = createReading(deps);
  const range = { ...instantsOf(branches, from, to), limit: PAGE };
  for (let page = await store.cuadre.lives(tenant, range); ; ) {
    await nextSlice();
    for (const life of page.lives) {
      const at = branchOf(life.sale, branches);
      const date = localDate(Date.parse(life.sale.body.date), issueZone(at.codigoPostal));
      if (date < from || date > to || (branch !== undefined && at.code !== branch)) continue;
      const line = lineOf(life, await Promise.all(life.invoiceIds.map(read)), { date, branch: at.code });
      if (line) yield line;
    }
    if (!page.next) return;
    page = await store.cuadre.lives(tenant, { ...range, after: page.next });
  }
}

/** Wide enough for the time zone of every branch. */
function instantsOf(branches: readonly Branch[], from: string, to: string) {
  const zones = branches.map(({ codigoPostal }) => issueZone(codigoPostal));
  return {
    dateFrom: Math.min(...zones.map((zone) => dayIn(from, zone)[0])),
    dateTo: Math.max(...zones.map((zone) => dayIn(to, zone)[1])) - 1,
  };
}

type ReadInvoice = { readonly invoice: Invoice; readonly figures: readonly Figure[] };

function createReading({ store }: CuadreDeps): (id: string) => Promise<ReadInvoice> {
  const known = new Map<string, Promise<ReadInvoice>>();
  const readDocument = async (id: string): Promise<ReadInvoice> => {
    const invoice = await store.invoices.get(id);
    if (!invoice) throw new Error(`unknown invoice ${id}`);
    return { invoice, figures: invoice.state === 'stamped' ? figuresOf(invoice) : [] };
  };
  return (id) => {
    const document = known.get(id) ?? readDocument(id);
    known.delete(id);
    known.set(id, document);
    for (const oldest of known.keys()) if (known.size > KEPT_DOCUMENTS) known.delete(oldest);
    return document;
  };
}

function lineOf(
  life: SaleLife,
  documents: readonly ReadInvoice[],
  place: Pick<CuadreLine, 'date' | 'branch'>,
): CuadreLine | undefined {
  const { sale, refunds } = life;
  const covers = documents.flatMap((document) => coverOf(document, sale.id, documents));
  const counted = covers.filter(({ isReplaced }) => !isReplaced);
  const isSold = sale.body.estado === 'pagada' || counted.length > 0;
  if (!isSold) return undefined;
  const total = toMicro(sale.body.total);
  const standing = refunds.filter(({ state }) => state !== 'reduced' && state !== 'declined');
  const givenBack = sum(standing.map((refund) => toMicro(refund.total)));
  // A sale that left its global by an egreso and whose own invoice was cancelled is to be invoiced again.
  const isCovered = sale.invoiceId !== undefined && counted.some(({ kind }) => kind !== 'egresos');
  const credited = standing.filter(({ invoiceId }) => counted.some(({ invoice }) => invoice.id === invoiceId));
  const uncredited = givenBack - sum(credited.map((refund) => toMicro(refund.total)));
  const leaving = sum(documents.map((document) => leavingOf(document)));
  const pending = figureOfSale(sale.body, (isCovered ? ZERO : total) - uncredited - leaving);
  const sales = total - givenBack;
  const difference = sales - coveredBy(counted) - pending.total;
  return { ...place, life, sales, covers, pending: partOf(pending, isCovered), difference };
}

/** For a sale that is already covered, the base and IVA of its CFDI apply. */
function partOf(pending: Figure, isCovered: boolean): Figure {
  if (!isCovered) return pending;
  return pending.total === ZERO
    ? { total: ZERO, rates: {} }
    : { total: pending.total, rates: { none: { base: pending.total, iva: ZERO } } };
}

function coveredBy(covers: readonly Cover[]): Micro {
  return sum(covers.map(({ kind, figure }) => (kind === 'egresos' ? -figure.total : figure.total)));
}

const KINDS = { ingreso: 'nominatives', global: 'globals', egreso: 'egresos' } as const;

function coverOf({ invoice, figures }: ReadInvoice, saleId: string, life: readonly ReadInvoice[]): readonly Cover[] {
  const figure = figures[invoice.saleIds.indexOf(saleId)];
  if (invoice.state !== 'stamped' || !figure) return [];
  const isReplaced = life.some(({ invoice: other }) => replaces(other, invoice));
  return [{ kind: KINDS[invoice.snapshot.kind], invoice, figure, isReplaced }];
}

/** A recorded substitute counts in place of what it replaces, whatever the SAT still says about that one. */
function replaces({ holding, state, snapshot }: Invoice, { id, snapshot: before }: Invoice): boolean {
  return state === 'stamped' && holding.kind === 'successor' && holding.of === id && snapshot.kind === before.kind;
}

/** What a nota de crédito that is on its way will take out of a global, for a sale that has its nominative invoice. */
function leavingOf({ invoice: { snapshot, state } }: ReadInvoice): Micro {
  const isOnItsWay = state !== 'stamped' && state !== 'rejected' && state !== 'canceled';
  if (snapshot.kind !== 'egreso' || snapshot.reason !== 'leaves-global' || !isOnItsWay) return ZERO;
  return toMicro(snapshot.part ?? snapshot.sold.total);
}
