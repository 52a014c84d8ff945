/** Entry of the thread that opens CSDs: one upload at a time, each answered with its key or its faults. */
import { answerMessages } from '../threads/answer-messages.ts';
import type { CsdFiles } from './csd.ts';
import { type CsdExpectations, type OpenedPair, openPair } from './open-csd.ts';

/** The message that the worker thread receives: an upload, and what its certificate must be. */
export type OpeningRequest = { readonly files: CsdFiles; readonly expected: CsdExpectations };

/** `key`: the key file, or the one inside a `.pfx`; empty if there is none. */
export type OpeningAnswer = { readonly opened: OpenedPair; readonly key: Uint8Array };

answerMessages(async ({ files, expected }: OpeningRequest): Promise<OpeningAnswer> => {
  if (files.kind === 'pair') return { opened: openPair(files, expected), key: files.key };
  const { splitPfx } = await import('./pfx.ts');
  const split = splitPfx(files.pfx, files.password);
  if (split.kind === 'refused') return { opened: { kind: 'refused', faults: [split.fault] }, key: new Uint8Array() };
  const { key } = split.pair;
  return { opened: openPair(split.pair, expected), key };
});
