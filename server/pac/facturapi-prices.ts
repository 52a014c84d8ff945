/**
 * The prices to send to Facturapi. It multiplies prices itself, while our importe may differ by some millionths (server/cfdi/reconcile.ts
 * moves a line's importe for the last cent), so a price may have to differ by a millionth for the total to be the sale's.
 */
import type { Comprobante, Concepto } from '../cfdi/comprobante.ts';
import { formatMicro, type Micro, multiply, roundTo, toMicro, ZERO } from '../cfdi/money.ts';

/** In millionths, the nearest first: the figures that decide a cent are that near to it. */
const MOVES: readonly Micro[] = [1n, -1n, 2n, -2n, 4n, -4n, 8n, -8n, 16n, -16n, 32n, -32n];

/**
 * The price of each concepto as a string; at most one differs from ours, by some millionths. `undefined` if no such prices give our total
 * by Facturapi's arithmetic. That arithmetic is not documented (2026-11); we assume six decimals on each line and one rounding of each
 * document figure, as the SAT requires. Throws a RangeError for anything that is not an amount.
 */
export function facturapiPrices({ conceptos, total }: Comprobante): readonly string[] | undefined {
  const decimals = total.split('.')[1]?.length ?? 0;
  const figures: Figures = new Map();
  for (const concepto of conceptos) add(figures, figuresOf(concepto, toMicro(concepto.valorUnitario)));
  const prices = conceptos.map(({ valorUnitario }) => valorUnitario);
  const target = toMicro(total);
  if (totalOf(figures, decimals) === target) return prices;
  for (const move of MOVES) {
    for (const [index, concepto] of conceptos.entries()) {
      const [price, moved] = [toMicro(concepto.valorUnitario), toMicro(concepto.valorUnitario) + move];
      if (moved <= ZERO) continue;
      const others = new Map(figures);
      add(others, figuresOf(concepto, price), -1n);
      add(others, figuresOf(concepto, moved));
      if (totalOf(others, decimals) === target) return prices.with(index, formatMicro(moved));
    }
  }
  return undefined;
}

/** Figures that are rounded separately; those that reduce the total are negative. */
type Figures = Map<string, Micro>;

function add(figures: Figures, more: readonly (readonly [figure: string, amount: Micro])[], sign = 1n): void {
  for (const [figure, amount] of more) figures.set(figure, (figures.get(figure) ?? ZERO) + sign * amount);
}

function totalOf(figures: Figures, decimals: number): Micro {
  let total = ZERO;
  for (const figure of figures.values()) total += roundTo(figure, decimals);
  return total;
}

function figuresOf({ cantidad, descuento = '0', traslados, retenciones }: Concepto, price: Micro) {
  const quantity = toMicro(cantidad);
  const importe = multiply(quantity, price);
  const net = importe - toMicro(descuento);
  const figures: [figure: string, amount: Micro][] = [
    ['SubTotal', importe],
    ['Descuento', -toMicro(descuento)],
  ];
  let withIeps = net;
  for (const { impuesto, tipoFactor, tasaOCuota = '0' } of traslados.toSorted(iepsFirst)) {
    const base = impuesto === '003' ? (tipoFactor === 'Cuota' ? quantity : net) : withIeps;
    const amount = multiply(base, toMicro(tasaOCuota));
    if (impuesto === '003') withIeps += amount;
    figures.push([`${impuesto} ${tipoFactor} ${tasaOCuota}`, amount]);
  }
  for (const { impuesto, tasaOCuota } of retenciones)
    figures.push([`-${impuesto}`, -multiply(impuesto === '002' ? withIeps : net, toMicro(tasaOCuota))]);
  return figures;
}

/** IVA is charged on the price with IEPS, so IEPS comes first. */
function iepsFirst(a: { readonly impuesto: string }, b: { readonly impuesto: string }): number {
  return Number(b.impuesto === '003') - Number(a.impuesto === '003');
}
