/** Sets the schedule of a branch's facturas globales. */

import { globalPeriod } from '../catalogs/global-period.ts';
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import { deadlinePolicy } from '../portals/deadline.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import { type Fault, Problem } from '../problems/problem.ts';
import { type GlobalSchedule, type GlobalScheduleStore, nextLook } from './global-schedule.ts';

/** The schedule that a merchant asks for. */
export type ScheduleRequest = Omit<GlobalSchedule, 'since' | 'nextAt' | 'updatedAt'> & {
  /** When absent, the stored day, or the first day of the current period. */
  readonly since?: string;
};

/** What setting a schedule may touch. */
type SetScheduleDeps = {
  readonly store: {
    readonly globalSchedules: GlobalScheduleStore;
    readonly merchants: MerchantStore;
    readonly portals: PortalStore;
  };
  readonly now: () => number;
};

/**
 * Stores it. Throws `invalid-global` for an unknown branch, two months outside régimen 621 (CFDI40132), and a periodicity other than that of a
 * portal's deadline until the global: the deadline and the global are one promise to the customer.
 */
export async function setSchedule(deps: SetScheduleDeps, request: ScheduleRequest): Promise<GlobalSchedule> {
  const { store, now } = deps;
  const { tenant, periodicidad } = request;
  const branches = await store.merchants.listBranches(tenant.merchantId);
  const branch = branches.find(({ code }) => code === request.branch);
  const faults = [
    ...(branch ? [] : [{ code: 'branch-unknown', pointer: '/branch', params: { branch: request.branch } }]),
    ...(await periodicidadFaults(deps, request)),
  ];
  if (!branch || faults.length > 0) throw new Problem('invalid-global', { faults });
  const known = await store.globalSchedules.get(tenant, request.branch);
  const today = localDate(now(), issueZone(branch.codigoPostal));
  const { since = known?.since ?? globalPeriod(today, periodicidad).from } = request;
  const schedule = { ...request, since, nextAt: nextLook(request, branch, now()), updatedAt: now() };
  await store.globalSchedules.put(schedule);
  return schedule;
}

async function periodicidadFaults(
  { store }: SetScheduleDeps,
  { tenant, branch, periodicidad }: ScheduleRequest,
): Promise<readonly Fault[]> {
  const pointer = '/periodicidad';
  const merchant = await store.merchants.getMerchant(tenant.merchantId);
  const portals = (await store.portals.listPortals(tenant.merchantId)).filter(({ world }) => world === tenant.world);
  const promised = portals.flatMap(({ slug, settings }) => {
    const policy = deadlinePolicy(settings, branch);
    return policy.kind === 'until-global' && policy.periodicidad !== periodicidad ? [slug] : [];
  });
  return [
    ...(periodicidad === '05' && merchant?.regimenFiscal !== '621'
      ? [{ code: 'CFDI40132', satCode: 'CFDI40132', pointer }]
      : []),
    ...promised.map((portal) => ({ code: 'global-not-as-deadline', pointer, params: { portal } })),
  ];
}
