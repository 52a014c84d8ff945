/**
 * Lets a merchant invoice sales for a customer: by the same rules and phases, and with the same single CFDI for each sale, as at a portal, except
 * that the merchant may waive the deadline and take the sales out of a factura global.
 */
import { normalizeReceptor } from '../cfdi/receptor.ts';
import type { Receptor } from '../cfdi/sold.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Portal } from '../portals/portal.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import { type Language, Problem } from '../problems/problem.ts';
import type { Sale } from '../sales/sale.ts';
import { branchOf } from '../sales/sale-branch.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import { type CartSale, splitCart } from './cart.ts';
import type { GlobalScheduleStore } from './global-schedule.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import type { IssueRequest } from './prepare.ts';
import { afterGlobalOf, holderState, standingAt, standingProblem } from './sale-standing.ts';

/** A merchant's request to invoice some of its sales to a given receptor. */
export type CustomerInvoice = {
  readonly tenant: Tenant;
  readonly saleIds: readonly string[];
  readonly receptor: Receptor;
  /** An address, `null` for no mail at all, absent for the purchase's own. */
  readonly email?: string | null;
  readonly itemizeIeps: boolean;
  /** The slug of the portal whose settings apply; the merchant's first one when absent. */
  readonly portal?: string;
  /** The person or key that requests it. */
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
 * Builds the request for `issue`, of all these sales on one CFDI, in the merchant's name: anybody of the merchant's who requests it again for the
 * same receptor gets the same invoice, even if the customer requested it first. Throws `unknown-resource`, `unknown-portal`, or the problem of a
 * sale that cannot be invoiced.
 */
export async function issueForCustomer(deps: InvoiceForCustomerDeps, wanted: CustomerInvoice): Promise<IssueRequest> {
  const { merchant, portal, cart } = await readCart(deps, wanted);
  const { receptor, email, itemizeIeps, by } = wanted;
  return {
    ...{ portal, origin: 'merchant', merchant, branch: cart[0].branch, receptor, itemizeIeps, by },
    afterGlobal: afterGlobalOf(portal.settings) ?? 'egreso',
    // A sale without a branch belongs to the merchant's first one, which is filled in here.
    sales: cart.map(({ sale, branch }) => ({ ...sale, body: { ...sale.body, branch: branch.code } })),
    ...(email !== undefined && { email }),
    askers: [...new Set([`merchant:${merchant.id}`, ...cart.flatMap(({ held }) => held?.snapshot.askers ?? [])])],
  };
}

/** Splits the sales into the fewest CFDIs that the rules allow (`cart.ts`). Throws what `issueForCustomer` throws. */
export async function cartForCustomer(
  deps: InvoiceForCustomerDeps,
  wanted: CustomerInvoice,
): Promise<readonly [readonly string[], ...(readonly string[])[]]> {
  const { merchant, cart } = await readCart(deps, wanted);
  const receptor = normalizeReceptor(wanted.receptor, cart[0].branch.codigoPostal);
  const [first, ...others] = splitCart(cart, merchant, receptor);
  const idsOf = (document: readonly CartSale[]): readonly string[] => document.map(({ sale }) => sale.id);
  return [idsOf(first), ...others.map(idsOf)];
}

type HeldSale = CartSale & { readonly held: Invoice | undefined };
type MerchantCart = {
  readonly merchant: Merchant;
  readonly portal: Portal;
  readonly cart: readonly [HeldSale, ...HeldSale[]];
};

async function readCart(deps: InvoiceForCustomerDeps, wanted: CustomerInvoice): Promise<MerchantCart> {
  const { store } = deps;
  const { tenant, saleIds } = wanted;
  const merchant = await store.merchants.getMerchant(tenant.merchantId);
  const sales = await Promise.all([...new Set(saleIds)].map((id) => store.sales.get(tenant, id)));
  if (!merchant || sales.some((sale) => sale === undefined)) throw new Problem('unknown-resource');
  const portal = await portalOf(deps, wanted);
  const cart: HeldSale[] = [];
  for (const sale of sales) if (sale) cart.push(await invoiceable(deps, sale, { merchant, portal, wanted }));
  const [first, ...more] = cart;
  if (!first) throw new Problem('unknown-resource');
  return { merchant, portal, cart: [first, ...more] };
}

/** The sale with its branch and what holds it. The merchant may invoice a late sale, and one that is in a global of ours. */
async function invoiceable(
  { store, now }: InvoiceForCustomerDeps,
  sale: Sale,
  about: { readonly merchant: Merchant; readonly portal: Portal; readonly wanted: CustomerInvoice },
): Promise<HeldSale> {
  const { merchant, portal, wanted } = about;
  const { tenant, language } = wanted;
  const branch = branchOf(sale, await store.merchants.listBranches(tenant.merchantId));
  const held = sale.invoiceId === undefined ? undefined : await store.invoices.get(sale.invoiceId);
  const cutOff = (await store.globalSchedules.get(tenant, branch.code))?.since;
  const standing = standingAt(portal, sale, { branch, invoiceState: holderState(held), now: now(), cutOff });
  const isTheirs = standing.status === 'late' || (standing.status === 'in-global' && held !== undefined);
  const problem = isTheirs ? undefined : standingProblem(standing, merchant.tradeName, language);
  if (problem) throw problem;
  return { sale, branch, held };
}

async function portalOf({ store }: InvoiceForCustomerDeps, { tenant, portal: slug }: CustomerInvoice): Promise<Portal> {
  const portals = await store.portals.listPortals(tenant.merchantId);
  const own = portals.filter(({ world }) => world === tenant.world);
  const portal = slug === undefined ? own[0] : own.find((each) => each.slug === slug);
  if (!portal) throw new Problem('unknown-portal');
  return portal;
}
