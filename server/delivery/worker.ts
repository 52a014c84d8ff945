/** Tells the world: makes the deliveries of what happened, and sends those whose time has come. */

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
  /** How long an alert waits for others to be told with; 30 s unless told. */
  readonly alertDelayMs?: number;
  /** Of one send; 20 s unless told, and shorter than a lease. */
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
/** So many alerts are one message. */
const GROUP_LIMIT = 500;
/** What is on its way when we are asked to stop has so long to end by itself. */
const GRACE_MS = 5_000;

type Working = DeliveryWorkerOptions & {
  readonly concluding: Concluding;
  readonly turns: TargetTurns;
  /** How many sends of each kind are on their way. */
  readonly sending: Record<DeliveryKind, number>;
  /** Everything that `stop` waits for. */
  readonly running: Set<Promise<void>>;
  readonly deadlines: Set<AbortController>;
  isStopped: boolean;
  /** Whether somebody is claiming, and whether to claim once more. */
  claiming: 'no' | 'yes' | 'again';
};

/**
 * Looks at once, every second, and whenever a send has ended. Sends go side by side, at most four to one target and, while half of
 * the room is taken, only to those that did not fail; a kind that has half of it waits. So neither a dead endpoint nor a mail carrier
 * that hangs delays anybody else. Of several processes each claims its own. `stop` waits for what is on its way, and after five
 * seconds ends it.
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

/** Failures of ours, a database that is away among them: looked at again in a second. */
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

/** One at a time: two claims at once would not know of each other's targets. */
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

/** Somebody else may have asked while we waited, which the compiler cannot see. */
function isAskedAgain({ claiming, isStopped }: Working): boolean {
  return claiming === 'again' && !isStopped;
}

/** Whether there was anything. */
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

/** Alerts to one channel go together, everything else by itself. */
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

/** With everything else that is to be told there, due or not. */
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
