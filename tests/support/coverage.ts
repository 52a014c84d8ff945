/** What of a sale its CFDIs cover: the sum of those in force, by our records, each of which the PAC has too. In micro-units. */
import { sum, toMicro } from '../../server/cfdi/money.ts';
import type { Invoice } from '../../server/invoicing/invoice.ts';
import type { InvoiceStore } from '../../server/invoicing/invoice-store.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';

/** Every attempt at a CFDI about the sale, the oldest first. */
export async function invoicesAbout(
  { store }: { readonly store: { readonly invoices: InvoiceStore } },
  tenant: Tenant,
  sale: string,
): Promise<readonly Invoice[]> {
  return (await store.invoices.find(tenant, { sale, limit: 100 })).toReversed();
}

/** Ingresos and globals less egresos, of those that are stamped and not cancelled. */
export function coveredOf(invoices: readonly Invoice[], sale: string): bigint {
  return sum(invoices.filter(({ state }) => state === 'stamped').map((invoice) => partOf(invoice, sale)));
}

function partOf({ snapshot, saleIds }: Invoice, sale: string): bigint {
  if (snapshot.kind === 'egreso') return -toMicro(snapshot.part ?? snapshot.sold.total);
  return toMicro(snapshot.sales[saleIds.indexOf(sale)]?.total ?? '0');
}
