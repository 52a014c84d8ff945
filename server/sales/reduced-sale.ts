/** Computes what is left of an uninvoiced sale after a partial refund. A line is never negative. */
import { formatMicro, formatTrimmed, type Micro, multiply, proportion, sum, toMicro, ZERO } from '../cfdi/money.ts';
import type { SoldConcepto } from '../cfdi/sold.ts';
import type { Fault } from '../problems/problem.ts';
import type { SaleBody } from './sale.ts';
import { checkSale } from './sale-check.ts';

/** A refund: an amount with its taxes and, if goods came back, those goods. */
export type GivenBack = { readonly total: string; readonly conceptos: readonly SoldConcepto[] };

/** The sale that is left after a refund, or the reasons why the refund does not fit it. */
export type Reduced =
  | { readonly kind: 'sale'; readonly body: SaleBody }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/**
 * Returns the sale without what was refunded. A full refund closes the sale. Returned goods remove their lines, and an amount alone becomes a
 * discount on the whole sale. It is a fault if the sale does not have the goods, or if the remaining lines miss the total.
 */
export function reduceSale(sale: SaleBody, back: GivenBack): Reduced {
  const left = toMicro(sale.total) - toMicro(back.total);
  if (left <= ZERO) return { kind: 'sale', body: { ...sale, estado: 'cancelada' } };
  const lines = back.conceptos.length > 0 ? withoutGoods(sale, back.conceptos) : undefined;
  if (lines?.kind === 'faults') return lines;
  const reduced: SaleBody = {
    ...sale,
    total: formatMicro(left, decimalsOf(sale.total)),
    // The customer's ticket still shows what was paid.
    ticketTotal: sale.ticketTotal ?? shownTotal(sale),
    ...(lines ? { conceptos: lines.conceptos } : { descuento: discountAfter(sale, toMicro(back.total)) }),
  };
  const faults = checkSale(reduced);
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'sale', body: reduced };
}

function shownTotal({ total, propina = '0', redondeo = '0' }: SaleBody): string {
  return formatMicro(toMicro(total) + toMicro(propina) + toMicro(redondeo), decimalsOf(total));
}

function decimalsOf(amount: string): number {
  return Math.max(2, amount.split('.')[1]?.length ?? 0);
}

/** The discount in the terms of the sale's prices, with or without taxes: every line is reduced by the same share. */
function discountAfter({ total, descuento = '0', conceptos }: SaleBody, back: Micro): string {
  const lines = conceptos.map(
    (line) => multiply(toMicro(line.cantidad), toMicro(line.valorUnitario)) - toMicro(line.descuento ?? '0'),
  );
  const charged = sum(lines) - toMicro(descuento);
  return formatMicro(toMicro(descuento) + proportion(charged, back, toMicro(total)), 6);
}

type Lines =
  | { readonly kind: 'lines'; readonly conceptos: readonly SoldConcepto[] }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

function withoutGoods({ conceptos }: SaleBody, goods: readonly SoldConcepto[]): Lines {
  const left = [...conceptos];
  const faults: Fault[] = [];
  goods.forEach((good, index) => {
    const back = toMicro(good.cantidad);
    const at = left.findIndex((line) => isSame(line, good) && toMicro(line.cantidad) >= back);
    const line = left[at];
    if (line === undefined) faults.push({ code: 'refund-not-in-sale', pointer: `/conceptos/${index}` });
    else left[at] = lessOf(line, back);
  });
  if (faults.length > 0) return { kind: 'faults', faults };
  return { kind: 'lines', conceptos: left.filter(({ cantidad }) => toMicro(cantidad) > ZERO) };
}

/** Reduces a line by a number of units and by their share of its discount. */
function lessOf(line: SoldConcepto, back: Micro): SoldConcepto {
  const before = toMicro(line.cantidad);
  const left = before - back;
  const discount = line.descuento === undefined ? undefined : proportion(toMicro(line.descuento), left, before);
  return {
    ...line,
    cantidad: formatTrimmed(left),
    ...(discount !== undefined && { descuento: formatMicro(discount, 6) }),
  };
}

function isSame(line: SoldConcepto, good: SoldConcepto): boolean {
  return (
    line.claveProdServ === good.claveProdServ &&
    line.noIdentificacion === good.noIdentificacion &&
    line.descripcion === good.descripcion &&
    toMicro(line.valorUnitario) === toMicro(good.valorUnitario)
  );
}
