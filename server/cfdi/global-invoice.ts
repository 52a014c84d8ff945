/**
 * The factura global: one concepto for each sale without an invoice of its own (RMF 2.7.1.21; Guía de llenado del CFDI global v4.0). IEPS is
 * always itemised in it; retenciones are not possible.
 */

import type { GlobalPeriod, Periodicidad } from '../catalogs/global-period.ts';
import type { Fault } from '../problems/problem.ts';
import type { CfdiRelacionados } from './comprobante.ts';
import type { BuildOutcome } from './comprobante-builder.ts';
import { type Head, paidInOne } from './comprobante-parts.ts';
import { informacionGlobal } from './informacion-global.ts';
import { type Micro, sum, toMicro } from './money.ts';
import { publicoEnGeneral } from './publico-en-general.ts';
import { reconcile } from './reconcile.ts';
import { decimalsOf, type SaleAmountsOutcome, saleAmounts, saleConcepto } from './sale-amounts.ts';
import type { Sold } from './sold.ts';

/** Beyond this a document grows past what PACs accept in one request; a longer list is split into several. */
export const MOST_SALES_IN_A_GLOBAL = 5_000;

/** A sale with what its concepto states besides its amounts. */
export type GlobalSale = Sold & {
  readonly folio: string;
  /** The c_FormaPago with which it was paid. */
  readonly formaPago: string;
};

/** Everything from which a factura global is computed. */
export type GlobalInvoiceInput = Omit<Head, 'formaPago'> & {
  readonly periodicidad: Periodicidad;
  /** The global that it replaces, with TipoRelacion 04. */
  readonly cfdiRelacionados?: readonly CfdiRelacionados[];
  /** A period of that kind, or the part of one from which the sales are. */
  readonly period: GlobalPeriod;
  /** In one currency, at most `MOST_SALES_IN_A_GLOBAL`, each with at least one line that was paid for. */
  readonly sales: readonly [GlobalSale, ...GlobalSale[]];
};

/** Faults point at the sale: `/sales/3/…`. Total is the sum of the sales' totals, to the cent. */
export function buildGlobalInvoice(input: GlobalInvoiceInput): BuildOutcome {
  const { sales, periodicidad, period, ...issued } = input;
  const read = sales.map((sale) => saleAmounts(sale, { itemizeIeps: true }));
  const faults = [...documentFaults(input), ...read.flatMap(saleFaults)];
  if (faults.length > 0) return { kind: 'faults', faults };
  const amounts = read.flatMap((outcome) => (outcome.kind === 'amounts' ? [outcome.amounts] : []));
  const decimals = decimalsOf(sales[0]);
  const reconciled = reconcile(amounts, sum(sales.map(({ total }) => toMicro(total))), decimals);
  if (!reconciled) return { kind: 'faults', faults: [{ code: 'cannot-reconcile', pointer: '/total' }] };
  return {
    kind: 'comprobante',
    comprobante: {
      ...paidInOne({ ...issued, formaPago: formaPagoOfLargest(sales) }, sales[0].moneda, reconciled, decimals),
      tipoDeComprobante: 'I',
      informacionGlobal: informacionGlobal(periodicidad, period),
      cfdiRelacionados: issued.cfdiRelacionados ?? [],
      receptor: publicoEnGeneral(issued.lugarExpedicion, 'S01'),
      conceptos: reconciled.map((sale, index) =>
        saleConcepto(sale, {
          claveProdServ: '01010101',
          noIdentificacion: sales[index]?.folio ?? '',
          descripcion: 'Venta',
        }),
      ),
    },
  };
}

function documentFaults({ sales, periodicidad, emisor }: GlobalInvoiceInput): Fault[] {
  return [
    ...(sales.length > MOST_SALES_IN_A_GLOBAL
      ? [{ code: 'global-too-long', pointer: '/sales', params: { most: String(MOST_SALES_IN_A_GLOBAL) } }]
      : []),
    ...(periodicidad === '05' && emisor.regimenFiscal !== '621'
      ? [{ code: 'CFDI40132', satCode: 'CFDI40132', pointer: '/periodicidad' }]
      : []),
    ...sales.flatMap((sale, index) =>
      hasRetencion(sale) ? [{ code: 'global-with-retencion', pointer: `/sales/${index}/conceptos` }] : [],
    ),
  ];
}

/** Whether tax is withheld on any line: such a sale is invoiced to whoever withheld it, never to the general public. */
export function hasRetencion({ conceptos }: Sold): boolean {
  return conceptos.some(({ impuestos }) => impuestos.some(({ tipo }) => tipo === 'retencion'));
}

function saleFaults(outcome: SaleAmountsOutcome, index: number): Fault[] {
  if (outcome.kind === 'amounts') return [];
  return outcome.faults.map((fault) => ({ ...fault, pointer: `/sales/${index}${fault.pointer}` }));
}

/** Guía de llenado del CFDI global v4.0, FormaPago: that of the sale with the largest amount; the first if several are equal. */
function formaPagoOfLargest(sales: readonly [GlobalSale, ...GlobalSale[]]): string {
  const amountOf = ({ total }: GlobalSale): Micro => toMicro(total);
  return sales.reduce((largest, sale) => (amountOf(sale) > amountOf(largest) ? sale : largest)).formaPago;
}
