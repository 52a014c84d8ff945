/**
 * Declared months: whatever would change their figures is refused, unless the accountant does it. Each verb that could (`cancel`, `correct`,
 * `registerRefund` and `decideRefund`, `keepRun`, `acceptRequest`) checks here by itself, whoever calls it. A new invoice belongs to the month in
 * which it is issued, so a customer's invoice of an older sale is not refused.
 */
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Principal } from '../merchants/principal.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { Problem } from '../problems/problem.ts';
import type { SourceStore } from '../sources/source-store.ts';
import type { CuadreStore, MonthLock } from './cuadre-store.ts';
import type { Invoice } from './invoice.ts';

/** What locking a month may touch. */
type LockMonthDeps = {
  readonly store: {
    readonly cuadre: CuadreStore;
    readonly merchants: MerchantStore;
  };
  readonly now: () => number;
};

/** What unlocking a month may touch. */
type UnlockMonthDeps = {
  readonly store: {
    readonly cuadre: CuadreStore;
    readonly sources: Pick<SourceStore, 'list' | 'refold'>;
  };
};

/** What finding out whether a month is locked reads. */
export type LockedMonthDeps = {
  readonly store: { readonly cuadre: CuadreStore };
};

/** Throws `month-locked` for a month (`2026-11`, or a date in it) that is locked, unless it is the accountant's doing. */
export async function assertMonthOpen(
  { store }: LockedMonthDeps,
  tenant: Tenant,
  date: string,
  by: Principal | undefined,
): Promise<void> {
  if (mayChangeLockedMonths(by)) return;
  if (await isLocked({ store }, tenant, date)) throw new Problem('month-locked', { params: { month: monthOf(date) } });
}

/** Whether the month of a date is locked. */
export async function isLocked({ store }: LockedMonthDeps, tenant: Tenant, date: string): Promise<boolean> {
  const locked = await store.cuadre.lockedMonths(tenant);
  return locked.some(({ month }) => month === monthOf(date));
}

/** Whether the month of an invoice's Fecha is locked. */
export async function isMonthLocked(deps: LockedMonthDeps, { merchantId, world, sealed }: Invoice): Promise<boolean> {
  return sealed !== undefined && isLocked(deps, { merchantId, world }, sealed.fecha);
}

/** The same for the month of an invoice's Fecha; one that is not sealed has none. */
export async function assertInvoiceMonthOpen(
  deps: LockedMonthDeps,
  { merchantId, world, sealed }: Invoice,
  by: Principal | undefined,
): Promise<void> {
  if (sealed) await assertMonthOpen(deps, { merchantId, world }, sealed.fecha, by);
}

/**
 * Locks a month, as an owner or the accountant. Throws `month-lock-forbidden`, and `month-not-over` if it is not over at every branch.
 */
export async function lockMonth(
  { store, now }: LockMonthDeps,
  principal: Principal,
  month: string,
): Promise<MonthLock> {
  assertMayLock(principal);
  const { tenant, id: by } = principal;
  const branches = await store.merchants.listBranches(tenant.merchantId);
  const isOver = branches.every(({ codigoPostal }) => localDate(now(), issueZone(codigoPostal)).slice(0, 7) > month);
  if (!isOver) throw new Problem('month-not-over');
  return store.cuadre.lockMonth(tenant, { month, by, at: now() });
}

/**
 * Unlocks a month, as an owner or the accountant; what sources reported of its sales meanwhile is then read again. Throws
 * `month-lock-forbidden`.
 */
export async function unlockMonth({ store }: UnlockMonthDeps, principal: Principal, month: string): Promise<void> {
  assertMayLock(principal);
  const { tenant } = principal;
  await store.cuadre.unlockMonth(tenant, month);
  for (const { id } of await store.sources.list(tenant)) await store.sources.refold(id, 'problems');
}

function assertMayLock(principal: Principal): void {
  if (principal.kind !== 'person' || (principal.role !== 'owner' && principal.role !== 'accountant'))
    throw new Problem('month-lock-forbidden');
}

const monthOf = (date: string): string => date.slice(0, 7);

function mayChangeLockedMonths(by: Principal | undefined): boolean {
  return by?.kind === 'person' && by.role === 'accountant';
}
