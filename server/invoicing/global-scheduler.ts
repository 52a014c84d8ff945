/**
 * Issues the facturas globales of a branch automatically. Every day at the scheduled hour it globalises all sales of finished periods that
 * no invoice holds: those of the period that has just ended, and in supplementary globals those of earlier ones that arrived or became free
 * since. It keeps no state of its own; the free sales show what is left to do, so crashes and parallel servers do no harm.
 */

import { type GlobalPeriod, globalPeriod } from '../catalogs/global-period.ts';
import { offsetDateTime } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import { Problem } from '../problems/problem.ts';
import type { Log } from '../text/log.ts';
import { clockAgainAt } from './clock.ts';
import type { GlobalRunStore } from './global-run.ts';
import { openSales } from './global-sales.ts';
import { dueBy, type GlobalSchedule, type GlobalScheduleStore, lastPeriod, nextLook } from './global-schedule.ts';
import { advanceGlobal, type BeginGlobalDeps, type GlobalizeDeps, invoicesOf, keepRun } from './globalize.ts';
import { isLocked } from './month-lock.ts';

/** How long a schedule stays with the process that took it. If that process dies, its runs still continue. */
const TURN_MS = 10 * 60_000;
/** Retry interval of a global that is not stamped yet. */
const AGAIN_MS = 10 * 60_000;
/** How long before the 24 hours are over the merchant is warned. */
const WARN_MS = 4 * 3_600_000;
const AT_ONCE = 10;
/** More than a tenant ever has open. */
const MOST_NOTICES = 10_000;

/** What issuing scheduled facturas globales may touch. */
export type ScheduledGlobalDeps = BeginGlobalDeps &
  GlobalizeDeps & {
    readonly store: {
      readonly globalRuns: GlobalRunStore;
      readonly globalSchedules: GlobalScheduleStore;
      readonly merchants: MerchantStore;
      readonly notices: NoticeStore;
    };
    readonly now: () => number;
    readonly log: Log;
  };

/** Processes every schedule that is due. A failure is logged and retried later, and does not delay other schedules. */
export async function makeScheduled(deps: ScheduledGlobalDeps): Promise<void> {
  const { store, now, log } = deps;
  for (const schedule of await store.globalSchedules.takeDue(now(), now() + TURN_MS, AT_ONCE)) {
    try {
      await store.globalSchedules.postpone(schedule, await makeGlobals(deps, schedule));
    } catch (error) {
      log('globals.failed', { branch: schedule.branch, error: error instanceof Error ? error.name : 'unknown' });
    }
  }
}

/**
 * Raises or resolves the notices of globals that are about to miss their 24 hours: that of the period that has just ended, and those of
 * earlier periods, which a PAC that was down over midnight left open. Returns whether all of them are stamped.
 */
async function followLate(
  deps: ScheduledGlobalDeps,
  schedule: GlobalSchedule,
  { branch, branches, last, refused }: Over & { readonly refused: ReadonlySet<string> },
): Promise<boolean> {
  const noticed = await noticedPeriods(deps, schedule.tenant, 'global-late', branch);
  let areDone = true;
  for (const period of [last, ...noticed.filter(({ from }) => from !== last.from)]) {
    const place = { ...withinCutOff(period, schedule), branch, branches };
    const isDone = !refused.has(period.to) && (await isStamped(deps, schedule, place));
    await notifyLate(deps, schedule, { branch, period, isDone });
    areDone &&= isDone;
  }
  return areDone;
}

type PeriodNotice = 'global-late' | 'global-locked';

/** The periods of a branch of which there is an open notice. */
async function noticedPeriods(
  { store }: ScheduledGlobalDeps,
  tenant: Tenant,
  noticeKind: PeriodNotice,
  { code }: Branch,
): Promise<readonly GlobalPeriod[]> {
  const open = await store.notices.list(tenant, MOST_NOTICES);
  return open.flatMap(({ kind, subject, params: { from = '', to = '' } }) =>
    kind === noticeKind && subject === `${code} ${from}` ? [{ from, to }] : [],
  );
}

async function resolve(
  { store, now }: ScheduledGlobalDeps,
  tenant: Tenant,
  kind: PeriodNotice,
  { code }: Branch,
  { from }: GlobalPeriod,
): Promise<void> {
  await store.notices.resolve(tenant, kind, `${code} ${from}`, now());
}

/** A locked month is up to the accountant, who gets a notice that its sales are waiting: nothing is issued for it automatically. */
async function isHeld(
  deps: ScheduledGlobalDeps,
  { tenant }: GlobalSchedule,
  { code, name }: Branch,
  { from, to }: GlobalPeriod,
): Promise<boolean> {
  const { notices } = deps.store;
  const one = { tenant, kind: 'global-locked', subject: `${code} ${from}` } as const;
  const held = (await isLocked(deps, tenant, from)) || (await isLocked(deps, tenant, to));
  if (held) await notices.raise({ ...one, params: { from, to, branch: name }, now: deps.now() });
  return held;
}

/**
 * Issues the globals of finished periods and returns when to look again: tomorrow, or soon if something is not stamped yet. While our clock is
 * off, no period is known to be over.
 */
