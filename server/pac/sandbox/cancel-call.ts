/** One cancellation call to the sandbox: applies configured faults, checks the signature and asks its SAT. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readCfdi } from '../../cfdi/comprobante-reader.ts';
import { type EstatusUuid, requestCancellation } from './cancelling.ts';
import { FAULTS, type Fault, type Stage } from './faults.ts';
import { actsOnce, cancelMagicOf } from './magic.ts';
import type { SignedCancellation } from './signed-cancellation.ts';
import { clockOf, type Sandbox, turnedAwayBy } from './stamping.ts';

/** The sandbox's answer to a cancellation: an EstatusUUID from its SAT, a refusal of the request itself, or a simulated fault. */
export type CancelOutcome =
  | { readonly kind: 'answered'; readonly uuid: string; readonly estatus: EstatusUuid; readonly at: string }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'turned-away'; readonly by: ReturnType<typeof turnedAwayBy> };

/** Accepts the request that was read, or returns why not. `drop` means closing the connection without an answer. */
export async function cancelCall(sandbox: Sandbox, asked: Asked): Promise<CancelAnswer | 'drop'> {
  const acting = createActing(sandbox, typeof asked === 'string' ? undefined : asked.uuid);
  const delay = acting('wait');
  const answer = decide(sandbox, asked, acting);
  if (delay) await sleep(delay.delayMs, undefined, { signal: sandbox.stopping }).catch(() => undefined);
  return answer;
}

type Asked = SignedCancellation | '301' | '302' | '303';
type CancelAnswer = { readonly outcome: CancelOutcome; readonly garbledBy?: Fault };

function decide(sandbox: Sandbox, asked: Asked, acting: Acting): CancelAnswer | 'drop' {
  const arrival = acting('arrival');
  if (arrival?.fault === 'drop-before') return 'drop';
  if (arrival) return { outcome: { kind: 'turned-away', by: turnedAwayBy(arrival.fault) } };
  if (typeof asked === 'string') return { outcome: { kind: 'refused', code: asked } };
  const nowMs = clockOf(sandbox);
  const estatus = requestCancellation(sandbox.ledger, asked, nowMs);
  const garbledBy = acting('answer');
  const outcome = { kind: 'answered', uuid: asked.uuid, estatus, at: new Date(nowMs).toISOString() } as const;
  return { outcome, ...(garbledBy && { garbledBy }) };
}

type Acting = (stage: Stage) => Fault | undefined;

/** The fault that acts at a stage: one that was set or, once, one that the document to be cancelled asks for. */
function createActing({ ledger }: Sandbox, uuid: string | undefined): Acting {
  const stamp = uuid === undefined ? undefined : ledger.byUuid(uuid);
  const read = stamp && readCfdi(stamp.xml);
  const magic = read?.kind === 'cfdi' ? cancelMagicOf(read.file.comprobante) : [];
  return (stage) => {
    const set = ledger.faults().find(({ fault }) => FAULTS[fault].stage === stage);
    if (set) ledger.useFault(set.fault);
    return (
      set ??
      magic.find(
        ({ fault }) =>
          FAULTS[fault].stage === stage && actsOnce(fault) && ledger.firstTime(`cancel ${stamp?.uuid}`, fault),
      )
    );
  };
}
