/** Reminders: customers whose purchase can be invoiced for only a few more days get one mail, if the merchant enabled it. */

import { randomBytes } from 'node:crypto';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { type NewDelivery, REMINDER_ONCE } from '../outbox/delivery.ts';
import type { DeliveryStore } from '../outbox/outbox-store.ts';
import { addDays, policiesOf, saleDatesDue } from '../portals/deadline.ts';
import type { Portal } from '../portals/portal.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import type { Sale } from '../sales/sale.ts';
import type { SaleCursor, SaleStore } from '../sales/sale-store.ts';
import { nightUntil, reminderDue } from './reminder-due.ts';

/** What a round of reminders needs. `now` answers epoch milliseconds. */
export type Reminding = {
  readonly store: {
    readonly merchants: Pick<MerchantStore, 'listBranches'>;
    readonly portals: Pick<PortalStore, 'listRemindingPortals'>;
    readonly sales: Pick<SaleStore, 'listUnreminded'>;
    readonly deliveries: Pick<DeliveryStore, 'enqueue'>;
  };
  readonly now: () => number;
};

/** What the reminder worker needs; `log` gets the result of each round, without personal data. */
export type ReminderWorkerOptions = Reminding & {
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
};

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Sales read per query. */
const PAGE = 500;
/** Carriers accept a few mails a second, and an invoice must not wait behind reminders. */
const SPACING_MS = 500;
const MOST_A_ROUND = EVERY_MS / SPACING_MS;

/** Starts a round now and one every hour. After a failure, the next round does what is left. */
export function startReminding({ log, ...reminding }: ReminderWorkerOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let running = Promise.resolve();
  const look = (): void => {
    running = running
      .then(() => remind(reminding, stopping.signal))
      .then((count) => log('reminders.queued', { count }))
      .catch((error: unknown) => log('reminders.failed', { error: error instanceof Error ? error.name : 'unknown' }));
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await running;
    },
  };
}

/**
 * Runs one round: enqueues a mail for every sale that is due, one every half second per portal and as many as can be sent before the next round.
 * Two concurrent rounds, or two portals of one merchant, enqueue only one. Returns how many were new.
 */
export async function remind(reminding: Reminding, signal: AbortSignal): Promise<number> {
  let queued = 0;
  for (const portal of await reminding.store.portals.listRemindingPortals()) {
    queued += await remindOf(reminding, portal, signal);
  }
  return queued;
}

async function remindOf(reminding: Reminding, portal: Portal, signal: AbortSignal): Promise<number> {
  const { store, now } = reminding;
  let queued = 0;
  for await (const sales of dueOf(reminding, portal)) {
    if (signal.aborted || queued >= MOST_A_ROUND) break;
    const at = now();
    const mails = sales.map((sale, index) => reminderOf(portal, sale, at + (queued + index) * SPACING_MS));
    queued += await store.deliveries.enqueue(mails, at);
  }
  return queued;
}

/** The portal's sales that are due, page by page; none while it is night at every branch. */
async function* dueOf({ store, now }: Reminding, portal: Portal): AsyncGenerator<readonly Sale[]> {
  const branches = await store.merchants.listBranches(portal.merchantId);
  if (!branches.some((branch) => nightUntil(branch, now()) === undefined)) return;
  const sold = soldWithin(portal.settings, now());
  let after: SaleCursor | undefined;
  do {
    const page = await store.sales.listUnreminded(tenantOf(portal), { ...sold, limit: PAGE, ...(after && { after }) });
    yield page.sales.filter((sale) => reminderDue(sale, { portal, branches, now: now() }).kind === 'now');
    after = page.next;
  } while (after);
}

/**
 * The range of dates of sale whose deadline is near in any of the country's zones, which are some hours behind UTC: by any policy that a sale
 * may have been promised, from the earliest to the latest day.
 */
function soldWithin(settings: Portal['settings'], now: number): { readonly dateFrom: number; readonly dateTo: number } {
  const today = new Date(now).toISOString().slice(0, 10);
  const near = [addDays(today, -1), addDays(today, settings.reminder?.daysBefore ?? 0)] as const;
  const periods = policiesOf(settings).map((policy) => saleDatesDue(policy, near));
  const midnights = (of: 'from' | 'to') => periods.map((period) => Date.parse(`${period[of]}T00:00:00Z`));
  return { dateFrom: Math.min(...midnights('from')), dateTo: Math.max(...midnights('to')) + 2 * DAY_MS };
}

function reminderOf(portal: Portal, { id, body }: Sale, nextAt: number): NewDelivery {
  return {
    id: `msg_${randomBytes(12).toString('hex')}`,
    tenant: tenantOf(portal),
    kind: 'mail',
    once: `${REMINDER_ONCE}${id}`,
    target: (body.email ?? '').toLowerCase(),
    subject: id,
    payload: { template: 'reminder', portal: portal.slug },
    nextAt,
  };
}

function tenantOf({ merchantId, world }: Portal): Tenant {
  return { merchantId, world };
}
