/**
 * Issues the facturas globales of a period. The request is stored first; then its invoices are claimed and settled one by one like any
 * other, so a sale is in one global or in one nominative invoice, never in both, and after a crash at any step another process can
 * continue.
 */
import { randomBytes } from 'node:crypto';
import type { CatalogStore } from '../catalogs/catalog-store.ts';
import { type GlobalPeriod, globalPeriod, type Periodicidad, shiftDay } from '../catalogs/global-period.ts';
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { formatMicro, type Micro, toMicro, ZERO } from '../cfdi/money.ts';
import { publicoEnGeneral } from '../cfdi/publico-en-general.ts';
import type { Branch, Merchant } from '../merchants/merchant.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Principal } from '../merchants/principal.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { type Fault, Problem } from '../problems/problem.ts';
import type { Sale } from '../sales/sale.ts';
import type { Log } from '../text/log.ts';
import { nextSlice } from '../threads/slices.ts';
import { placeFaults } from './catalogue-dates.ts';
import type { GlobalSnapshot, Origin } from './claim.ts';
import { clockAgainAt } from './clock.ts';
import { globalFaultsAside } from './document-aside.ts';
import { isPeriodOver } from './global-period-over.ts';
import { type GlobalRun, type GlobalRunStore, globalInvoiceId } from './global-run.ts';
import { currencyOf, type LeftOut, type OpenSalesDeps, openSales } from './global-sales.ts';
import type { GlobalScheduleStore } from './global-schedule.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { assertMonthOpen, type LockedMonthDeps } from './month-lock.ts';
import { SalesChanged } from './sales-changed.ts';
import { type SettleDeps, settle } from './settle.ts';

/** Conceptos of one document. The SAT sets no limit; this many are built, sealed and sent within a second. */
export const SALES_PER_GLOBAL = 1_000;
/** How long other processes leave a run alone while one works on it. */
const TURN_MS = 60_000;
/** Retry interval of a run whose invoice could not be sent. */
const AGAIN_MS = 15_000;

/** The sales to globalise: those of one branch in one period. */
export type GlobalRequest = GlobalPeriod & {
  readonly tenant: Tenant;
  /** The code of the branch that sold. */
  readonly branch: string;
  readonly periodicidad: Periodicidad;
  /** The caller's rights, if the caller is a person: they decide about locked months. A schedule has none. */
  readonly principal?: Principal;
};

/** What issuing the period now would do, without doing it. */
export type GlobalPreview = {
  /** One for each currency and exchange rate. */
  readonly currencies: readonly {
    readonly moneda: string;
    readonly sales: number;
    readonly total: string;
    /** How many CFDIs it takes. */
    readonly invoices: number;
  }[];
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
};

/** What previewing a factura global reads. */
export type GlobalPreviewDeps = OpenSalesDeps & {
  readonly store: {
    readonly globalSchedules: GlobalScheduleStore;
    readonly merchants: MerchantStore;
    readonly catalogs: CatalogStore;
  };
  readonly now: () => number;
};

/** What beginning a factura global may touch. */
export type BeginGlobalDeps = GlobalPreviewDeps &
  LockedMonthDeps & {
    readonly store: { readonly globalRuns: GlobalRunStore };
    readonly now: () => number;
  };

/** What issuing facturas globales may touch. */
export type GlobalizeDeps = SettleDeps &
  GlobalPreviewDeps & {
    readonly store: {
      readonly invoices: InvoiceStore;
      readonly globalRuns: GlobalRunStore;
    };
    readonly now: () => number;
    readonly log: Log;
  };

/** What `globalize` would issue now. Throws `invalid-global` and `global-period-open` as it does. */
export async function previewGlobal(deps: GlobalPreviewDeps, request: GlobalRequest): Promise<GlobalPreview> {
  const parties = await partiesOf(deps, request);
  const faults = await faultsOfPlace(deps, parties.branch);
  if (faults.length > 0) throw new Problem('invalid-global', { faults });
  const found = new Map<string, { readonly moneda: string; sales: number; total: Micro }>();
  const leftOut: Partial<Record<LeftOut, number>> = {};
  for await (const { sale, leftOut: reason } of openSales(deps, request.tenant, {
    ...request,
    ...parties,
  })) {
    if (reason !== undefined) {
      leftOut[reason] = (leftOut[reason] ?? 0) + 1;
      continue;
    }
    const key = currencyOf(sale);
    const known = found.get(key) ?? { moneda: sale.body.moneda, sales: 0, total: ZERO };
    found.set(key, { ...known, sales: known.sales + 1, total: known.total + toMicro(sale.body.total) });
  }
  return {
    currencies: [...found.values()].map(({ moneda, sales, total }) => ({
      ...{ moneda, sales, total: formatMicro(total, 2) },
      invoices: Math.ceil(sales / SALES_PER_GLOBAL),
    })),
    leftOut,
  };
}

