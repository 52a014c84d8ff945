/** Entry of the thread that builds and reads large documents: one piece of work at a time, each answered with its result. */
import { answerMessages } from '../threads/answer-messages.ts';
import { acceptTimbre, buildDocument, cadenaOf, sealedWith } from './document.ts';
import { globalFaults } from './global-faults.ts';

/** The functions of the thread, by name. The caller, which holds the key, makes the seal between `cadena` and `seal`. */
export const DOCUMENT_WORK = {
  build: buildDocument,
  faults: globalFaults,
  cadena: cadenaOf,
  seal: sealedWith,
  accept: acceptTimbre,
} as const;
/** The functions that the thread can run, by name. */
export type DocumentWork = typeof DOCUMENT_WORK;

/** An error in the thread is reported by name, and the caller repeats the work so that it is thrown there. */
export type DocumentAnswer = { readonly done: unknown } | { readonly failed: string };

type DocumentRequest = { readonly name: keyof DocumentWork; readonly given: readonly never[] };

answerMessages(({ name, given }: DocumentRequest): DocumentAnswer => {
  try {
    const work: (...args: readonly never[]) => unknown = DOCUMENT_WORK[name];
    return { done: work(...given) };
  } catch (error) {
    return { failed: error instanceof Error ? error.name : 'unknown' };
  }
});
