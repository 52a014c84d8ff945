/** Printed invoices: the first PDF that was made of each. */

import type { PrintStore } from '../../server/print/print-store.ts';
import type { Engine } from '../engines/engine.ts';
import { statement } from '../engines/work.ts';
import { ASKED_TO_THE_MS } from '../store.ts';
import { createPrunePrints } from './prune.ts';

/** The PDF of each invoice that was printed. */
export function createPrintStore(engine: Engine): PrintStore {
  const { db, run, insertMany } = engine;
  const byInvoice = statement(({ invoiceId }: { invoiceId: string }) =>
    db.selectFrom('print').select('pdf').where('invoiceId', '=', invoiceId),
  );
  const noteAsked = statement(({ invoiceId, at, long }: { invoiceId: string; at: number; long: number }) =>
    db.updateTable('print').set({ askedAt: at }).where('invoiceId', '=', invoiceId).where('askedAt', '<', long),
  );
  const kept = async (invoiceId: string) => (await run(byInvoice.first({ invoiceId })))?.pdf;
  return {
    async get(invoiceId, at) {
      await run(noteAsked.change({ invoiceId, at, long: at - ASKED_TO_THE_MS }));
      return kept(invoiceId);
    },
    async keep(invoiceId, pdf, at) {
      await run(
        insertMany('print', [{ invoiceId, pdf: Buffer.from(pdf), madeAt: at, askedAt: at }], { on: ['invoiceId'] }),
      );
      return (await kept(invoiceId)) ?? pdf;
    },
    prune: createPrunePrints(engine),
  };
}
