/** How the facturas globales of a branch are made: by themselves once a period is over, and from which day on. */
import { dayIn, instantAt, localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { type GlobalPeriod, type Periodicidad, periodBefore, periodOf, shiftDay } from '../cfdi/global-period.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { Tenant } from '../merchants/tenant.ts';

/** The last hour that leaves some of the 24 (RMF 2.7.1.21) for whatever may go wrong. */
export const LATEST_HOUR = 20;

export type GlobalSchedule = {
  readonly tenant: Tenant;
  /** The code of the branch that sells. */
  readonly branch: string;
  readonly periodicidad: Periodicidad;
  /** The hour of the branch's day, 0 to 20, at which whatever is over is made into globals. */
  readonly hour: number;
  readonly serie: string;
  /** Whether they are made by themselves. */
  readonly enabled: boolean;
  /** The cut-off: local days before this one are in globals that were made elsewhere. Nothing of them is invoiced here by itself. */
  readonly since: string;
  /** Epoch milliseconds from which a worker looks at the branch's sales again. */
  readonly nextAt: number;
  readonly updatedAt: number;
};

export interface GlobalScheduleStore {
  /** Keeps it in place of the one of its branch. */
  put(schedule: GlobalSchedule): Promise<void>;
  /** Those of a tenant, by branch. */
  list(tenant: Tenant): Promise<readonly GlobalSchedule[]>;
  get(tenant: Tenant, branch: string): Promise<GlobalSchedule | undefined>;
  /** The enabled ones whose time has come; each is due again at `until`, so that nobody else takes it meanwhile. */
  takeDue(now: number, until: number, limit: number): Promise<readonly GlobalSchedule[]>;
  /** Looked at again at `nextAt`. Ignored where the schedule was changed since it was read. */
  postpone(schedule: GlobalSchedule, nextAt: number): Promise<void>;
}

/** The last period that is over at the branch; `undefined` where all of it is before the cut-off. */
export function lastPeriod(
  { periodicidad, since }: Pick<GlobalSchedule, 'periodicidad' | 'since'>,
  { codigoPostal }: Branch,
  now: number,
): GlobalPeriod | undefined {
  const today = localDate(now, issueZone(codigoPostal));
  const period = periodBefore(periodicidad, periodOf(periodicidad, today));
  return period.to < since ? undefined : period;
}

/** The instant by which the global of a period has to be issued: 24 hours after the period ends at the branch (RMF 2.7.1.21). */
export function dueBy({ to }: GlobalPeriod, { codigoPostal }: Branch): number {
  return dayIn(to, issueZone(codigoPostal))[1] + DAY_MS;
}

const DAY_MS = 86_400_000;

/** The next time, after `now`, that the clock of the branch says so. */
export function nextLook({ hour }: Pick<GlobalSchedule, 'hour'>, { codigoPostal }: Branch, now: number): number {
  const zone = issueZone(codigoPostal);
  const today = localDate(now, zone);
  const at = (day: string): number => instantAt(`${day}T${String(hour).padStart(2, '0')}:00:00`, zone) ?? now + DAY_MS;
  const todays = at(today);
  return todays > now ? todays : at(shiftDay(today, 1));
}
