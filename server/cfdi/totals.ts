/** The document's own figures: sums of the conceptos, rounded once each to the currency's decimals (cfdi-rules §4.5). */
import type { Impuestos, Traslado } from './comprobante.ts';
import { type Amounts, figureKey } from './concepto-amounts.ts';
import { formatMicro, type Micro, roundTo, sum, ZERO } from './money.ts';
import { documentTotal } from './reconcile.ts';
import type { TaxAmount } from './taxes.ts';

/** The document's totals, as written. */
export type Totals = {
  readonly subTotal: string;
  /** Present if some concepto has a discount (CFDI40111). */
  readonly descuento?: string;
  /** Absent if no concepto has taxes. */
  readonly impuestos?: Impuestos;
  readonly total: string;
};

/** Computes the totals from the conceptos' unrounded amounts; `decimals` are the currency's. */
export function documentTotals(lines: readonly Amounts[], decimals: number): Totals {
  const write = (amount: Micro): string => formatMicro(amount, decimals);
  const discount = sum(lines.map((line) => line.descuento));
  const taxes = lines.flatMap((line) => line.taxes);
  return {
    subTotal: write(sum(lines.map((line) => line.importe))),
    ...(lines.some((line) => line.descuento > ZERO) && { descuento: write(discount) }),
    ...(taxes.length > 0 && { impuestos: documentImpuestos(taxes, decimals) }),
    total: write(documentTotal(lines, decimals)),
  };
}

function documentImpuestos(taxes: readonly TaxAmount[], decimals: number): Impuestos {
  const traslados = groups(taxes, 'traslado').map((group) => trasladoOf(group, decimals));
  const retenciones = groups(taxes, 'retencion').map((group) => ({
    impuesto: group[0].impuesto,
    importe: formatMicro(amountOf(group), decimals),
  }));
  const rounded = (tipo: TaxAmount['tipo'], kept: (tax: TaxAmount) => boolean): Micro =>
    sum(groups(taxes.filter(kept), tipo).map((group) => roundTo(amountOf(group), decimals)));
  const taxed = (tax: TaxAmount): boolean => tax.tipoFactor !== 'Exento';
  return {
    ...(retenciones.length > 0 && {
      totalImpuestosRetenidos: formatMicro(
        rounded('retencion', () => true),
        decimals,
      ),
    }),
    // Only exempt conceptos: no total of traslados (CFDI40212, CFDI40213).
    ...(taxes.some((tax) => tax.tipo === 'traslado' && taxed(tax)) && {
      totalImpuestosTrasladados: formatMicro(rounded('traslado', taxed), decimals),
    }),
    retenciones,
    traslados,
  };
}

type Group = readonly [TaxAmount, ...TaxAmount[]];

function groups(taxes: readonly TaxAmount[], tipo: TaxAmount['tipo']): readonly Group[] {
  const byKey = new Map<string, [TaxAmount, ...TaxAmount[]]>();
  for (const tax of taxes) {
    if (tax.tipo !== tipo) continue;
    const group = byKey.get(figureKey(tax));
    if (group) group.push(tax);
    else byKey.set(figureKey(tax), [tax]);
  }
  return [...byKey.values()];
}

function trasladoOf(group: Group, decimals: number): Traslado {
  const [{ impuesto, tipoFactor, tasaOCuota }] = group;
  return {
    base: formatMicro(sum(group.map((tax) => tax.base)), decimals),
    impuesto,
    tipoFactor,
    ...(tasaOCuota !== undefined && { tasaOCuota, importe: formatMicro(amountOf(group), decimals) }),
  };
}

function amountOf(group: Group): Micro {
  return sum(group.map((tax) => tax.amount ?? ZERO));
}
