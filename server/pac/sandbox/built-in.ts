/**
 * The sandbox inside the server: it stamps in the test world for merchants without an account there, with its own worthless certificate.
 * Its ledger is in the data folder, so the same bytes get the same timbre after any crash.
 */
import { join } from 'node:path';
import type { CancelReply, Pac, PacReply } from '../pac.ts';
import { acceptStamp, rejected, unknown } from '../reply.ts';
import { readSatTexts } from '../sat-status-texts.ts';
import { cancelCall } from './cancel-call.ts';
import { satTexts } from './cancelling.ts';
import { SANDBOX_CAPABILITIES } from './capabilities.ts';
import { openLedger } from './ledger.ts';
import { openSatSigner } from './sat-signer.ts';
import { readSignedCancellation } from './signed-cancellation.ts';
import { type Answer, clockOf, type Outcome, type Sandbox, stamp } from './stamping.ts';

/** Where the built-in sandbox keeps its files, and the clock by which it stamps. */
export type BuiltInOptions = {
  /** Where its ledger and certificate are kept; created at the first stamp. */
  readonly directory: string;
  /** Epoch milliseconds: the server's clock. */
  readonly now: () => number;
};

/** Creates the built-in sandbox as a PAC. It opens its files at the first call, and tries again at the next one if that fails. */
export function createBuiltInPac(options: BuiltInOptions): Pac {
  let opening: Promise<Sandbox> | undefined;
  const sandbox = (): Promise<Sandbox> => {
    opening ??= open(options);
    // Retry next time: the disk may just have been full.
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };
  return {
    capabilities: SANDBOX_CAPABILITIES,
    async stamp({ xml, clientRef }) {
      try {
        return replyOf(await stamp(await sandbox(), Buffer.from(xml), clientRef), xml);
      } catch (error) {
        return unknown(`the built-in sandbox failed: ${error instanceof Error ? error.message : 'unknown'}`);
      }
    },
    async cancel({ signedXml }) {
      try {
        return cancelReplyOf(await cancelCall(await sandbox(), readSignedCancellation(signedXml)));
      } catch (error) {
        return unknown(`the built-in sandbox failed: ${error instanceof Error ? error.message : 'unknown'}`);
      }
    },
    async satStatus({ uuid }) {
      const opened = await sandbox();
      const [CodigoEstatus, EsCancelable, Estado, EstatusCancelacion] = satTexts(opened.ledger, uuid, clockOf(opened));
      return readSatTexts({ CodigoEstatus, EsCancelable, Estado, EstatusCancelacion });
    },
    testConnection: async () => ({ kind: 'ok' }),
  };
}

async function open({ directory, now }: BuiltInOptions): Promise<Sandbox> {
  const signer = await openSatSigner(directory);
  const ledger = openLedger(join(directory, 'ledger.db'));
  return { ledger, signer, now, register: 'everybody', stopping: new AbortController().signal };
}

/** An answer that the document asks to lose or garble has an unknown outcome. */
function replyOf(answer: Answer | 'drop', sealedXml: string): PacReply {
  if (answer === 'drop') return unknown('the connection was closed');
  if (answer.garbledBy) return unknown(`the answer was lost: ${answer.garbledBy.fault}`);
  return outcomeReply(answer.outcome, sealedXml);
}

function outcomeReply(outcome: Outcome, sealedXml: string): PacReply {
  switch (outcome.kind) {
    case 'stamped':
      return acceptStamp(outcome.stamp.xml, sealedXml, outcome.repeated);
    case 'repeated-empty':
      return { kind: 'already-stamped' };
    case 'refused':
      return outcome.refusal.code === '707'
        ? { kind: 'already-stamped' }
        : rejected(outcome.refusal.code, outcome.refusal.message);
    case 'turned-away':
      return turnedAway(outcome.by);
  }
}

function cancelReplyOf(answer: Awaited<ReturnType<typeof cancelCall>>): CancelReply {
  if (answer === 'drop') return unknown('the connection was closed');
  if (answer.garbledBy) return unknown(`the answer was lost: ${answer.garbledBy.fault}`);
  const { outcome } = answer;
  if (outcome.kind === 'turned-away') return turnedAway(outcome.by);
  if (outcome.kind === 'refused') return { kind: 'rejected', code: outcome.code, message: outcome.code };
  const { estatus } = outcome;
  if (estatus === '201' || estatus === '202') return { kind: 'requested', repeated: estatus === '202' };
  return estatus === '205' ? { kind: 'not-yet-known' } : { kind: 'rejected', code: estatus, message: estatus };
}

function turnedAway(
  by: Extract<Outcome, { kind: 'turned-away' }>['by'],
): Extract<PacReply, { kind: 'unknown' | 'not-sent' }> {
  if (by === 'error-before') return unknown('HTTP 500');
  const account = by === 'unauthorized' ? 'credentials' : by === 'no-credit' ? 'credit' : undefined;
  return { kind: 'not-sent', reason: by, ...(account && { account }) };
}
