/** Builds a Comprobante ready to be sealed from what was sold: type I, paid in one exhibition, with the customer's payment as its Total. */

import type { Fault } from '../problems/problem.ts';
import type { CfdiRelacionados, Comprobante, Concepto } from './comprobante.ts';
import { type Head, paidInOne, writtenTaxes } from './comprobante-parts.ts';
import { type ConceptoAmounts, conceptoAmounts } from './concepto-amounts.ts';
import { formatMicro, formatTrimmed, sum, ZERO } from './money.ts';
import { reconcile } from './reconcile.ts';
import type { Receptor, Sold } from './sold.ts';
import { readSoldLines } from './sold-lines.ts';

/** Everything that an invoice's Comprobante is computed from. */
export type ComprobanteInput = Head & {
  /** Sales of one currency; several become one document. */
  readonly sold: readonly [Sold, ...Sold[]];
  readonly receptor: Receptor;
  readonly cfdiRelacionados?: readonly CfdiRelacionados[];
  readonly itemizeIeps: boolean;
};

/** An unsealed Comprobante, or everything that is wrong with its input. */
export type BuildOutcome =
  | { readonly kind: 'comprobante'; readonly comprobante: Comprobante }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** Builds without certificate or seal. Faults are those of the sales: inconsistent, nothing to invoice, a cent that no line can absorb. */
export function buildComprobante(input: ComprobanteInput): BuildOutcome {
  const readings = input.sold.map(readSoldLines);
  const faults = readings.flatMap((reading) => (reading.kind === 'faults' ? reading.faults : []));
  if (faults.length > 0) return { kind: 'faults', faults };
  const read = readings.flatMap((reading) => (reading.kind === 'lines' ? [reading] : []));
  const decimals = read[0]?.decimals ?? 2;
  const amounts = read.flatMap(({ lines }) => lines.map((line) => conceptoAmounts(line, input.itemizeIeps)));
  const reconciled = reconcile(amounts, sum(read.map(({ total }) => total)), decimals);
  if (!reconciled) return { kind: 'faults', faults: [{ code: 'cannot-reconcile', pointer: '/total' }] };
  if (reconciled.some((line) => line.valorUnitario === ZERO)) {
    return { kind: 'faults', faults: [{ code: 'price-too-small', pointer: '/conceptos' }] };
  }
  return { kind: 'comprobante', comprobante: comprobante(input, reconciled, decimals) };
}

function comprobante(input: ComprobanteInput, lines: readonly ConceptoAmounts[], decimals: number): Comprobante {
  return {
    ...paidInOne(input, input.sold[0].moneda, lines, decimals),
    tipoDeComprobante: 'I',
    cfdiRelacionados: input.cfdiRelacionados ?? [],
    receptor: input.receptor,
    conceptos: lines.map(concepto),
  };
}

function concepto(amounts: ConceptoAmounts): Concepto {
  const { concepto: sold } = amounts.line;
  return {
    claveProdServ: sold.claveProdServ,
    ...(sold.noIdentificacion !== undefined && { noIdentificacion: sold.noIdentificacion }),
    cantidad: formatTrimmed(amounts.line.cantidad),
    claveUnidad: sold.claveUnidad,
    ...(sold.unidad !== undefined && { unidad: sold.unidad }),
    descripcion: sold.descripcion,
    valorUnitario: formatMicro(amounts.valorUnitario),
    importe: formatMicro(amounts.importe),
    ...(amounts.descuento > ZERO && { descuento: formatMicro(amounts.descuento) }),
    objetoImp: objetoImp(amounts),
    ...writtenTaxes(amounts.taxes),
    informacionAduanera: [],
    cuentaPredial: [],
    partes: [],
  };
}

/**
 * The ObjetoImp that fits the taxes the concepto ends up itemising: IEPS without IVA is 07 if itemised and 08 if folded in
 * (c_ObjetoImp, in force 2024-12); any other taxed concepto with 02 keeps 02.
 */
function objetoImp({ line, itemizeIeps, taxes }: ConceptoAmounts): string {
  const { objetoImp: sold } = line.concepto;
  if (!line.taxes.hasIeps || line.taxes.hasIva) return sold;
  if (sold === '02') return taxes.length > 0 ? '02' : '08';
  return itemizeIeps ? '07' : '08';
}
