/** What the SAT's status means for a cancellation (wire-contracts 10.5 and 11, read 2026-11). */
import type { Cancelacion, FoundStatus, SatStatus } from './sat-status.ts';

/** What the SAT's answer proves about a cancellation. Only `canceled` is final. */
export type CancellationState =
  /** `how` is absent if the SAT does not say. */
  | { readonly kind: 'canceled'; readonly how?: HowCanceled }
  /** Requested; the receptor has three business days to answer. */
  | { readonly kind: 'waiting-receptor' }
  | { readonly kind: 'refused-by-receptor' }
  /** In force and not cancelable: related documents in force must be cancelled first. */
  | { readonly kind: 'blocked' }
  /** In force, without a cancellation request. */
  | { readonly kind: 'in-force' }
  /** The SAT does not know it yet, does not answer, or contradicts itself: ask again. */
  | { readonly kind: 'unknown' };

/** Why the SAT cancelled it: no acceptance was needed, the receptor accepted, or the receptor's time to answer ran out. */
export type HowCanceled = Extract<Cancelacion, 'sin-aceptacion' | 'con-aceptacion' | 'plazo-vencido'>;

/** Interprets the SAT's status. Only Estado Cancelado is `canceled`, whatever an acuse or the other fields say. */
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

/** The outcome of a request takes precedence over whether one could be made. */
function inForce({ cancelacion, cancelable }: FoundStatus): CancellationState {
  switch (cancelacion) {
    case 'en-proceso':
      return { kind: 'waiting-receptor' };
    case 'rechazada':
      return { kind: 'refused-by-receptor' };
    case 'none':
      return { kind: cancelable === 'no-cancelable' ? 'blocked' : 'in-force' };
    default:
      // One field says in force and the other cancelled: the SAT is in the middle of the change.
      return { kind: 'unknown' };
  }
}
