/** What a source says was refunded of a sale that an invoice holds: the sale no longer changes, so a refund has to be registered. */
import { type Micro, toMicro, ZERO } from '../../cfdi/money.ts';
import type { SoldConcepto } from '../../cfdi/sold.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import type { SaleBody } from '../../sales/sale.ts';
import type { OrderFact, RefundFact } from './fact.ts';

/** The refunds that an order lists, and by reference the totals of those that it listed when its sale was last made. */
export type RefundList = {
  readonly refunds: readonly Pick<ReportedRefund, 'reference' | 'total'>[];
  readonly before: Readonly<Record<string, string>>;
};

/** How a source accounts for a sale: by an order that lists all its refunds, or only by its `estado`, because the rest has faults. */
export type SaleAccount =
  | { readonly kind: 'order'; readonly refunds: readonly ReportedRefund[] }
  | { readonly kind: 'estado' };

/** A refund as a source reports it. `reference` is its key at the source. */
export type ReportedRefund = {
  readonly reference: string;
  readonly total: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The returned goods, if the source names them. */
  readonly goods: readonly { readonly descripcion: string; readonly cantidad: string }[];
};

/** What its source says is left of an invoiced sale, and the refunds that may explain what it has lost. */
export type GivenBack = {
  readonly tenant: Tenant;
  readonly saleId: string;
  readonly left: Micro;
  readonly before: RefundList['before'];
  readonly refunds: readonly (Omit<ReportedRefund, 'goods'> & { readonly conceptos: readonly SoldConcepto[] })[];
};

/**
 * Port: registers what the invoiced sale has lost, as far as refunds explain it and are not registered yet. Returns whether refunds now explain
 * the difference between the invoiced sale and what is left of it.
 */
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

/** What the source says of an invoiced sale, with the returned goods as the sale names them. */
export function givenBackOf(
  tenant: Tenant,
  sale: { readonly id: string; readonly body: SaleBody },
  now: SaleBody,
  { refunds: reported, before }: { readonly refunds: readonly ReportedRefund[]; readonly before: RefundList['before'] },
): GivenBack {
  const left = now.estado === 'cancelada' ? ZERO : toMicro(now.total);
  const refunds = reported.map(({ goods, ...refund }) => ({ ...refund, conceptos: conceptosOf(sale.body, goods) }));
  return { tenant, saleId: sale.id, left, before, refunds };
}

/** The goods as the sale has them; none if it lacks any of them. */
function conceptosOf({ conceptos }: SaleBody, goods: ReportedRefund['goods']): readonly SoldConcepto[] {
  const found = goods.flatMap(({ descripcion, cantidad }) => {
    const line = conceptos.find((each) => each.descripcion === descripcion);
    return line ? [{ ...line, cantidad }] : [];
  });
  return found.length === goods.length ? found : [];
}
