/**
 * Lets a merchant invoice a sale for a customer: with the same rules, phases and single CFDI as at a portal, except that the merchant may
 * waive the deadline and take the sale out of a factura global.
 */
import type { Receptor } from '../cfdi/sold.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Portal } from '../portals/portal.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import { type Language, Problem } from '../problems/problem.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import type { GlobalScheduleStore } from './global-schedule.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import type { IssueRequest } from './prepare.ts';
import { afterGlobalOf, branchOf, holderState, standingAt, standingProblem } from './sale-standing.ts';

/** A merchant's request to invoice one of its sales to a given receptor. */
export type CustomerInvoice = {
  readonly tenant: Tenant;
  readonly saleId: string;
  readonly receptor: Receptor;
  /** An address, `null` for no mail at all, absent for the purchase's own. */
  readonly email?: string | null;
  readonly itemizeIeps: boolean;
  /** The slug of the portal whose settings apply; the merchant's first one when absent. */
  readonly portal?: string;
  /** The person or key that asks. */
  readonly by: string;
  readonly language: Language;
};

/** What building a request for a customer reads. */
type InvoiceForCustomerDeps = {
  readonly store: {
    readonly invoices: InvoiceStore;
    readonly globalSchedules: GlobalScheduleStore;
    readonly sales: SaleStore;
    readonly merchants: MerchantStore;
    readonly portals: PortalStore;
  };
  readonly now: () => number;
};

/**
 * Builds the request for `issue`, in the merchant's name: anybody of the merchant who asks again for the same receptor gets the same invoice,
 * also if the customer requested it first. Throws `unknown-resource`, `unknown-portal`, or the problem of a sale that cannot be invoiced.
 */
export async function issueForCustomer(deps: InvoiceForCustomerDeps, wanted: CustomerInvoice): Promise<IssueRequest> {
  const { store, now } = deps;
  const { tenant, saleId, receptor, email, itemizeIeps, by, language } = wanted;
  const sale = await store.sales.get(tenant, saleId);
  const merchant = await store.merchants.getMerchant(tenant.merchantId);
  if (!sale || !merchant) throw new Problem('unknown-resource');
  const portal = await portalOf(deps, wanted);
  const branch = branchOf(sale, await store.merchants.listBranches(tenant.merchantId));
  const held = sale.invoiceId === undefined ? undefined : await store.invoices.get(sale.invoiceId);
  const cutOff = (await store.globalSchedules.get(tenant, branch.code))?.since;
  const standing = standingAt(portal, sale, { branch, invoiceState: holderState(held), now: now(), cutOff });
  const isTheirs = standing.status === 'late' || (standing.status === 'in-global' && held !== undefined);
  const problem = isTheirs ? undefined : standingProblem(standing, merchant.tradeName, language);
  if (problem) throw problem;
  return {
    ...{ portal, origin: 'merchant', merchant, branch, receptor, itemizeIeps, by },
    afterGlobal: afterGlobalOf(portal.settings) ?? 'egreso',
    // A sale without a branch belongs to the merchant's first one; from here on it says so.
    sales: [{ ...sale, body: { ...sale.body, branch: branch.code } }],
    ...(email !== undefined && { email }),
    askers: [`merchant:${tenant.merchantId}`, ...askersOf(held)],
  };
}

function askersOf(held: Invoice | undefined): readonly string[] {
  return held?.snapshot.askers ?? [];
}

async function portalOf({ store }: InvoiceForCustomerDeps, { tenant, portal: slug }: CustomerInvoice): Promise<Portal> {
  const portals = await store.portals.listPortals(tenant.merchantId);
  const own = portals.filter(({ world }) => world === tenant.world);
  const portal = slug === undefined ? own[0] : own.find((each) => each.slug === slug);
  if (!portal) throw new Problem('unknown-portal');
  return portal;
}