/**
 * Stores the request to issue the period's facturas globales; `advanceGlobal` issues them. Throws `invalid-global` for dates of more than
 * one period, an unknown branch or one whose postal code is not in force, or two months outside régimen 621, `global-period-open` before it is over there, `month-locked`,
 * `nothing-to-globalize`.
 */
export async function beginGlobal(
  deps: BeginGlobalDeps,
  request: GlobalRequest & { readonly serie: string; readonly origin: Origin },
): Promise<GlobalRun> {
  const preview = await previewGlobal(deps, request);
  if (preview.currencies.length === 0) throw new Problem('nothing-to-globalize');
  return keepRun(deps, request);
}

/** Does the same for a period that is known to be over and to have free sales. Throws `month-locked`. */
export async function keepRun(
  deps: BeginGlobalDeps,
  { principal, ...request }: GlobalRequest & { readonly serie: string; readonly origin: Origin },
): Promise<GlobalRun> {
  await assertPeriodOpen(deps, { ...request, ...(principal && { principal }) });
  const now = deps.now();
  const id = `glo_${randomBytes(12).toString('hex')}`;
  return deps.store.globalRuns.begin({ ...request, id, state: 'issuing', nextAt: now + TURN_MS, createdAt: now });
}

/** A bimestre changes the figures of two months. */
async function assertPeriodOpen(
  deps: BeginGlobalDeps,
  { tenant, from, to, principal }: Pick<GlobalRequest, 'tenant' | 'from' | 'to' | 'principal'>,
): Promise<void> {
  for (const date of [from, to]) await assertMonthOpen(deps, tenant, date, principal);
}

/** Claims and settles the run's invoices until no sale is free, or one is refused or cannot be sent now. */
export async function advanceGlobal(deps: GlobalizeDeps, run: GlobalRun): Promise<void> {
  const { store, now, log } = deps;
  for (let index = 0; ; ) {
    await nextSlice();
    await store.globalRuns.move(run.id, { nextAt: now() + TURN_MS });
    const known = await store.invoices.get(globalInvoiceId(run, index));
    const settled = known ? await settledNow(deps, known) : undefined;
    if (settled?.state === 'rejected') return store.globalRuns.move(run.id, { state: 'refused' });
    // It could not be sent, and the next one would have to wait for the same reason.
    if (settled?.state === 'claimed' || settled?.state === 'sealed')
      return store.globalRuns.move(run.id, { nextAt: now() + AGAIN_MS });
    if (settled) {
      index += 1;
      continue;
    }
    // By a clock that is fast, a period could be over that is not.
    const again = await clockAgainAt(deps, run.tenant);
    if (again !== undefined) return store.globalRuns.move(run.id, { nextAt: again });
    const outcome = await claimNext(deps, run, index);
    if (outcome.kind === 'none') return store.globalRuns.move(run.id, { state: 'issued' });
    if (outcome.kind === 'faults') {
      log('global.refused', { run: run.id, fault: outcome.code });
      return store.globalRuns.move(run.id, { state: 'refused', refusal: outcome.code });
    }
  }
}

/** Its invoices so far, in the order they were made. One at a time: a month may have a hundred of a thousand sales each. */
export async function* invoicesOf(
  { store }: { readonly store: { readonly invoices: InvoiceStore } },
  run: GlobalRun,
): AsyncGenerator<Invoice> {
  for (let index = 0; ; index += 1) {
    await nextSlice();
    const invoice = await store.invoices.get(globalInvoiceId(run, index));
    if (!invoice) return;
    yield invoice;
  }
}

async function settledNow(deps: GlobalizeDeps, invoice: Invoice): Promise<Invoice> {
  const isMoving = invoice.state === 'claimed' || invoice.state === 'sealed';
  return isMoving ? settle(deps, invoice) : invoice;
}

type ClaimedNext = { readonly kind: 'claimed' | 'none' } | { readonly kind: 'faults'; readonly code: string };

