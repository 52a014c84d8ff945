/** Printed invoices: the first PDF that was made of each. */
import type { Engine } from '../engines/engine.ts';
import { statement } from '../engines/work.ts';
import type { PrintStore } from '../store.ts';

/** The PDF of each invoice that was printed. */
export function createPrintStore({ db, run, insertMany }: Engine): PrintStore {
  const byInvoice = statement(({ invoiceId }: { invoiceId: string }) =>
    db.selectFrom('print').select('pdf').where('invoiceId', '=', invoiceId),
  );
  const kept = async (invoiceId: string) => (await run(byInvoice.first({ invoiceId })))?.pdf;
  return {
    get: kept,
    async keep(invoiceId, pdf, madeAt) {
      await run(insertMany('print', [{ invoiceId, pdf: Buffer.from(pdf), madeAt }], { on: ['invoiceId'] }));
      return (await kept(invoiceId)) ?? pdf;
    },
  };
}
