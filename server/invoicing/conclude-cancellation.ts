/** What follows when the SAT says that an invoice is cancelled: its sales are freed and its receivers are notified. */
import { createHash } from 'node:crypto';
import type { NewDelivery } from '../outbox/delivery.ts';
import type { Cancellation, HowCanceled } from './cancellation.ts';
import { type CancellationNoticeDeps, settleCancellationNotices } from './cancellation-notices.ts';
import type { CancellationStore } from './cancellation-store.ts';
import { eventOf } from './conclude.ts';
import { holdAnswer } from './hold-answer.ts';
import type { StampedInvoice } from './invoice.ts';

/** What recording a cancellation may touch. */
export type ConcludeCanceledDeps = CancellationNoticeDeps & {
  readonly store: { readonly cancellations: CancellationStore };
  readonly now: () => number;
};

/** Records the cancellation. Idempotent. */
export async function concludeCanceled(
  deps: ConcludeCanceledDeps,
  invoice: StampedInvoice,
  cancellation: Cancellation,
  how: HowCanceled | undefined,
): Promise<Cancellation> {
  const now = deps.now();
  const mails = canceledMails(invoice, cancellation, now);
  const events = [eventOf('invoice.canceled', invoice, now)];
  const canceled = await holdAnswer(() =>
    deps.store.cancellations.cancel(cancellation.id, { ...(how && { how }), now }, mails, events),
  );
  await settleCancellationNotices(deps, canceled);
  return canceled;
}

/** Mails to everybody who received the invoice by mail. For a replaced invoice, the substitute's mail says so. */
function canceledMails(
  { id, merchantId, world, snapshot }: StampedInvoice,
  { motivo }: Cancellation,
  nextAt: number,
): readonly NewDelivery[] {
  if (motivo === '01') return [];
  const addresses = new Set(snapshot.emails.map((email) => email.toLowerCase()));
  return [...addresses].map((target) => ({
    id: `msg_${createHash('sha256').update(`canceled:${id}:${target}`).digest('hex').slice(0, 24)}`,
    tenant: { merchantId, world },
    kind: 'mail',
    once: `canceled:${id}:${target}`,
    target,
    subject: id,
    payload: { template: 'invoice-canceled', invoice: id, ...(snapshot.language && { language: snapshot.language }) },
    nextAt,
  }));
}
