/** The amounts with which a concepto is written, computed from what was paid for it. */
import { divide, type Micro, ZERO } from './money.ts';
import { paidFor, type SoldLine } from './sold-lines.ts';
import type { TaxAmount } from './taxes.ts';

/** The amounts of a concepto, whether it represents one line or a whole sale. */
export type Amounts = {
  /** importe ÷ cantidad with 6 decimals, so that the pair stays within the limits of CFDI40167. */
  readonly valorUnitario: Micro;
  readonly importe: Micro;
  readonly descuento: Micro;
  readonly taxes: readonly TaxAmount[];
  /** What this concepto contributes to each figure that the document rounds separately. */
  readonly figures: readonly Figure[];
};

/** One amount that is part of the document's total, with the key under which the document rounds it together with others. */
export type Figure = { readonly key: string; readonly sign: 1n | -1n; readonly amount: Micro };

/** The computed amounts of one line. Immutable: adjusting the importe returns another one. */
export type ConceptoAmounts = Amounts & {
  readonly line: SoldLine;
  readonly itemizeIeps: boolean;
  /** The same concepto with another importe and matching taxes; `undefined` if nothing would be left to tax. */
  withImporte(importe: Micro): ConceptoAmounts | undefined;
};

/** IEPS is folded into the price unless it is itemised (LIEPS 19-II). */
export function conceptoAmounts(line: SoldLine, itemizeIeps: boolean): ConceptoAmounts {
  const { taxes, taxIncluded } = line;
  const net = taxIncluded ? taxes.netOf(paidFor(line)) : line.importe - line.descuento;
  const discount = taxIncluded ? taxes.netShareOf(line.descuento) : line.descuento;
  const descuento = itemizeIeps ? discount : taxes.foldShare(discount);
  return amountsOf(line, itemizeIeps, (itemizeIeps ? net : taxes.fold(net)) + descuento, descuento);
}

function amountsOf(line: SoldLine, itemizeIeps: boolean, importe: Micro, descuento: Micro): ConceptoAmounts {
  const taxable = importe - descuento;
  const taxes = itemizeIeps ? line.taxes.itemised(taxable) : line.taxes.folded(taxable);
  return {
    line,
    itemizeIeps,
    valorUnitario: divide(importe, line.cantidad),
    importe,
    descuento,
    taxes,
    figures: figuresOf(importe, descuento, taxes),
    withImporte: (moved) => (moved > descuento ? amountsOf(line, itemizeIeps, moved, descuento) : undefined),
  };
}

/** The figures of the document to which a concepto contributes, each with its sign in Total (CFDI40119). */
export function figuresOf(importe: Micro, descuento: Micro, taxes: readonly TaxAmount[]): readonly Figure[] {
  return [
    { key: 'importe', sign: 1n, amount: importe },
    { key: 'descuento', sign: -1n, amount: descuento },
    ...taxes.map(
      (tax): Figure => ({ key: figureKey(tax), sign: tax.tipo === 'traslado' ? 1n : -1n, amount: tax.amount ?? ZERO }),
    ),
  ];
}

/** Traslados are grouped by impuesto, factor and rate; retenciones by impuesto alone (CFDI40208, CFDI40218). */
export function figureKey(tax: TaxAmount): string {
  return tax.tipo === 'traslado' ? `T ${tax.impuesto} ${tax.tipoFactor} ${tax.tasaOCuota ?? ''}` : `R ${tax.impuesto}`;
}