/** Claims the next free sales. If a customer or another process was faster, the caller tries again. */
async function claimNext(deps: GlobalizeDeps, run: GlobalRun, index: number): Promise<ClaimedNext> {
  const { store, now } = deps;
  const parties = await partiesOf(deps, run).catch(periodOpen);
  if (!parties) return { kind: 'faults', code: 'global-period-open' };
  const sales = await nextSales(deps, run, parties);
  if (sales.length === 0) return { kind: 'none' };
  const snapshot = snapshotOf(run, parties, sales);
  const [fault] = [
    ...(await faultsOfPlace(deps, parties.branch)),
    ...(await globalFaultsAside(snapshot, run.serie, now())),
  ];
  if (fault) return { kind: 'faults', code: fault.satCode ?? fault.code };
  const id = globalInvoiceId(run, index);
  try {
    const saleIds = sales.map((sale) => sale.id);
    const versions = sales.map((sale) => sale.updatedAt);
    const { serie, origin } = run;
    const holding = { kind: 'sales' } as const;
    await store.invoices.claim(run.tenant, {
      ...{ id, origin, saleIds, versions, holding, snapshot, serie },
      now: now(),
    });
  } catch (error) {
    if (error instanceof SalesChanged) return { kind: 'claimed' };
    // Two processes work on one run: the other one has claimed this number.
    if (!(await store.invoices.get(id))) throw error;
  }
  return { kind: 'claimed' };
}

/** The run was stored by a clock that was fast, and is refused now that it is right. */
function periodOpen(error: unknown): undefined {
  if (!(error instanceof Problem && error.code === 'global-period-open')) throw error;
}

function faultsOfPlace({ store, now }: GlobalPreviewDeps, { codigoPostal }: Branch): Promise<readonly Fault[]> {
  return placeFaults(store, codigoPostal, localDate(now(), issueZone(codigoPostal)));
}

type Parties = {
  readonly merchant: Merchant;
  readonly branch: Branch;
  readonly branches: readonly Branch[];
  readonly since?: string;
};

async function nextSales(deps: GlobalizeDeps, run: GlobalRun, parties: Parties): Promise<readonly Sale[]> {
  const sales: Sale[] = [];
  for await (const { sale, leftOut } of openSales(deps, run.tenant, { ...run, ...parties })) {
    const [first = sale] = sales;
    if (leftOut === undefined && currencyOf(first) === currencyOf(sale)) sales.push(sale);
    if (sales.length === SALES_PER_GLOBAL) break;
  }
  return sales;
}

function snapshotOf(run: GlobalRun, { merchant, branch }: Parties, sales: readonly Sale[]): GlobalSnapshot {
  const { rfc, nombre, regimenFiscal } = merchant;
  return {
    kind: 'global',
    emisor: { rfc, nombre, regimenFiscal },
    lugarExpedicion: branch.codigoPostal,
    receptor: publicoEnGeneral(branch.codigoPostal, 'S01'),
    sales: sales.map(({ body }) => ({ ...body, branch: branch.code })),
    emails: [],
    periodicidad: run.periodicidad,
    period: { from: run.from, to: run.to },
  };
}

async function partiesOf({ store, now }: GlobalPreviewDeps, request: GlobalRequest): Promise<Parties> {
  const { tenant, periodicidad, from, to } = request;
  const [merchant, branches, schedule] = await Promise.all([
    store.merchants.getMerchant(tenant.merchantId),
    store.merchants.listBranches(tenant.merchantId),
    store.globalSchedules.get(tenant, request.branch),
  ]);
  const branch = branches.find(({ code }) => code === request.branch);
  const period = globalPeriod(from, periodicidad);
  const faults: Fault[] = [
    ...(branch ? [] : [{ code: 'branch-unknown', pointer: '/branch', params: { branch: request.branch } }]),
    ...(from <= to && to <= period.to
      ? []
      : [{ code: 'global-not-one-period', pointer: '/to', params: { from: period.from, to: period.to } }]),
    ...(periodicidad === '05' && merchant?.regimenFiscal !== '621'
      ? [{ code: 'CFDI40132', satCode: 'CFDI40132', pointer: '/periodicidad' }]
      : []),
  ];
  if (!merchant || !branch || faults.length > 0) throw new Problem('invalid-global', { faults });
  if (!isPeriodOver(period, branch.codigoPostal, now()))
    throw new Problem('global-period-open', { params: { date: shiftDay(period.to, 1) } });
  return { merchant, branch, branches, ...(schedule && { since: schedule.since }) };
}
