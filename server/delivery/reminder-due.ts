/** Decides whether to remind a customer of a sale now. A round asks for every sale, and the mail maker asks again just before sending. */
import { dayIn, localDate, localDateTime } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { standingAt } from '../invoicing/sale-standing.ts';
import type { Branch } from '../merchants/merchant.ts';
import { addDays } from '../portals/deadline.ts';
import type { Portal } from '../portals/portal.ts';
import type { Sale } from '../sales/sale.ts';
import { branchOf } from '../sales/sale-branch.ts';

/** Whether to remind now, to wait for the morning (`until`, in epoch milliseconds), or not to remind at all. */
export type ReminderDue =
  /** `deadline` is the last day at the branch, `2026-11-30`. */
  | { readonly kind: 'now'; readonly deadline: string; readonly branch: Branch }
  | { readonly kind: 'night'; readonly until: number }
  | { readonly kind: 'no'; readonly reason: string };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Mail arrives on phones, and phones ring: reminders are sent from nine to eight in the evening, local time of the branch. */
const MORNING = 9;
const EVENING = 20;

/**
 * Decides for one sale: it must be open, have an e-mail, be at least a day old and be as many days before its deadline as the portal's settings
 * say, and it must be daytime.
 */
export function reminderDue(
  sale: Sale,
  { portal, branches, now }: { readonly portal: Portal; readonly branches: readonly Branch[]; readonly now: number },
): ReminderDue {
  const { reminder, enabled } = portal.settings;
  if (!enabled || !reminder) return { kind: 'no', reason: 'the portal does not remind' };
  if (sale.body.email === undefined) return { kind: 'no', reason: 'no address' };
  if (sale.invoiceId !== undefined) return { kind: 'no', reason: 'invoiced' };
  const branch = branchOf(sale, branches);
  const { status, deadline } = standingAt(portal, sale, { branch, invoiceState: undefined, now });
  if (status !== 'open') return { kind: 'no', reason: status };
  const lastToday = addDays(localDate(now, issueZone(branch.codigoPostal)), reminder.daysBefore);
  if (deadline > lastToday || now - Date.parse(sale.body.date) < DAY_MS) return { kind: 'no', reason: 'too early' };
  const until = nightUntil(branch, now);
  return until === undefined ? { kind: 'now', deadline, branch } : { kind: 'night', until };
}

/** When the night ends at the branch, in epoch milliseconds; `undefined` during the day. */
export function nightUntil({ codigoPostal }: Branch, now: number): number | undefined {
  const zone = issueZone(codigoPostal);
  const local = localDateTime(now, zone);
  const hour = Number(local.slice(11, 13));
  if (hour >= MORNING && hour < EVENING) return undefined;
  const [today, tomorrow] = dayIn(local.slice(0, 10), zone);
  return (hour < MORNING ? today : tomorrow) + MORNING * HOUR_MS;
}
