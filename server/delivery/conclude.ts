/** Records how an attempt ended, and what that means for its listener. */

import type { NoticeStore } from '../notices/notice-store.ts';
import type { Delivery } from '../outbox/delivery.ts';
import type { DeliveryStore, ListenerStore } from '../outbox/outbox-store.ts';
import type { DeliveryEnd } from './channel.ts';
import { MAX_ATTEMPTS, nextAttemptAt, PATIENCE_MS } from './schedule.ts';

/** What recording the end of an attempt needs. `now` answers epoch milliseconds, and `random` spreads out the retries. */
export type Concluding = {
  readonly deliveries: Pick<DeliveryStore, 'settle'>;
  readonly listeners: Pick<ListenerStore, 'get' | 'disable' | 'noteHealth'>;
  readonly notices: Pick<NoticeStore, 'raise' | 'resolve'>;
  readonly now: () => number;
  /** Logs structured fields without personal data. */
  readonly log: (event: string, fields: Readonly<Record<string, string | number | boolean | undefined>>) => void;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
};

type Settlement = Parameters<DeliveryStore['settle']>[1];

/** Records the end of one send for each of its deliveries, and then for their listener. */
export async function conclude(
  concluding: Concluding,
  sent: readonly Delivery[],
  end: DeliveryEnd,
  ms: number,
): Promise<void> {
  const now = concluding.now();
  for (const delivery of sent) {
    await concluding.deliveries.settle(delivery, { ...settlementOf(delivery, end, now, concluding.random), ms, now });
  }
  const [first] = sent;
  if (first?.kind === 'mail') await noteMail(concluding, first, end, now);
  else if (first) await noteListener(concluding, first.target, end, now);
}

/** What no notice needs to be about yet: a carrier that is restarted, or a network that is away for a moment. */
const MAIL_WAITS_MS = 900_000;

/** Logs the first try that fails, and tells the merchant once a mail is not going to leave within minutes; the next one that leaves resolves it. */
async function noteMail(concluding: Concluding, mail: Delivery, end: DeliveryEnd, now: number): Promise<void> {
  const { notices, log, random } = concluding;
  const notice = { tenant: mail.tenant, kind: 'mail-not-leaving', subject: 'mail' } as const;
  if (end.kind === 'sent') return notices.resolve(notice.tenant, notice.kind, notice.subject, now);
  if (end.kind !== 'retry' && end.kind !== 'failed') return;
  const { reason, status } = end;
  if (mail.attempts === 0 || end.kind === 'failed') log('mail.not-sent', { id: mail.id, reason, status });
  const nextAt = end.kind === 'retry' ? retryAt(mail, now, random) : undefined;
  if (nextAt !== undefined && nextAt - mail.createdAt >= MAIL_WAITS_MS)
    await notices.raise({ ...notice, params: { reason }, now });
}

function settlementOf(
  delivery: Delivery,
  end: DeliveryEnd,
  now: number,
  random: () => number,
): Omit<Settlement, 'ms' | 'now'> {
  const { kind, ...details } = end;
  if (kind === 'gone') return { ...details, outcome: 'dropped' };
  if (kind !== 'retry') return { ...details, outcome: kind };
  const { notBefore, ...failure } = end;
  const nextAt = retryAt(delivery, now, random);
  const { reason, status } = failure;
  const why = { reason, ...(status !== undefined && { status }) };
  if (nextAt === undefined) return { ...why, outcome: 'failed' };
  return { ...why, outcome: 'retry', nextAt: Math.max(nextAt, notBefore ?? 0) };
}

/** When to retry. Alerts are grouped with whatever else is due, so their age and not their number of attempts ends them. */
function retryAt({ kind, attempts, createdAt }: Delivery, now: number, random: () => number): number | undefined {
  const made = attempts + 1;
  if (kind !== 'alert') return nextAttemptAt(made, now, random);
  return now - createdAt >= PATIENCE_MS ? undefined : nextAttemptAt(Math.min(made, MAX_ATTEMPTS - 1), now, random);
}

async function noteListener(concluding: Concluding, id: string, end: DeliveryEnd, now: number): Promise<void> {
  const { listeners } = concluding;
  if (end.kind === 'dropped') return;
  if (end.kind === 'gone') return retire(concluding, id, 'gone', now);
  if (end.kind === 'sent') {
    const listener = await listeners.get(id);
    if (listener?.failingSince !== undefined) await listeners.noteHealth(id, undefined);
    return;
  }
  const since = await listeners.noteHealth(id, now);
  if (since !== undefined && now - since >= PATIENCE_MS) await retire(concluding, id, 'failing', now);
}

/** Disables a listener. The notice to the merchant comes first: if the process dies in between, it is raised again. */
async function retire(concluding: Concluding, id: string, reason: 'gone' | 'failing', now: number): Promise<void> {
  const { listeners, notices, log } = concluding;
  const listener = await listeners.get(id);
  if (listener?.state !== 'enabled') return;
  const { tenant, name, kind } = listener;
  await notices.raise({ tenant, kind: 'listener-disabled', subject: id, params: { name, reason }, now });
  if ((await listeners.disable(id, reason, now)) === 'changed')
    log('listener.disabled', { listener: id, kind, reason });
}
