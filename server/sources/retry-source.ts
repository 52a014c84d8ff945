/** Retries what a source could not turn into a sale, and reads its provider's list. */
import type { SourceAccounts } from './accounts.ts';
import { makePendingSales } from './intake/intake.ts';
import type { Intake } from './intake/intake-context.ts';
import { type ListRead, takeList, takeUnread } from './providers/provider-lists.ts';
import type { SourceAccount } from './settings.ts';

/** What retrying may touch. */
export type RetrySourceDeps = { readonly intake: Intake; readonly sourceAccounts: Pick<SourceAccounts, 'open'> };

/** The maximum per call; the worker does the rest. */
const AT_ONCE = 200;

/** Rebuilds the failed sales, or all that are not invoiced, up to the limit of one call. Returns how many there are. */
export async function retrySales(intake: Intake, sourceId: string, which: 'problems' | 'all'): Promise<number> {
  const count = await intake.store.sources.refold(sourceId, which);
  if (count > 0) await makePendingSales(intake, AT_ONCE);
  return count;
}

/** Reads the events that could not be read again, and rebuilds the failed sales. */
export async function replaySource(
  { intake, sourceAccounts }: RetrySourceDeps,
  account: SourceAccount,
): Promise<{ readonly sales: number; readonly events: number }> {
  const source = await sourceAccounts.open(account);
  const events = source ? await takeUnread(intake, account, source) : 0;
  return { sales: await retrySales(intake, account.id, 'problems'), events };
}

/** Reads a few pages of what has changed at the provider since then, in epoch milliseconds; a dry run only counts. */
export async function backfillSource(
  { intake, sourceAccounts }: RetrySourceDeps,
  account: SourceAccount,
  { since, isDry }: { readonly since: number; readonly isDry: boolean },
): Promise<ListRead> {
  const source = await sourceAccounts.open(account);
  return source ? takeList(intake, account, source, since, isDry) : { kind: 'no-list', count: 0 };
}
