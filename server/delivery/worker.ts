/** The delivery worker: fans events out into deliveries, and sends those that are due. */

import type { Delivery, DeliveryKind } from '../outbox/delivery.ts';
import type { DeliveryStore, EventStore } from '../outbox/outbox-store.ts';
import type { Channel, DeliveryEnd } from './channel.ts';
import { type Concluding, conclude } from './conclude.ts';
import { createTargetTurns, type TargetTurns } from './target-turns.ts';

/** What the delivery worker needs: the stores, a channel for each kind of delivery, and its timeouts in milliseconds. */
export type DeliveryWorkerOptions = Omit<Concluding, 'deliveries' | 'random'> & {
  readonly events: Pick<EventStore, 'fanOut'>;
  readonly deliveries: Pick<DeliveryStore, 'claim' | 'claimOf' | 'settle'>;
  readonly channels: Readonly<Record<DeliveryKind, Channel>>;
  readonly random?: () => number;
  /** How long an alert waits to be grouped with others; 30 s by default. */
  readonly alertDelayMs?: number;
  /** The deadline of one send; 20 s by default, and always shorter than a lease. */
  readonly deadlineMs?: number;
};

/** A running worker. `stop` waits for the sends in flight, and aborts those that take longer than its grace period. */
export type DeliveryWorker = { stop(): Promise<void> };

const EVERY_MS = 1_000;
const AT_ONCE = 128;
const KINDS: readonly DeliveryKind[] = ['mail', 'webhook', 'alert'];
const CLAIM_LIMIT = 16;
const PER_TARGET = 4;
const LEASE_MS = 60_000;
const DEADLINE_MS = 20_000;
const FAN_LIMIT = 100;
const ALERT_DELAY_MS = 30_000;
/** The maximum number of alerts in one message. */
const GROUP_LIMIT = 500;
/** How long sends in flight may take to finish once `stop` is called. */
const GRACE_MS = 5_000;

type Working = DeliveryWorkerOptions & {
  readonly concluding: Concluding;
  readonly turns: TargetTurns;
  /** The number of sends in flight, by kind. */
  readonly sending: Record<DeliveryKind, number>;
  /** Everything that `stop` waits for. */
  readonly running: Set<Promise<void>>;
  readonly deadlines: Set<AbortController>;
  isStopped: boolean;
  /** Whether a claim is running, and whether to claim once more after it. */
  claiming: 'no' | 'yes' | 'again';
};

/**
 * Starts the worker. It looks for work now, every second, and whenever a send has ended. Sends run concurrently, at most four per target; once
 * half of the slots are taken, the rest go only to targets that did not fail, and a kind that has half of the slots waits. So neither a dead
 * endpoint nor a hanging mail carrier delays anything else. Each of several processes claims its own deliveries. `stop` waits for the sends in
 * flight, and aborts them after five seconds.
 */
export function startDeliveryWorker(options: DeliveryWorkerOptions): DeliveryWorker {
  const working: Working = {
    ...options,
    concluding: { ...options, random: options.random ?? Math.random },
    turns: createTargetTurns(AT_ONCE),
    sending: { mail: 0, webhook: 0, alert: 0 },
    running: new Set(),
    deadlines: new Set(),
    isStopped: false,
    claiming: 'no',
  };
  let isFanning = false;
  const look = (): void => {
    track(working, claimDue(working));
    if (isFanning) return;
    isFanning = true;
    track(
      working,
      fanOut(working).finally(() => {
        isFanning = false;
      }),
    );
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      working.isStopped = true;
      const grace = setTimeout(() => {
        for (const deadline of working.deadlines) deadline.abort(new Error('stopped'));
      }, GRACE_MS);
      while (working.running.size > 0) await Promise.all(working.running);
      clearTimeout(grace);
    },
  };
}

/** Tracks work for `stop`. Our own failures, such as an unavailable database, are logged and retried a second later. */
function track(working: Working, work: Promise<void>): void {
  const tracked: Promise<void> = work
    .catch((error: unknown) => {
      working.log('deliveries.failed', { error: error instanceof Error ? error.name : 'unknown' });
    })
    .finally(() => working.running.delete(tracked));
  working.running.add(tracked);
}

