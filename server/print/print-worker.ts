/** Entry of the printing thread: one request at a time, each answered with its PDF or the reason there is none. */
import { parentPort } from 'node:worker_threads';
import { type RenderOutcome, renderPdf } from './render-pdf.ts';
import type { PrintShop, PrintTheme } from './representacion.ts';

/** What the pool sends. */
export type PrintRequest = {
  readonly xml: string;
  readonly theme: PrintTheme;
  readonly shop?: PrintShop | undefined;
};

/** What it gets back. `failed` is a document that could not be laid out; the thread lives on. */
export type PrintAnswer = RenderOutcome | { readonly kind: 'failed'; readonly detail: string };

parentPort?.on('message', async ({ xml, ...look }: PrintRequest) => {
  const answer: PrintAnswer = await renderPdf(xml, look).catch((error: unknown) => ({
    kind: 'failed',
    detail: error instanceof Error ? error.message : String(error),
  }));
  parentPort?.postMessage(answer);
});
