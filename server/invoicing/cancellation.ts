/** A request to cancel a stamped CFDI: its record, its states, and every move from one to another. */
import type { Tenant } from '../merchants/tenant.ts';
import type { HowCanceled } from '../pac/cancellation-state.ts';

export type { HowCanceled };

/**
 * `requested`: stored, and certainly not processed anywhere. `sent`: a call is in progress, or the SAT has the request and we follow it.
 * `in-doubt`: a call had no definite answer. `accepted`: the SAT says that the receptor consented or did not have to. `expired`: the receptor did
 * not answer in time, which is consent. `rejected`: the SAT, the PAC or the receptor refused; cancellation may be requested again. `canceled`:
 * the SAT's public status says Estado Cancelado, the only proof there is (wire-contracts 10.4, 2026-11).
 */
export const CANCELLATION_STATES = [
  'requested',
  'sent',
  'in-doubt',
  'accepted',
  'expired',
  'rejected',
  'canceled',
] as const;
/** `rejected` and `canceled` are final; in every other state the outcome is still open. */
export type CancellationState = (typeof CANCELLATION_STATES)[number];

/** What can happen to a cancellation. The `sat-` facts come from the SAT's public status. */
export type CancellationFact =
  | 'call'
  | 'taken'
  | 'turned-away'
  | 'no-answer'
  | 'refused'
  | 'sat-waiting'
  | 'sat-accepted'
  | 'sat-expired'
  | 'sat-rejected'
  | 'sat-canceled'
  | 'lost';

type Move = {
  readonly from: CancellationState;
  readonly on: CancellationFact;
  readonly to: CancellationState;
  readonly means: string;
};

const OPEN = ['requested', 'sent', 'in-doubt'] as const;

/** Every possible move; any other combination changes nothing. README.md shows this table. */
export const CANCELLATION_MOVES: readonly Move[] = [
  move('requested', 'call', 'sent', 'fence and lease are kept before the first byte is sent'),
  move('in-doubt', 'call', 'sent', 'asked again, after the SAT’s status did not settle it'),
  move('sent', 'call', 'sent', 'whoever was calling died: taken over as a call that may have arrived'),
  move('sent', 'taken', 'sent', 'the SAT has the request (201, 202); from now on it is only followed'),
  move('sent', 'turned-away', 'requested', 'certainly not processed; a call that was in doubt before stays in doubt'),
  move('sent', 'no-answer', 'in-doubt', 'neither yes nor no'),
  move('sent', 'refused', 'rejected', 'a definite no; after a doubt only the SAT’s status is believed'),
  ...OPEN.flatMap((from) => [
    move(from, 'sat-waiting', 'sent', 'Vigente, En proceso: the receptor has it'),
    move(from, 'sat-accepted', 'accepted', 'Vigente, and already called Cancelado con or sin aceptación'),
    move(from, 'sat-expired', 'expired', 'Vigente, Plazo vencido: silence is consent'),
    move(from, 'sat-rejected', 'rejected', 'Vigente, Solicitud rechazada'),
  ]),
  ...(['requested', 'sent', 'in-doubt', 'accepted', 'expired'] as const).map((from) =>
    move(from, 'sat-canceled', 'canceled', 'Estado Cancelado: the invoice is cancelled and its sales are free'),
  ),
  ...(['sent', 'in-doubt'] as const).map((from) =>
    move(from, 'lost', 'rejected', 'three days later the SAT knows of no request: it never arrived'),
  ),
];

function move(from: CancellationState, on: CancellationFact, to: CancellationState, means: string): Move {
  return { from, on, to, means };
}

/** The state that a fact leads to; `undefined` if it changes nothing. */
export function stateAfter(from: CancellationState, on: CancellationFact): CancellationState | undefined {
  return CANCELLATION_MOVES.find((each) => each.from === from && each.on === on)?.to;
}

/** Tells whether the state is final. */
export function isOver(state: CancellationState): boolean {
  return state === 'rejected' || state === 'canceled';
}

/** The refusal code for a cancellation that the receptor rejected. */
export const RECEPTOR_REFUSED = 'rejected';
/** The refusal code for a request that never reached the SAT. */
export const NEVER_ARRIVED = 'never-arrived';

/** c_MotivoCancelacion (Anexo 20, rules of cancellation in force since 2022-01-01). */
export type Motivo = '01' | '02' | '03' | '04';

/** Who asked for a cancellation, if a customer did by correcting the invoice that they hold. */
export const BY_CUSTOMER = 'customer';

/** Our record of one request. Times are epoch milliseconds. */
export type Cancellation = {
  /** `can_…`. */
  readonly id: string;
  readonly tenant: Tenant;
  readonly invoiceId: string;
  readonly state: CancellationState;
  readonly motivo: Motivo;
  /** Folio fiscal of the CFDI that replaces it; only with motivo 01. */
  readonly substitute?: string;
  /** Who asked: a key or a person, or `BY_CUSTOMER`. */
  readonly requestedBy: string;
  /** As it was shown when the cancellation was requested. */
  readonly acceptanceNeeded: boolean;
  readonly acceptanceUntil?: number;
  /** The receptor had rejected one before, so the SAT's status may still be about that one. */
  readonly afterRejection: boolean;
  /** The PAC it was handed to. */
  readonly pacId?: string;
  /** Raised with every call; an answer to an older one changes nothing. */
  readonly fence: number;
  /** Epoch milliseconds of the last call. */
  readonly calledAt?: number;
  /** Time of the first call without a definite answer. */
  readonly inDoubtSince?: number;
  /** When the SAT certainly had the request; from then on it is only followed. */
  readonly takenAt?: number;
  /** When the SAT first said that the receptor has it. */
  readonly waitingSince?: number;
  /** How often the SAT was asked since. */
  readonly looks: number;
  readonly nextAt: number;
  readonly leaseUntil?: number;
  /** How a `canceled` one ended. */
  readonly how?: HowCanceled;
  /** Why a `rejected` one was refused. */
  readonly refusal?: { readonly code: string; readonly message: string };
  readonly createdAt: number;
  readonly settledAt?: number;
};
