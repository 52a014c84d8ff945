/**
 * The nota de crédito, TipoDeComprobante E: what is refunded of a sale that was invoiced, or a sale that leaves the factura global
 * because its customer asked for an invoice (Guía de llenado CFDI 4.0, apéndice 5 «Emisión de CFDI de egresos»: ClaveProdServ 84111506
 * and ClaveUnidad ACT, FormaPago the form in which the money is returned; Guía de llenado del CFDI global v4.0, apéndice 2).
 */
import { usosFor } from '../catalogs/uso-cfdi.ts';
import type { BuildOutcome } from './comprobante-builder.ts';
import { type Head, paidInOne } from './comprobante-parts.ts';
import { publicoEnGeneral } from './publico-en-general.ts';
import { reconcile } from './reconcile.ts';
import { personOf } from './rfc.ts';
import { saleAmounts, saleConcepto } from './sale-amounts.ts';
import type { Receptor, Sold } from './sold.ts';

/** Servicios de facturación. */
const CLAVE_PROD_SERV = '84111506';

/** Why money is refunded; `leaves-global` refunds none: the sale is invoiced to its customer instead. */
export type EgresoReason = 'goods-returned' | 'discount' | 'leaves-global';

/** The stamped CFDI that an egreso credits. */
export type TakenFrom =
  | { readonly kind: 'global'; readonly uuid: string }
  | {
      readonly kind: 'nominative';
      readonly uuid: string;
      /** The receptor on that CFDI; the uso is the egreso's own. */
      readonly receptor: Receptor;
      /** Whether that CFDI itemised IEPS. */
      readonly itemizeIeps: boolean;
    };

/** Everything from which a nota de crédito is computed. */
export type EgresoInput = Head & {
  readonly from: TakenFrom;
  readonly reason: EgresoReason;
  /** The sale's folio. */
  readonly noIdentificacion: string;
  /** The sale as it was invoiced, or only the returned goods, as a sale of their own. */
  readonly sold: Sold;
  /** The part of `sold.total` that is refunded; all of it when absent. Every tax is credited in that proportion. */
  readonly part?: string;
};

/** Faults are those of the sale, or a part greater than it. Total is the refunded amount, to the cent. */
export function buildEgreso({ from, reason, noIdentificacion, sold, part, ...head }: EgresoInput): BuildOutcome {
  const itemizeIeps = from.kind === 'global' || from.itemizeIeps;
  const read = saleAmounts(sold, { itemizeIeps, ...(part !== undefined && { part }) });
  if (read.kind === 'faults') return read;
  const reconciled = reconcile([read.amounts], read.total, read.decimals);
  if (!reconciled) return { kind: 'faults', faults: [{ code: 'cannot-reconcile', pointer: '/total' }] };
  return {
    kind: 'comprobante',
    comprobante: {
      ...paidInOne(head, sold.moneda, reconciled, read.decimals),
      tipoDeComprobante: 'E',
      cfdiRelacionados: [{ tipoRelacion: tipoRelacion(from, reason), uuids: [from.uuid] }],
      receptor: receptorOf(from, head.lugarExpedicion),
      conceptos: reconciled.map((amounts) =>
        saleConcepto(amounts, { claveProdServ: CLAVE_PROD_SERV, noIdentificacion, descripcion: DESCRIPCION[reason] }),
      ),
    },
  };
}

const DESCRIPCION: Readonly<Record<EgresoReason, string>> = {
  'goods-returned': 'Devolución de mercancía',
  discount: 'Descuento o bonificación',
  'leaves-global': 'Venta facturada a nombre del cliente',
};

/** c_TipoRelacion 03 for goods returned after an invoice of their own; 01 otherwise, and always against a global (apéndice 2). */
function tipoRelacion(from: TakenFrom, reason: EgresoReason): '01' | '03' {
  return reason === 'goods-returned' && from.kind === 'nominative' ? '03' : '01';
}

function receptorOf(from: TakenFrom, lugarExpedicion: string): Receptor {
  if (from.kind === 'global') return publicoEnGeneral(lugarExpedicion, 'G02');
  return { ...from.receptor, usoCfdi: usoOfEgreso(from.receptor) };
}

/** G02 if the régimen admits it (CFDI40161); an employee, for example, only has S01. */
export function usoOfEgreso({ rfc, regimenFiscal }: Pick<Receptor, 'rfc' | 'regimenFiscal'>): 'G02' | 'S01' {
  return usosFor(regimenFiscal, personOf(rfc)).includes('G02') ? 'G02' : 'S01';
}
