/** Notices about cancellations for merchants, for when no request is waiting. Their subject is the invoice. */

import type { NoticeStore } from '../notices/notice-store.ts';
import type { Cancellation } from './cancellation.ts';

/** Longest excerpt of a PAC's message: some answer with a whole page. */
const SHOWN_MESSAGE = 500;

/** What a notice about a cancellation may touch. */
export type CancellationNoticeDeps = {
  readonly store: { readonly notices: NoticeStore };
  readonly now: () => number;
};

/**
 * `refused`: the cancellation was refused, with this code and message. `waiting`: it could not be submitted for an hour, or cannot be until
 * somebody acts; `reason` is `pac` or `csd`.
 */
export async function noteCancellation(
  { store, now }: CancellationNoticeDeps,
  { tenant, invoiceId, pacId }: Cancellation,
  what: 'refused' | 'waiting',
  params: Readonly<Record<string, string>>,
): Promise<void> {
  if (what === 'refused') await store.notices.resolve(tenant, 'cancellation-waiting', invoiceId, now());
  const { message = '', ...rest } = params;
  await store.notices.raise({
    ...{ tenant, kind: `cancellation-${what}` as const, subject: invoiceId, now: now() },
    params: { ...rest, message: message.slice(0, SHOWN_MESSAGE), ...(pacId !== undefined && { pac: pacId }) },
  });
}

/** Resolves every notice about the cancellation, once the invoice is cancelled. */
export async function settleCancellationNotices(
  { store, now }: CancellationNoticeDeps,
  { tenant, invoiceId }: Cancellation,
): Promise<void> {
  for (const kind of ['cancellation-waiting', 'cancellation-refused'] as const)
    await store.notices.resolve(tenant, kind, invoiceId, now());
}
