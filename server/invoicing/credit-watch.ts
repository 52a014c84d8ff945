/** Checks periodically how many stamps a merchant's account has left, and raises a notice before they run out. */

import type { AttemptStore } from '../limits/attempt-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import type { Pac } from '../pac/pac.ts';
import type { Log } from '../text/log.ts';

/** Less than a small shop needs in a week. */
const LOW_CREDIT = 50;
const ASK_MS = 15_000;

/** The hour in which this process last checked an account, so that it does not query the database at every stamp. */
const lookedAt = new Map<string, string>();

/** What looking at an account’s credit may touch. */
export type CreditWatchDeps = {
  readonly store: {
    readonly notices: NoticeStore;
    readonly attempts: AttemptStore;
  };
  readonly now: () => number;
  readonly log: Log;
};

/** Checks at most once an hour for each account, over all processes, after a stamp. A failure here never affects the invoice. */
export async function watchCredit({ store, now, log }: CreditWatchDeps, pac: Pac, tenant: Tenant): Promise<void> {
  const { merchantId, world } = tenant;
  const { id } = pac.capabilities;
  const account = `pac-credit:${id}:${world}:${merchantId}`;
  // UTC, as `2026-11-22T18`.
  const hour = new Date(now()).toISOString().slice(0, 13);
  if (lookedAt.get(account) === hour) return;
  lookedAt.set(account, hour);
  try {
    if ((await store.attempts.add(account, hour)) > 1) return;
    const reply = await pac.testConnection(AbortSignal.timeout(ASK_MS));
    if (reply.kind !== 'ok' || reply.credit === undefined) return;
    const subject = { tenant: { merchantId, world }, kind: 'pac-credit-low', subject: id } as const;
    if (reply.credit >= LOW_CREDIT) await store.notices.resolve(subject.tenant, subject.kind, id, now());
    else await store.notices.raise({ ...subject, params: { credit: String(reply.credit) }, now: now() });
  } catch (error) {
    log('credit-watch.skipped', { pac: id, error: error instanceof Error ? error.name : 'unknown' });
  }
}
