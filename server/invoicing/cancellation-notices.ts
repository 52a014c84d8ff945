/** What the merchant should know of a cancellation although nobody waits for an answer. The subject is the invoice. */
import type { Cancellation } from './cancellation.ts';
import type { Invoicing } from './invoicing.ts';

/** Of a PAC's own words: some answer a page. */
const SHOWN_MESSAGE = 500;

/**
 * `refused`: it ended with a no, whose code and words are told. `waiting`: it was not handed over for an hour, or cannot be until somebody does
 * something; `reason` is `pac` or `csd`.
 */
export async function noteCancellation(
  { store, now }: Invoicing,
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

/** It is cancelled: whatever was told of it is over. */
export async function settleCancellationNotices(
  { store, now }: Invoicing,
  { tenant, invoiceId }: Cancellation,
): Promise<void> {
  for (const kind of ['cancellation-waiting', 'cancellation-refused'] as const)
    await store.notices.resolve(tenant, kind, invoiceId, now());
}
