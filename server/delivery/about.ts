/** What an event or a notice is about, in the facts that a shop owner knows: which purchase, how much, whose invoice, and which portal. */

import { sum, toMicro } from '../cfdi/money.ts';
import type { InvoiceStore } from '../invoicing/invoice-store.ts';
import type { RequestStore } from '../invoicing/request-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import type { About } from '../problems/about-text.ts';
import type { SaleBody } from '../sales/sale.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import { nameWithoutLinks, oneLine, shownAmount } from './mail/values.ts';

/** The stores that these facts are read from. */
export type AboutStore = {
  readonly invoices: Pick<InvoiceStore, 'get'>;
  readonly sales: Pick<SaleStore, 'get'>;
  readonly requests: Pick<RequestStore, 'get'>;
  readonly portals: Pick<PortalStore, 'getPortal'>;
};

/** Reads the facts of the invoice, request or sale with this id; `undefined` if the tenant has none. */
export async function aboutOf(store: AboutStore, tenant: Tenant, subject: string): Promise<About | undefined> {
  if (subject.startsWith('inv_')) return ofInvoice(store, tenant, subject);
  if (subject.startsWith('req_')) return ofRequest(store, tenant, subject);
  const sale = subject.startsWith('sale_') ? await store.sales.get(tenant, subject) : undefined;
  return sale && ofSales([sale.body]);
}

async function ofInvoice(store: AboutStore, tenant: Tenant, id: string): Promise<About | undefined> {
  const invoice = await store.invoices.get(id);
  if (!invoice || !isOf(tenant, invoice)) return undefined;
  const { receptor, sales } = invoice.snapshot;
  return {
    ...ofSales(sales),
    ...(await portalOf(store, invoice.portalSlug)),
    who: { rfc: receptor.rfc, nombre: nameWithoutLinks(receptor.nombre) },
  };
}

/** Text that a stranger typed is stripped of anything that a mail program or a chat would turn into a link. */
async function ofRequest(store: AboutStore, tenant: Tenant, id: string): Promise<About | undefined> {
  const request = await store.requests.get(id);
  if (!request || !isOf(tenant, request.tenant)) return undefined;
  const { saleIds, lookup, receptor } = request;
  const found = await Promise.all(saleIds.map((saleId) => store.sales.get(tenant, saleId)));
  const sales = found.flatMap((sale) => (sale ? [sale.body] : []));
  const typed = nameWithoutLinks(lookup.folio ?? '');
  const who = { rfc: nameWithoutLinks(receptor.rfc ?? ''), nombre: nameWithoutLinks(receptor.nombre ?? '') };
  return {
    ...(sales.length > 0 ? ofSales(sales) : { folios: typed === '' ? [] : [typed] }),
    ...(await portalOf(store, request.portalSlug)),
    ...((who.rfc !== '' || who.nombre !== '') && { who }),
  };
}

function ofSales(sales: readonly SaleBody[]): About {
  const [moneda, ...others] = new Set(sales.map((sale) => sale.moneda));
  const total = sum(sales.map((sale) => toMicro(sale.total)));
  return {
    folios: sales.map(({ folio }) => oneLine(folio)),
    // Sales in two currencies cannot share an invoice, but a request may name both.
    ...(moneda !== undefined && others.length === 0 && { total: shownAmount(total, moneda) }),
  };
}

async function portalOf({ portals }: AboutStore, slug = ''): Promise<Pick<About, 'portal' | 'noun'>> {
  const portal = await portals.getPortal(slug);
  return portal ? { portal: `${oneLine(portal.settings.title)} (${slug})`, noun: portal.settings.noun } : {};
}

function isOf({ merchantId, world }: Tenant, other: Tenant): boolean {
  return merchantId === other.merchantId && world === other.world;
}
