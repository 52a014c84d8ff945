/**
 * The sandbox inside the server: it stamps the test world of every merchant without an account there, with a certificate of its own
 * that is worth nothing, and keeps its ledger in the data folder, so that the same bytes get the same timbre whatever was killed.
 */
import { join } from 'node:path';
import type { Pac, PacReply } from '../pac.ts';
import { acceptStamp, rejected, unknown } from '../reply.ts';
import { SANDBOX_CAPABILITIES } from './capabilities.ts';
import { openLedger } from './ledger.ts';
import { openSatSigner } from './sat-signer.ts';
import { type Answer, type Outcome, type Sandbox, stamp } from './stamping.ts';

export type BuiltInOptions = {
  /** Where its ledger and its certificate are kept; made at the first stamp. */
  readonly directory: string;
  /** Epoch milliseconds: the server's clock. */
  readonly now: () => number;
};

export function createBuiltInPac(options: BuiltInOptions): Pac {
  let opening: Promise<Sandbox> | undefined;
  const sandbox = (): Promise<Sandbox> => {
    opening ??= open(options);
    // A disk that was full is tried again.
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
    testConnection: async () => ({ kind: 'ok' }),
  };
}

async function open({ directory, now }: BuiltInOptions): Promise<Sandbox> {
  const signer = await openSatSigner(directory);
  const ledger = openLedger(join(directory, 'ledger.db'));
  return { ledger, signer, now, register: 'everybody', stopping: new AbortController().signal };
}

/** An answer that a document asked to be lost or garbled is one that nobody can be sure of. */
function replyOf(answer: Answer | 'drop', sealedXml: string): PacReply {
  if (answer === 'drop') return unknown('the connection was closed');
  if (answer.garbledBy) return unknown(`the answer was lost: ${answer.garbledBy.fault}`);
  return said(answer.outcome, sealedXml);
}

function said(outcome: Outcome, sealedXml: string): PacReply {
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

function turnedAway(by: Extract<Outcome, { kind: 'turned-away' }>['by']): PacReply {
  if (by === 'error-before') return unknown('HTTP 500');
  const account = by === 'unauthorized' ? 'credentials' : by === 'no-credit' ? 'credit' : undefined;
  return { kind: 'not-sent', reason: by, ...(account && { account }) };
}
