/** A sale that a customer found at a portal, with everything that decides what can be done with it now. */
import type { Branch, Merchant } from '../merchants/merchant.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Portal } from '../portals/portal.ts';
import type { Language } from '../problems/problem.ts';
import type { Sale } from '../sales/sale.ts';
import { branchOf } from '../sales/sale-branch.ts';
import type { GlobalScheduleStore } from './global-schedule.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { isCreditedInGlobal } from './leave-global.ts';
import { holderState, type SaleStanding, standingAt, standingProblem } from './sale-standing.ts';

/** A sale with its branch, the invoice that holds it, and its standing at the portal. */
export type FoundSale = {
  readonly sale: Sale;
  readonly branch: Branch;
  readonly invoice: Invoice | undefined;
  readonly standing: SaleStanding;
};

/** What describing a sale reads. */
export type DescribeSaleDeps = {
  readonly store: {
    readonly merchants: MerchantStore;
    readonly invoices: InvoiceStore;
    readonly globalSchedules: GlobalScheduleStore;
  };
  readonly now: () => number;
};

/** Reads the sale's branch, the invoice that holds it, and its standing under the portal's deadline. */
export async function describeSale(deps: DescribeSaleDeps, portal: Portal, sale: Sale): Promise<FoundSale> {
  const { store, now } = deps;
  const { merchantId, world } = portal;
  const branch = branchOf(sale, await store.merchants.listBranches(merchantId));
  const invoice = sale.invoiceId === undefined ? undefined : await store.invoices.get(sale.invoiceId);
  const cutOff = (await store.globalSchedules.get({ merchantId, world }, branch.code))?.since;
  const isCredited = await isCreditedInGlobal(deps, invoice, sale.id);
  const moment = { branch, invoiceState: holderState(invoice), isCredited, now: now(), cutOff };
  return { sale, branch, invoice, standing: standingAt(portal, sale, moment) };
}

/** Throws the problem of a sale that cannot be invoiced now. A sale that an invoice holds passes; `issue` answers that. */
export function assertInvoiceable({ standing }: FoundSale, merchant: Merchant, language: Language): void {
  const problem = standingProblem(standing, merchant.tradeName, language);
  if (problem) throw problem;
}
