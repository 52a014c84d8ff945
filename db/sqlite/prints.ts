/** Printed invoices on SQLite. */
import { eq } from 'drizzle-orm';
import type { PrintStore } from '../store.ts';
import type { Connection } from './database.ts';
import { print } from './schema.ts';

/** The PDF of each invoice that was printed, over one connection. */
export function createPrintStore({ db }: Connection): PrintStore {
  const kept = (invoiceId: string) =>
    db.select({ pdf: print.pdf }).from(print).where(eq(print.invoiceId, invoiceId)).get()?.pdf;
  return {
    async get(invoiceId) {
      return kept(invoiceId);
    },
    async keep(invoiceId, pdf, madeAt) {
      db.insert(print)
        .values({ invoiceId, pdf: Buffer.from(pdf), madeAt })
        .onConflictDoNothing()
        .run();
      return kept(invoiceId) ?? pdf;
    },
  };
}
