import type { GlobalPeriod } from '../catalogs/global-period.ts';
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';

/** Whether the last day of a period is over, by the local time of the place that issues its global. */
export function isPeriodOver({ to }: GlobalPeriod, codigoPostal: string, now: number): boolean {
  return localDate(now, issueZone(codigoPostal)) > to;
}
