/** `autofactura global-schedule list|set`: when each branch's facturas globales are issued automatically, and from which day on. */
import { scheduleView } from '../http/merchant/global-schedules.ts';
import { type GlobalSchedule, LATEST_HOUR } from '../invoicing/global-schedule.ts';
import { setSchedule } from '../invoicing/set-schedule.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { type Command, UsageError } from './command.ts';
import { isPeriodicidad } from './global-invoice.ts';
import { type Args, readArgs } from './merchant-in.ts';
import { recorded } from './operator.ts';
import { dayTyped } from './read-typed.ts';
import { withServices } from './with-services.ts';

/** Exits with 0, or throws what is wrong with the schedule. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, ['branch', 'periodicidad', 'hour', 'since', 'serie'], ['off']);
  const [action] = args.positionals;
  if (action !== 'list' && action !== 'set') throw new UsageError('List or set?');
  return withServices(args, async ({ services: { invoicing }, tenant, config }) => {
    const { store } = invoicing;
    const branches = await store.merchants.listBranches(tenant.merchantId);
    const schedules = await store.globalSchedules.list(tenant);
    if (action === 'list') {
      for (const schedule of schedules) show(args, schedule, branches);
      return 0;
    }
    const wanted = wantedOf(args, tenant, schedules);
    const deed = { ...tenant, action: 'PUT /global-schedules/{branch}', target: wanted.branch };
    show(args, await recorded(config, store, deed, () => setSchedule(invoicing, wanted)), branches);
    return 0;
  });
};

/** The options that were typed, over the stored values. */
function wantedOf(args: Args, tenant: Tenant, schedules: readonly GlobalSchedule[]) {
  const branch = args.text('branch');
  if (branch === undefined) throw new UsageError('Which branch? Name it with --branch.');
  const before = schedules.find((schedule) => schedule.branch === branch);
  const periodicidad = args.text('periodicidad') ?? before?.periodicidad ?? '04';
  if (!isPeriodicidad(periodicidad)) throw new UsageError('--periodicidad is 01, 02, 03, 04 or 05.');
  const hour = args.text('hour') ?? String(before?.hour ?? 3);
  if (!/^\d{1,2}$/.test(hour) || Number(hour) > LATEST_HOUR)
    throw new UsageError(`--hour is 0 to ${LATEST_HOUR}: later, too little of the 24 hours is left.`);
  const serie = args.text('serie') ?? before?.serie ?? 'G';
  if (!/^[^|\s]{1,25}$/.test(serie)) throw new UsageError('--serie has 1 to 25 characters, without spaces.');
  const typed = args.text('since');
  const since = dayTyped(typed);
  if (typed !== undefined && since === undefined) throw new UsageError('Since which day? --since 2026-12-01.');
  return {
    ...{ tenant, branch, periodicidad, hour: Number(hour), serie, enabled: !args.has('off') },
    ...(since !== undefined && { since }),
  };
}

function show(args: Args, schedule: GlobalSchedule, branches: readonly Branch[]): void {
  const view = scheduleView(schedule, branches);
  const { branch, periodicidad, hour, serie, since, next } = view;
  args.print(
    view,
    `${branch}  ${periodicidad}  at ${hour}:00  serie ${serie}  since ${since}  ${next ? `next ${next}` : 'off'}`,
  );
}
