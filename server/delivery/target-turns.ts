/**
 * Decides whose turn it is: which targets have a send in flight and which failed recently. This is in the memory of this process. What must
 * survive it (when to retry each delivery, since when a listener fails) is in the store.
 */
import type { DeliveryEnd } from './channel.ts';

/** Tracks which targets have a send in flight or are backing off after a failure. Times are in epoch milliseconds. */
export type TargetTurns = {
  /** The number of sends in flight. */
  inFlight(): number;
  /** The targets that must not be sent to now. */
  busy(now: number): readonly string[];
  began(target: string): void;
  ended(target: string, end: DeliveryEnd, now: number): void;
};

const FIRST_REST_MS = 1_000;
const LAST_REST_MS = 60_000;
/** The longest back-off that a receiver can request by Retry-After for everything sent to it. */
const ASKED_REST_MS = 3_600_000;

/**
 * A target has its next turn when everything sent to it has ended. After a failure it backs off, for a second at first and at most a minute,
 * until something succeeds. When half of `atOnce` sends are in flight, the other half is reserved for targets that did not fail.
 */
export function createTargetTurns(atOnce: number): TargetTurns {
  const sending = new Map<string, number>();
  const failing = new Map<string, { readonly failures: number; readonly restUntil: number }>();
  const inFlight = (): number => [...sending.values()].reduce((sum, count) => sum + count, 0);

  function rest(target: string, end: DeliveryEnd & { readonly kind: 'retry' }, now: number): void {
    const { failures, restUntil } = failing.get(target) ?? { failures: 0, restUntil: now };
    // Sends that ran concurrently count as one failure.
    if (restUntil > now) return;
    const restMs = Math.min(FIRST_REST_MS * 2 ** failures, LAST_REST_MS);
    const askedMs = Math.min((end.notBefore ?? now) - now, ASKED_REST_MS);
    failing.set(target, { failures: failures + 1, restUntil: now + Math.max(restMs, askedMs) });
  }

  return {
    inFlight,
    busy(now) {
      const isCrowded = inFlight() >= atOnce / 2;
      const resting = [...failing].filter(([, { restUntil }]) => isCrowded || restUntil > now);
      return [...new Set([...sending.keys(), ...resting.map(([target]) => target)])];
    },
    began(target) {
      sending.set(target, (sending.get(target) ?? 0) + 1);
    },
    ended(target, end, now) {
      const left = (sending.get(target) ?? 1) - 1;
      if (left > 0) sending.set(target, left);
      else sending.delete(target);
      if (end.kind === 'retry') rest(target, end, now);
      else failing.delete(target);
    },
  };
}
