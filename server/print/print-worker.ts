/** Entry of the printing thread: one request at a time, each answered with its PDF or the reason there is none. */
import { answerMessages } from '../threads/answer-messages.ts';
import type { PrintShop } from './letterhead.ts';
import type { PosterSheet } from './poster.ts';
import { type RenderOutcome, renderPdf, renderPoster } from './render-pdf.ts';
import type { PrintTheme } from './representacion.ts';

/** A request of the pool. */
export type PrintRequest =
  | {
      readonly kind: 'cfdi';
      readonly xml: string;
      readonly theme: PrintTheme;
      readonly shop?: PrintShop | undefined;
      readonly canceledOn?: string | undefined;
    }
  | { readonly kind: 'poster'; readonly sheet: PosterSheet };

/** The answer. `failed` is a document that could not be laid out; the thread lives on. */
export type PrintAnswer = RenderOutcome | { readonly kind: 'failed'; readonly detail: string };

answerMessages((request: PrintRequest): Promise<PrintAnswer> => {
  const made = request.kind === 'cfdi' ? renderPdf(request.xml, request) : renderPoster(request.sheet);
  return made.catch((error: unknown) => ({
    kind: 'failed',
    detail: error instanceof Error ? error.message : String(error),
  }));
});
