/**
 * The taxes of one line: how a price is split into importe and traslados, and the amount of each tax of the concepto.
 * Everything is rounded to 6 decimals here and nowhere else before the document's own figures (cfdi-rules §4.3–4.4:
 * IVA's base is importe − descuento + IEPS; a cuota's base is units, not money).
 */
import { formatMicro, type Micro, multiply, ONE, proportion, sum, toMicro, ZERO } from './money.ts';
import type { SoldConcepto, SoldImpuesto } from './sold.ts';

/** One tax of a concepto, as numbers. `rate` and `amount` are absent on Exento. */
export type TaxAmount = {
  readonly tipo: SoldImpuesto['tipo'];
  readonly impuesto: SoldImpuesto['impuesto'];
  readonly tipoFactor: SoldImpuesto['tipoFactor'];
  readonly tasaOCuota?: string;
  readonly base: Micro;
  readonly amount?: Micro;
};

/** The arithmetic of a line's taxes. "Net" is the price without any traslado; a "share" is a part that carries no cuota. */
export type LineTaxes = {
  readonly hasIva: boolean;
  readonly hasIeps: boolean;
  /** The net of an amount that includes its traslados. */
  netOf(amount: Micro): Micro;
  /** Like `netOf`, for a discount. */
  netShareOf(amount: Micro): Micro;
  /** A net plus its traslados, first IEPS, then IVA on the sum. */
  addTo(net: Micro): Micro;
  addToShare(net: Micro): Micro;
  /** A net with its IEPS folded in: the price of a concepto that does not itemise it. */
  fold(net: Micro): Micro;
  foldShare(net: Micro): Micro;
  /** What is withheld from a net. */
  withheldFrom(net: Micro): Micro;
  /** Every tax of a concepto that itemises IEPS, whose importe − descuento is `net`. */
  itemised(net: Micro): readonly TaxAmount[];
  /** Every tax of a concepto whose price has IEPS folded in, whose importe − descuento is `folded`. */
  folded(folded: Micro): readonly TaxAmount[];
};

/** Reads the taxes of a sold line. At most one IVA traslado, as `checkSold` made sure. */
export function lineTaxes(concepto: SoldConcepto): LineTaxes {
  const traslados = concepto.impuestos.filter((tax) => tax.tipo === 'traslado');
  const retenciones = concepto.impuestos.filter((tax) => tax.tipo === 'retencion');
  const iva = traslados.find((tax) => tax.impuesto === '002');
  const ieps = traslados.filter((tax) => tax.impuesto === '003');
  const cuotas = sum(ieps.filter(isCuota).map((tax) => multiply(unitsOf(tax, concepto), rateOf(tax))));
  const iepsFactor = ONE + sum(ieps.filter((tax) => tax.tipoFactor === 'Tasa').map(rateOf));
  const ivaFactor = ONE + (iva ? rateOf(iva) : ZERO);

  const fold = (net: Micro): Micro => multiply(net, iepsFactor) + cuotas;
  const ivaAndWithheld = (net: Micro, ivaBase: Micro): TaxAmount[] => [
    ...(iva ? [taxAmount(iva, ivaBase)] : []),
    ...retenciones.map((tax) => taxAmount(tax, tax.impuesto === '002' ? ivaBase : net)),
  ];
  return {
    hasIva: iva !== undefined,
    hasIeps: ieps.length > 0,
    netOf: (amount) => proportion(amount * ONE - cuotas * ivaFactor, ONE, ivaFactor * iepsFactor),
    netShareOf: (amount) => proportion(amount * ONE, ONE, ivaFactor * iepsFactor),
    addTo: (net) => multiply(fold(net), ivaFactor),
    addToShare: (net) => multiply(multiply(net, iepsFactor), ivaFactor),
    fold,
    foldShare: (net) => multiply(net, iepsFactor),
    withheldFrom: (net) =>
      sum(retenciones.map((tax) => multiply(tax.impuesto === '002' ? fold(net) : net, rateOf(tax)))),
    itemised: (net) => {
      const itemised = ieps.map((tax) => taxAmount(tax, isCuota(tax) ? unitsOf(tax, concepto) : net));
      return [...itemised, ...ivaAndWithheld(net, net + sum(itemised.map((tax) => tax.amount ?? ZERO)))];
    },
    folded: (amount) => ivaAndWithheld(proportion(amount - cuotas, ONE, iepsFactor), amount),
  };
}

function isCuota(tax: SoldImpuesto): boolean {
  return tax.tipoFactor === 'Cuota';
}

function rateOf(tax: SoldImpuesto): Micro {
  return tax.tipoFactor === 'Exento' ? ZERO : toMicro(tax.tasaOCuota ?? '0');
}

function unitsOf(tax: SoldImpuesto, concepto: SoldConcepto): Micro {
  return toMicro(tax.base ?? concepto.cantidad);
}

function taxAmount(tax: SoldImpuesto, base: Micro): TaxAmount {
  const common = { tipo: tax.tipo, impuesto: tax.impuesto, tipoFactor: tax.tipoFactor, base };
  if (tax.tipoFactor === 'Exento') return common;
  const rate = rateOf(tax);
  return { ...common, tasaOCuota: formatMicro(rate), amount: multiply(base, rate) };
}
