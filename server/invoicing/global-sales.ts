/** Which sales of a period go into a factura global, and why the others do not. */

import type { GlobalPeriod } from '../catalogs/global-period.ts';
import { dayIn, localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { hasRetencion } from '../cfdi/global-invoice.ts';
import { saleAmounts } from '../cfdi/sale-amounts.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Sale } from '../sales/sale.ts';
import { branchOf } from '../sales/sale-branch.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import { nextSlice } from '../threads/slices.ts';

/**
 * `unpaid`, `canceled` and `anticipo` are what the sale says; `retencion`: it is invoiced to whoever withheld; `exchange-rate`: in another
 * currency, without its TipoCambio; `cannot-be-invoiced`: its lines do not add up; `before-cut-off`: it is in a global that was made elsewhere.
 */
export const LEFT_OUT = [
  'unpaid',
  'canceled',
  'anticipo',
  'retencion',
  'exchange-rate',
  'cannot-be-invoiced',
  'before-cut-off',
] as const;

/** Why a sale of the period is not in the factura global. */
export type LeftOut = (typeof LEFT_OUT)[number];

/** The sales of a branch in a span of local days. Those before `since` are in facturas globales made elsewhere. */
export type SalesOfBranch = GlobalPeriod & {
  readonly branch: Branch;
  readonly branches: readonly Branch[];
  readonly since?: string;
};

/** A sale that no invoice holds, with its local day and why it is left out of a global, if it is. */
export type OpenSale = { readonly sale: Sale; readonly day: string; readonly leftOut?: LeftOut };

/** Page size. Small, because a customer's search may have to wait for one page. */
const PAGE = 200;

/** What finding the open sales reads. */
export type OpenSalesDeps = {
  readonly store: { readonly sales: SaleStore };
};

/**
 * Every sale that the branch sold in those local days and that no invoice holds, oldest first, each with the reason why it is left out, if
 * any. Sales that are being invoiced to a customer are held by that invoice, so they are not included.
 */
export async function* openSales(
  { store }: OpenSalesDeps,
  tenant: Tenant,
  { branch, branches, from, to, since = from }: SalesOfBranch,
): AsyncGenerator<OpenSale> {
  const zone = issueZone(branch.codigoPostal);
  const days = { dateFrom: dayIn(from, zone)[0], dateTo: dayIn(to, zone)[1] - 1 };
  for (let page = await store.sales.listOpen(tenant, { ...days, limit: PAGE }); ; ) {
    await nextSlice();
    for (const sale of page.sales) {
      if (branchOf(sale, branches).code !== branch.code) continue;
      const day = localDate(Date.parse(sale.body.date), zone);
      const leftOut = day < since ? 'before-cut-off' : leftOutBecause(sale);
      yield { sale, day, ...(leftOut !== undefined && { leftOut }) };
    }
    if (!page.next) return;
    page = await store.sales.listOpen(tenant, { ...days, limit: PAGE, after: page.next });
  }
}

/** The grouping key of a document: one currency at one exchange rate. */
export function currencyOf({ body }: Sale): string {
  return `${body.moneda} ${body.moneda === 'MXN' ? '' : body.tipoCambio}`;
}

function leftOutBecause({ body }: Sale): LeftOut | undefined {
  if (body.estado === 'cancelada') return 'canceled';
  if (body.estado === 'pendiente') return 'unpaid';
  if (body.anticipo) return 'anticipo';
  if (hasRetencion(body)) return 'retencion';
  if (body.moneda !== 'MXN' && body.tipoCambio === undefined) return 'exchange-rate';
  return saleAmounts(body, { itemizeIeps: true }).kind === 'faults' ? 'cannot-be-invoiced' : undefined;
}