async function fanOut(working: Working): Promise<void> {
  const { events, now, alertDelayMs = ALERT_DELAY_MS } = working;
  while (!working.isStopped) {
    const done = await events.fanOut({ now: now(), limit: FAN_LIMIT, alertDelayMs });
    if (done > 0) track(working, claimDue(working));
    if (done < FAN_LIMIT) return;
  }
}

/** Runs one claim at a time: two concurrent claims would not know of each other's targets. */
async function claimDue(working: Working): Promise<void> {
  if (working.claiming !== 'no') {
    working.claiming = 'again';
    return;
  }
  try {
    do {
      working.claiming = 'yes';
      if (await claimOnce(working)) working.claiming = 'again';
    } while (isAskedAgain(working));
  } finally {
    working.claiming = 'no';
  }
}

/** Another caller may have asked meanwhile, which the compiler cannot see. */
function isAskedAgain({ claiming, isStopped }: Working): boolean {
  return claiming === 'again' && !isStopped;
}

/** Claims once, and returns whether there was anything to send. */
async function claimOnce(working: Working): Promise<boolean> {
  const { deliveries, turns, sending, now, isStopped } = working;
  const limit = Math.min(CLAIM_LIMIT, AT_ONCE - turns.inFlight());
  if (isStopped || limit <= 0) return false;
  const at = now();
  const leaseUntil = at + LEASE_MS;
  const kinds = KINDS.filter((kind) => sending[kind] < AT_ONCE / 2);
  const ask = { now: at, leaseUntil, limit, perTarget: PER_TARGET, busy: turns.busy(at), kinds };
  const due = await deliveries.claim(ask);
  for (const together of sends(due)) {
    turns.began(together.target);
    sending[together.kind] += 1;
    track(working, send(working, together));
  }
  return due.length > 0;
}

type Send = Pick<Delivery, 'kind' | 'target'> & { readonly deliveries: readonly Delivery[] };

/** Groups alerts by channel; everything else is sent separately. */
function sends(due: readonly Delivery[]): readonly Send[] {
  const alerts = due.filter(({ kind }) => kind === 'alert');
  const channels = [...new Set(alerts.map(({ target }) => target))];
  const others = due.filter(({ kind }) => kind !== 'alert');
  return [
    ...channels.map((target): Send => {
      return { kind: 'alert', target, deliveries: alerts.filter((alert) => alert.target === target) };
    }),
    ...others.map((delivery): Send => ({ kind: delivery.kind, target: delivery.target, deliveries: [delivery] })),
  ];
}

async function send(working: Working, { kind, target, deliveries }: Send): Promise<void> {
  let end: DeliveryEnd = { kind: 'retry', reason: 'not tried' };
  try {
    const together = kind === 'alert' ? await withOthers(working, target, deliveries) : deliveries;
    const started = performance.now();
    end = await attempt(working, kind, together);
    await conclude(working.concluding, together, end, Math.round(performance.now() - started));
  } finally {
    working.turns.ended(target, end, working.now());
    working.sending[kind] -= 1;
    track(working, claimDue(working));
  }
}

/** Adds everything else that is pending to the same target, due or not. */
async function withOthers(
  { deliveries, now }: Working,
  target: string,
  due: readonly Delivery[],
): Promise<readonly Delivery[]> {
  const others = await deliveries.claimOf(target, { now: now(), leaseUntil: now() + LEASE_MS, limit: GROUP_LIMIT });
  return [...new Map([...due, ...others].map((delivery) => [delivery.id, delivery])).values()];
}

async function attempt(
  { channels, deadlines, deadlineMs = DEADLINE_MS, log }: Working,
  kind: DeliveryKind,
  deliveries: readonly Delivery[],
): Promise<DeliveryEnd> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error('timeout')), deadlineMs);
  deadlines.add(deadline);
  try {
    return await channels[kind].deliver(deliveries, deadline.signal);
  } catch (error) {
    log('delivery.failed', { kind, id: deliveries[0]?.id, error: error instanceof Error ? error.name : 'unknown' });
    return { kind: 'retry', reason: 'internal' };
  } finally {
    clearTimeout(timer);
    deadlines.delete(deadline);
  }
}
