/**
 * The merchant's own deadline for requesting an invoice. It is policy, not law: the SAT's position is the same calendar year (cfdi-rules
 * §8.3). Its texts are in `deadline-words.ts`.
 */
import { type GlobalPeriod, globalPeriod } from '../catalogs/global-period.ts';
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { DeadlinePolicy, Portal, PortalSettings } from './portal.ts';

/** The policy for the sales of that branch: its own if the portal gives it one. */
export function deadlinePolicy({ deadline, branches }: PortalSettings, branch: string): DeadlinePolicy {
  return branches?.[branch]?.deadline ?? deadline;
}

/** The last local day, `YYYY-MM-DD`, on which the customer can invoice a sale of that local day. */
export function deadlineDate(saleDate: string, policy: DeadlinePolicy): string {
  switch (policy.kind) {
    case 'days':
      return addDays(saleDate, policy.days);
    case 'month-end': {
      const [year = 0, month = 1] = saleDate.split('-').map(Number);
      return dateOf(Date.UTC(year, month + policy.monthsAfter, 0));
    }
    default:
      return wholePeriod(saleDate, policy).to;
  }
}

/** What a sale is promised at each portal when it arrives: the last local day, by slug. `date` is an instant; the branch determines its day. */
export function promisedDeadlines(
  portals: readonly Pick<Portal, 'slug' | 'settings'>[],
  { code, codigoPostal }: Branch,
  date: string,
): Readonly<Record<string, string>> {
  const saleDate = localDate(Date.parse(date), issueZone(codigoPostal));
  return Object.fromEntries(
    portals.map(({ slug, settings }) => [slug, deadlineDate(saleDate, deadlinePolicy(settings, code))]),
  );
}

/** The local days of the sales whose deadline is from `first` to `last`; `from` is after `to` if there are none. */
export function saleDatesDue(
  policy: DeadlinePolicy,
  [first, last]: readonly [first: string, last: string],
): GlobalPeriod {
  switch (policy.kind) {
    case 'days':
      return { from: addDays(first, -policy.days), to: addDays(last, -policy.days) };
    case 'month-end': {
      const monthOf = (date: string, day: number): string => {
        const [year = 0, month = 1] = date.split('-').map(Number);
        return dateOf(Date.UTC(year, month - 1 - policy.monthsAfter, day));
      };
      // The month of `last` counts only if `last` ends it: tomorrow's month is the first that does not count.
      return { from: monthOf(first, 1), to: monthOf(addDays(last, 1), 0) };
    }
    default:
      return {
        from: wholePeriod(first, policy).from,
        to: addDays(wholePeriod(addDays(last, 1), policy).from, -1),
      };
  }
}

/** Every policy that may have been promised to a sale of this portal: the current one, its branches' and those that they replaced. */
export function policiesOf({
  deadline,
  branches = {},
  formerDeadlines = [],
}: PortalSettings): readonly DeadlinePolicy[] {
  return [deadline, ...Object.values(branches).flatMap((branch) => branch.deadline ?? []), ...formerDeadlines];
}

/** What `policiesOf` has to remember when the settings change: each policy that is no longer current, once. */
export function formerDeadlines(before: PortalSettings, after: PortalSettings): readonly DeadlinePolicy[] {
  const today = new Set(policiesOf({ ...after, formerDeadlines: [] }).map(policyKey));
  const former = new Map(policiesOf(before).map((policy) => [policyKey(policy), policy]));
  return [...former].flatMap(([key, policy]) => (today.has(key) ? [] : [policy]));
}

function policyKey(policy: DeadlinePolicy): string {
  return Object.entries(policy).flat().join(' ');
}

/** The period whose last day is the deadline of everything sold within it. */
function wholePeriod(
  date: string,
  policy: Extract<DeadlinePolicy, { kind: 'year-end' | 'until-global' }>,
): GlobalPeriod {
  if (policy.kind === 'until-global') return globalPeriod(date, policy.periodicidad);
  const year = date.slice(0, 4);
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

/** The calendar day this many days later, or earlier if negative. */
export function addDays(date: string, days: number): string {
  return dateOf(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000);
}

function dateOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
