/** What the SAT's status means for a cancellation, and when to ask again (wire-contracts 10.5 and 11, read 2026-11). */
import type { Cancelacion, FoundStatus, SatStatus } from './sat-status.ts';

export type CancellationState =
  /** `how` is absent where the SAT does not say. */
  | { readonly kind: 'canceled'; readonly how?: HowCanceled }
  /** Asked for; the receptor has three business days to answer. */
  | { readonly kind: 'waiting-receptor' }
  | { readonly kind: 'refused-by-receptor' }
  /** In force and not cancelable: its live related documents have to go first. */
  | { readonly kind: 'blocked' }
  /** In force, and nobody has asked to cancel it. */
  | { readonly kind: 'in-force' }
  /** The SAT does not know it yet, does not answer, or contradicts itself: ask again. */
  | { readonly kind: 'unknown' };

export type HowCanceled = Extract<Cancelacion, 'sin-aceptacion' | 'con-aceptacion' | 'plazo-vencido'>;

/** `canceled` is said of Estado Cancelado and of nothing else, whatever an acuse or the other fields say. */
export function cancellationOf(status: SatStatus): CancellationState {
  if (status.kind !== 'found') return { kind: 'unknown' };
  return status.estado === 'cancelado' ? canceled(status) : inForce(status);
}

function canceled({ cancelacion }: FoundStatus): CancellationState {
  switch (cancelacion) {
    case 'sin-aceptacion':
    case 'con-aceptacion':
    case 'plazo-vencido':
      return { kind: 'canceled', how: cancelacion };
    default:
      return { kind: 'canceled' };
  }
}

/** What became of a request speaks before whether one could be made. */
function inForce({ cancelacion, cancelable }: FoundStatus): CancellationState {
  switch (cancelacion) {
    case 'en-proceso':
      return { kind: 'waiting-receptor' };
    case 'rechazada':
      return { kind: 'refused-by-receptor' };
    case 'none':
      return { kind: cancelable === 'no-cancelable' ? 'blocked' : 'in-force' };
    default:
      // In force, and cancelled by its other field: the SAT is between the two.
      return { kind: 'unknown' };
  }
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const FIRST_MS = [1 * MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS];

/**
 * How many milliseconds from `now` the SAT is asked next about a cancellation requested at `requestedAt` (both epoch
 * milliseconds): after 1, 5 and 30 minutes, then hourly to 24 hours, every 6 hours to 10 days, and daily. Always more
 * than none, so that a consult that comes late is followed by the next of the plan and not by all that were missed.
 */
export function nextConsultMs(requestedAt: number, now: number): number {
  const age = now - requestedAt;
  const first = FIRST_MS.find((at) => at > age);
  if (first !== undefined) return first - age;
  const step = age < DAY_MS ? HOUR_MS : age < 10 * DAY_MS ? 6 * HOUR_MS : DAY_MS;
  return step - (age % step);
}
