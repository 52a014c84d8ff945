/** The schedule by which a branch's facturas globales are issued automatically once a period is over. */

import {
  type GlobalPeriod,
  globalPeriod,
  type Periodicidad,
  periodBefore,
  shiftDay,
} from '../catalogs/global-period.ts';
import { dayIn, instantAt, localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { Tenant } from '../merchants/tenant.ts';

/** The latest hour that leaves a margin within the 24 hours (RMF 2.7.1.21) in case something goes wrong. */
export const LATEST_HOUR = 20;

/** The schedule of one branch in one world. */
export type GlobalSchedule = {
  readonly tenant: Tenant;
  /** The code of the branch that sells. */
  readonly branch: string;
  readonly periodicidad: Periodicidad;
  /** Local hour, 0 to 20, at which the globals of finished periods are issued. */
  readonly hour: number;
  readonly serie: string;
  /** Whether globals are issued automatically. */
  readonly enabled: boolean;
  /** The cut-off: sales of earlier local days are in globals made elsewhere and are never included automatically. */
  readonly since: string;
  /** Epoch milliseconds from which a worker looks at the branch's sales again. */
  readonly nextAt: number;
  readonly updatedAt: number;
};

/** Storage of schedules, one for each branch. */
export interface GlobalScheduleStore {
  /** Stores the schedule, replacing the branch's previous one. */
  put(schedule: GlobalSchedule): Promise<void>;
  /** The schedules of a tenant, ordered by branch. */
  list(tenant: Tenant): Promise<readonly GlobalSchedule[]>;
  get(tenant: Tenant, branch: string): Promise<GlobalSchedule | undefined>;
  /** Takes enabled schedules that are due. Each is due again at `until`, so nobody else takes it before then. */
  takeDue(now: number, until: number, limit: number): Promise<readonly GlobalSchedule[]>;
  /** Postpones the schedule to `nextAt`, unless it was changed since it was read. */
  postpone(schedule: GlobalSchedule, nextAt: number): Promise<void>;
}

/** The last period that is over at the branch; `undefined` if it ends before the cut-off. */
export function lastPeriod(
  { periodicidad, since }: Pick<GlobalSchedule, 'periodicidad' | 'since'>,
  { codigoPostal }: Branch,
  now: number,
): GlobalPeriod | undefined {
  const today = localDate(now, issueZone(codigoPostal));
  const period = periodBefore(periodicidad, globalPeriod(today, periodicidad));
  return period.to < since ? undefined : period;
}

/** The instant by which the global of a period has to be issued: 24 hours after the period ends at the branch (RMF 2.7.1.21). */
export function dueBy({ to }: GlobalPeriod, { codigoPostal }: Branch): number {
  return dayIn(to, issueZone(codigoPostal))[1] + DAY_MS;
}

const DAY_MS = 86_400_000;

/** The next time after `now` at which it is that hour at the branch. */
export function nextLook({ hour }: Pick<GlobalSchedule, 'hour'>, { codigoPostal }: Branch, now: number): number {
  const zone = issueZone(codigoPostal);
  const today = localDate(now, zone);
  const at = (day: string): number => instantAt(`${day}T${String(hour).padStart(2, '0')}:00:00`, zone) ?? now + DAY_MS;
  const todays = at(today);
  return todays > now ? todays : at(shiftDay(today, 1));
}
