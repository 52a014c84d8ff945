/** Printed invoices on PostgreSQL. */
import { eq } from 'drizzle-orm';
import type { PrintStore } from '../store.ts';
import type { Connection } from './database.ts';
import { print } from './schema.ts';

/** The PDF of each invoice that was printed, over one pool. */
export function createPrintStore({ db }: Connection): PrintStore {
  const kept = async (invoiceId: string) => {
    const [row] = await db.select({ pdf: print.pdf }).from(print).where(eq(print.invoiceId, invoiceId));
    return row?.pdf;
  };
  return {
    get: kept,
    async keep(invoiceId, pdf, madeAt) {
      await db
        .insert(print)
        .values({ invoiceId, pdf: Buffer.from(pdf), madeAt })
        .onConflictDoNothing();
      return (await kept(invoiceId)) ?? pdf;
    },
  };
}
