/** Rereads from a provider: events that could not be read, and the sales of its list. */
import { receiveFacts } from '../intake/intake.ts';
import type { Intake } from '../intake/intake-context.ts';
import type { SourceAccount } from '../settings.ts';
import type { SaleSource } from '../source.ts';

const UNREAD_AT_ONCE = 200;
const FETCH_MS = 10_000;

/** Retries events that could not be read, with the current adapter. Returns how many became sales. */
export async function takeUnread(intake: Intake, account: SourceAccount, source: SaleSource): Promise<number> {
  const { sources } = intake.store;
  let taken = 0;
  for (const { id, externalId, ...kept } of await sources.unread(account.id, UNREAD_AT_ONCE)) {
    const event = source.eventOf?.(kept);
    const facts = event === undefined ? undefined : await source.factsOf?.(event, AbortSignal.timeout(FETCH_MS));
    if (facts?.kind !== 'facts') continue;
    await receiveFacts(intake, account, { externalId, facts: facts.facts });
    await sources.dropUnread(id);
    taken += 1;
  }
  return taken;
}

/** How far a list was read. After `more` or `unavailable`, the next call continues from the stored cursor. */
export type ListRead =
  /** `count` sales were read; a dry run stores none of them. */
  | { readonly kind: 'all'; readonly count: number }
  | { readonly kind: 'more'; readonly count: number }
  | { readonly kind: 'unavailable'; readonly reason: string; readonly count: number }
  | { readonly kind: 'no-list'; readonly count: 0 };

const PAGES_AT_ONCE = 20;
const PAGE_MS = 20_000;

/**
 * Reads what changed at a provider since then, page by page, and makes the sales. Its position is stored, so a call with the same `since`
 * continues there. Each call reads at most twenty pages; `more` means that there are others.
 */
export async function takeList(
  intake: Intake,
  account: SourceAccount,
  source: SaleSource,
  since: number,
  isDry = false,
): Promise<ListRead> {
  if (!source.list) return { kind: 'no-list', count: 0 };
  const { sources } = intake.store;
  const before = await sources.health(account.id);
  let cursor = !isDry && before.since === since ? before.cursor : undefined;
  let count = 0;
  for (let page = 0; page < PAGES_AT_ONCE; page++) {
    const read = await source.list(since, cursor, AbortSignal.timeout(PAGE_MS));
    if (read.kind === 'unavailable') return { ...read, count };
    count += read.count;
    if (!isDry) await receiveFacts(intake, account, { facts: read.facts });
    cursor = read.cursor;
    const progress = { listed: before.listed + count, ...(cursor !== undefined && { cursor, since }) };
    if (!isDry) await sources.noteList(account.id, progress);
    if (cursor === undefined) return { kind: 'all', count };
  }
  return { kind: 'more', count };
}
