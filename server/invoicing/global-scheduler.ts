/**
 * Makes the facturas globales of a branch by themselves. At its hour every day whatever is over and that no invoice holds is globalised: the
 * period that has just ended, and sales of earlier ones that arrived or became free since, in supplementary globals. Nothing here has to be
 * remembered: the sales that are free say what is left to do, so that a kill or a second server changes nothing.
 */
import { offsetDateTime } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { type GlobalPeriod, periodOf } from '../cfdi/global-period.ts';
import type { Branch } from '../merchants/merchant.ts';
import { openSales } from './global-sales.ts';
import { dueBy, type GlobalSchedule, lastPeriod, nextLook } from './global-schedule.ts';
import { advanceGlobal, invoicesOf, keepRun } from './globalize.ts';
import type { Invoicing } from './invoicing.ts';

/** How long a schedule is left to whoever took it; its runs go on by themselves if they die. */
const TURN_MS = 10 * 60_000;
/** How soon a global that is not stamped yet is looked at again. */
const AGAIN_MS = 10 * 60_000;
/** So long before the 24 hours are over the merchant is told. */
const WARN_MS = 4 * 3_600_000;
const AT_ONCE = 10;

/** Takes up every schedule that is due. One that fails is logged and due again, and delays no other. */
export async function makeScheduled(invoicing: Invoicing): Promise<void> {
  const { store, now, log } = invoicing;
  for (const schedule of await store.globalSchedules.takeDue(now(), now() + TURN_MS, AT_ONCE)) {
    try {
      await store.globalSchedules.postpone(schedule, await makeGlobals(invoicing, schedule));
    } catch (error) {
      log('globals.failed', { branch: schedule.branch, error: error instanceof Error ? error.name : 'unknown' });
    }
  }
}

/** Issues what is over, and answers when to look again: tomorrow, or soon where something is not stamped yet. */
async function makeGlobals(invoicing: Invoicing, schedule: GlobalSchedule): Promise<number> {
  const { store, now } = invoicing;
  const { tenant } = schedule;
  const branches = await store.merchants.listBranches(tenant.merchantId);
  const branch = branches.find(({ code }) => code === schedule.branch);
  if (!branch) return now() + AGAIN_MS;
  const last = lastPeriod(schedule, branch, now());
  if (!last) return nextLook(schedule, branch, now());
  const periods = await periodsLeft(invoicing, schedule, { branch, branches, last });
  for (const period of periods) {
    const { branch: code, periodicidad, serie } = schedule;
    const run = await keepRun(invoicing, { tenant, branch: code, periodicidad, serie, origin: 'schedule', ...period });
    await advanceGlobal(invoicing, run);
  }
  const isDone = await isStamped(invoicing, schedule, withinCutOff(last, schedule));
  await tell(invoicing, schedule, { branch, period: last, isDone });
  return isDone ? nextLook(schedule, branch, now()) : now() + AGAIN_MS;
}

type Over = {
  readonly branch: Branch;
  readonly branches: readonly Branch[];
  readonly last: GlobalPeriod;
};

/** The periods that are over and have sales which could go into a global, oldest first. */
async function periodsLeft(
  invoicing: Invoicing,
  schedule: GlobalSchedule,
  { branch, branches, last }: Over,
): Promise<readonly GlobalPeriod[]> {
  const { tenant, periodicidad, since } = schedule;
  const found = new Map<string, GlobalPeriod>();
  const all = { from: laterOf(since, earliest(last)), to: last.to };
  for await (const { day, leftOut } of openSales(invoicing, tenant, { ...all, branch, branches })) {
    const period = periodOf(periodicidad, day);
    if (leftOut === undefined) found.set(period.from, withinCutOff(period, schedule));
  }
  return [...found.values()];
}

/** Guía de llenado del CFDI global v4.0, Año: that of Fecha or the one before. */
function earliest({ to }: GlobalPeriod): string {
  return `${Number(to.slice(0, 4)) - 1}-01-01`;
}

function withinCutOff({ from, to }: GlobalPeriod, { since }: GlobalSchedule): GlobalPeriod {
  return { from: laterOf(from, since), to };
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}

/** Whether nothing of the period is under way or refused: what is refused is begun anew by the next look. */
async function isStamped(
  invoicing: Invoicing,
  { tenant, branch }: GlobalSchedule,
  period: GlobalPeriod,
): Promise<boolean> {
  const runs = await invoicing.store.globalRuns.ofPeriod(tenant, { branch, ...period });
  if (runs[0] && runs[0].state !== 'issued') return false;
  const invoices = (await Promise.all(runs.map((run) => invoicesOf(invoicing, run)))).flat();
  return invoices.every(({ state }) => state === 'stamped' || state === 'canceled' || state === 'rejected');
}

/** Tells the merchant of a global that was refused, or that is about to miss its 24 hours; and that it is over. */
async function tell(
  { store, now, log }: Invoicing,
  { tenant }: GlobalSchedule,
  { branch, period, isDone }: { readonly branch: Branch; readonly period: GlobalPeriod; readonly isDone: boolean },
): Promise<void> {
  const subject = `${branch.code} ${period.from}`;
  if (isDone) return store.notices.resolve(tenant, 'global-late', subject, now());
  const until = dueBy(period, branch);
  if (now() < until - WARN_MS) return;
  log('alarm.global-late', { branch: branch.code, from: period.from });
  const wall = offsetDateTime(until, issueZone(branch.codigoPostal)).slice(0, 16).replace('T', ', ');
  const params = { ...period, branch: branch.name, until: wall };
  await store.notices.raise({ tenant, kind: 'global-late', subject, params, now: now() });
}
