/** Finds an invoice of the caller. */
import type { Invoice } from '../../invoicing/invoice.ts';
import { isWithin } from '../../merchants/branch-limit.ts';
import { Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';
import type { Reach } from './own-sale.ts';

/** Reads an invoice of the caller. Throws `unknown-resource` for one of another merchant, world or branch, as if it did not exist. */
export async function ownInvoice({ invoicing }: Services, { tenant, limit }: Reach, id: string): Promise<Invoice> {
  const invoice = await invoicing.store.invoices.get(id);
  const isTheirs = invoice?.merchantId === tenant.merchantId && invoice.world === tenant.world;
  // All sales of an invoice are of one branch.
  if (!isTheirs || !isWithin(limit, invoice.snapshot.sales[0]?.branch)) throw new Problem('unknown-resource');
  return invoice;
}
