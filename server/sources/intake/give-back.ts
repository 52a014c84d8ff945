/** What a source says was refunded of a sale that an invoice holds: the sale no longer changes, so a refund has to be registered. */
import { type Micro, sum, toMicro, ZERO } from '../../cfdi/money.ts';
import type { SoldConcepto } from '../../cfdi/sold.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import type { SaleBody } from '../../sales/sale.ts';
import type { OrderFact, RefundFact } from './fact.ts';

/** A refund as a source reports it. `reference` is its key at the source. */
export type ReportedRefund = {
  readonly reference: string;
  readonly total: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The returned goods, if the source names them. */
  readonly goods: readonly { readonly descripcion: string; readonly cantidad: string }[];
};

/** What an invoiced sale has lost since it was invoiced, and the refunds that may explain it. */
export type GivenBack = {
  readonly tenant: Tenant;
  readonly saleId: string;
  /** The invoiced total less what is left of the sale. */
  readonly missing: Micro;
  readonly refunds: readonly (Omit<ReportedRefund, 'goods'> & { readonly conceptos: readonly SoldConcepto[] })[];
};

/** Port: registers what is not registered yet. Returns whether refunds now cover everything that is missing. */
export type GiveBack = (given: GivenBack) => Promise<boolean>;

/** For sales that are submitted whole, which never report refunds. */
export const NOTHING_BACK: GiveBack = async () => false;

/** The refunds of an order as reported; a line is named as the order names it. */
export function reportedOf({ lines: sold = [] }: OrderFact, refunds: readonly RefundFact[]): readonly ReportedRefund[] {
  return refunds.map(({ refundKey, importe, version, lines = [] }) => ({
    ...{ reference: refundKey, total: importe, at: version },
    goods: lines.flatMap(({ key, cantidad }) => {
      const descripcion = sold.find((line) => line.key === key)?.descripcion;
      return descripcion !== undefined && cantidad !== undefined ? [{ descripcion, cantidad }] : [];
    }),
  }));
}

/**
 * What the invoiced sale has lost, as far as refunds explain it; `undefined` if nothing is missing, or more than was ever refunded: then the order
 * itself was changed, and only its merchant knows why.
 */
export function givenBackOf(
  tenant: Tenant,
  sale: { readonly id: string; readonly body: SaleBody },
  now: SaleBody,
  reported: readonly ReportedRefund[],
): GivenBack | undefined {
  const left = now.estado === 'cancelada' ? ZERO : toMicro(now.total);
  const missing = toMicro(sale.body.total) - left;
  if (missing <= ZERO || sum(reported.map(({ total }) => toMicro(total))) < missing) return undefined;
  const refunds = reported.map(({ goods, ...refund }) => ({ ...refund, conceptos: conceptosOf(sale.body, goods) }));
  return { tenant, saleId: sale.id, missing, refunds };
}

/** The goods as the sale has them; none if it lacks any of them. */
function conceptosOf({ conceptos }: SaleBody, goods: ReportedRefund['goods']): readonly SoldConcepto[] {
  const found = goods.flatMap(({ descripcion, cantidad }) => {
    const line = conceptos.find((each) => each.descripcion === descripcion);
    return line ? [{ ...line, cantidad }] : [];
  });
  return found.length === goods.length ? found : [];
}
