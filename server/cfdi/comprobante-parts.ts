/** What all documents issued here have in common: paid in one exhibition, nothing exported, taxes with six decimals. */
import type { Comprobante, Concepto, Emisor } from './comprobante.ts';
import type { Amounts } from './concepto-amounts.ts';
import { formatMicro, ZERO } from './money.ts';
import type { TaxAmount } from './taxes.ts';
import { documentTotals } from './totals.ts';

/** Who issues a document, where and when, whatever its type. */
export type Head = {
  readonly emisor: Emisor;
  readonly lugarExpedicion: string;
  /** Local wall time of `lugarExpedicion`. */
  readonly fecha: string;
  /** c_FormaPago. */
  readonly formaPago: string;
  /** Pesos per unit of the currency; not written for MXN. */
  readonly tipoCambio?: string;
  readonly serie?: string;
  readonly folio?: string;
};

type Written = Omit<Comprobante, 'tipoDeComprobante' | 'cfdiRelacionados' | 'receptor' | 'conceptos'>;

/** The Comprobante's own attributes, with the sums of its conceptos, unsealed. */
export function paidInOne(head: Head, moneda: string, lines: readonly Amounts[], decimals: number): Written {
  return {
    version: '4.0',
    ...(head.serie !== undefined && { serie: head.serie }),
    ...(head.folio !== undefined && { folio: head.folio }),
    fecha: head.fecha,
    formaPago: head.formaPago,
    ...documentTotals(lines, decimals),
    moneda,
    ...(moneda !== 'MXN' && head.tipoCambio !== undefined && { tipoCambio: head.tipoCambio }),
    exportacion: '01',
    metodoPago: 'PUE',
    lugarExpedicion: head.lugarExpedicion,
    emisor: head.emisor,
  };
}

/** The taxes of a concepto, as attributes. */
export function writtenTaxes(taxes: readonly TaxAmount[]): Pick<Concepto, 'traslados' | 'retenciones'> {
  const ofTipo = (tipo: TaxAmount['tipo']): readonly TaxAmount[] => taxes.filter((tax) => tax.tipo === tipo);
  return {
    traslados: ofTipo('traslado').map((tax) => ({
      base: formatMicro(tax.base),
      impuesto: tax.impuesto,
      tipoFactor: tax.tipoFactor,
      ...(tax.tasaOCuota !== undefined && { tasaOCuota: tax.tasaOCuota, importe: formatMicro(tax.amount ?? ZERO) }),
    })),
    retenciones: ofTipo('retencion').map((tax) => ({
      base: formatMicro(tax.base),
      impuesto: tax.impuesto,
      tipoFactor: tax.tipoFactor,
      tasaOCuota: tax.tasaOCuota ?? '',
      importe: formatMicro(tax.amount ?? ZERO),
    })),
  };
}