async function makeGlobals(deps: ScheduledGlobalDeps, schedule: GlobalSchedule): Promise<number> {
  const { store, now, log } = deps;
  const { tenant } = schedule;
  const again = await clockAgainAt(deps, tenant);
  if (again !== undefined) return again;
  const branches = await store.merchants.listBranches(tenant.merchantId);
  const branch = branches.find(({ code }) => code === schedule.branch);
  if (!branch) return now() + AGAIN_MS;
  const last = lastPeriod(schedule, branch, now());
  if (!last) return nextLook(schedule, branch, now());
  const periods = await periodsLeft(deps, schedule, { branch, branches, last });
  const held = new Set<string>();
  /** The last days of the periods that could not even be begun. */
  const refused = new Set<string>();
  for (const period of periods) {
    if (await isHeld(deps, schedule, branch, period)) {
      held.add(period.from);
      continue;
    }
    const { branch: code, periodicidad, serie } = schedule;
    try {
      const run = await keepRun(deps, { tenant, branch: code, periodicidad, serie, origin: 'schedule', ...period });
      await advanceGlobal(deps, run);
    } catch (error) {
      // Nothing that passes by itself: the merchant is notified below, before its 24 hours are over.
      if (!(error instanceof Problem)) throw error;
      refused.add(period.to);
      log('globals.refused', { branch: code, from: period.from, code: error.code });
    }
  }
  // The accountant may have issued one by hand since.
  for (const period of await noticedPeriods(deps, tenant, 'global-locked', branch))
    if (!held.has(period.from)) await resolve(deps, tenant, 'global-locked', branch, period);
  const isDone = await followLate(deps, schedule, { branch, branches, last, refused });
  return isDone ? nextLook(schedule, branch, now()) : now() + AGAIN_MS;
}

type Over = {
  readonly branch: Branch;
  readonly branches: readonly Branch[];
  readonly last: GlobalPeriod;
};

/** The finished periods with sales that could go into a global, oldest first. */
async function periodsLeft(
  deps: ScheduledGlobalDeps,
  schedule: GlobalSchedule,
  { branch, branches, last }: Over,
): Promise<readonly GlobalPeriod[]> {
  const { tenant, periodicidad, since } = schedule;
  const found = new Map<string, GlobalPeriod>();
  const all = { from: laterOf(since, earliest(last)), to: last.to };
  for await (const { day, leftOut } of openSales(deps, tenant, { ...all, branch, branches })) {
    const period = globalPeriod(day, periodicidad);
    if (leftOut === undefined) found.set(period.from, withinCutOff(period, schedule));
  }
  return [...found.values()];
}

/** Guía de llenado del CFDI global v4.0, Año: the year of Fecha or the one before. */
function earliest({ to }: GlobalPeriod): string {
  return `${Number(to.slice(0, 4)) - 1}-01-01`;
}

function withinCutOff({ from, to }: GlobalPeriod, { since }: GlobalSchedule): GlobalPeriod {
  return { from: laterOf(from, since), to };
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}

/** Tells whether a sale could go into a global now. */
async function hasFreeSales(
  deps: ScheduledGlobalDeps,
  { tenant }: GlobalSchedule,
  place: GlobalPeriod & Pick<Over, 'branch' | 'branches'>,
): Promise<boolean> {
  for await (const { leftOut } of openSales(deps, tenant, place)) if (leftOut === undefined) return true;
  return false;
}

/** Tells whether nothing of the period is in progress, or refused with sales that are still free; the next look starts those again. */
async function isStamped(
  deps: ScheduledGlobalDeps,
  schedule: GlobalSchedule,
  place: GlobalPeriod & Pick<Over, 'branch' | 'branches'>,
): Promise<boolean> {
  const { from, to } = place;
  const runs = await deps.store.globalRuns.ofPeriod(schedule.tenant, { branch: schedule.branch, from, to });
  const state = runs[0]?.state;
  if (state === 'issuing' || (state === 'refused' && (await hasFreeSales(deps, schedule, place)))) return false;
  for (const run of runs)
    for await (const { state } of invoicesOf(deps, run))
      if (state !== 'stamped' && state !== 'canceled' && state !== 'rejected') return false;
  return true;
}

/** Raises a notice of a global that is about to miss its 24 hours, refused or not, and resolves it once it is done. */
async function notifyLate(
  deps: ScheduledGlobalDeps,
  { tenant }: GlobalSchedule,
  { branch, period, isDone }: { readonly branch: Branch; readonly period: GlobalPeriod; readonly isDone: boolean },
): Promise<void> {
  if (isDone) return resolve(deps, tenant, 'global-late', branch, period);
  const { store, now, log } = deps;
  const subject = `${branch.code} ${period.from}`;
  const until = dueBy(period, branch);
  if (now() < until - WARN_MS) return;
  log('alarm.global-late', { branch: branch.code, from: period.from });
  const wall = offsetDateTime(until, issueZone(branch.codigoPostal)).slice(0, 16).replace('T', ', ');
  const params = { ...period, branch: branch.name, until: wall };
  await store.notices.raise({ tenant, kind: 'global-late', subject, params, now: now() });
}
