/** The document that would be stamped, as the review step shows it. */
import type { z } from '@hono/zod-openapi';
import { formaPago } from '../../catalogs/forma-pago.ts';
import { FORMA_PAGO_NAMES } from '../../catalogs/forma-pago-names-en.ts';
import { impuesto } from '../../catalogs/impuesto.ts';
import type { Comprobante, Traslado } from '../../cfdi/comprobante.ts';
import { formatMicro, formatTrimmed, toMicro } from '../../cfdi/money.ts';
import { isGeneric } from '../../cfdi/rfc.ts';
import type { LeavingPreview } from '../../invoicing/leave-global.ts';
import type { Language } from '../../problems/problem.ts';
import type { SaleBody } from '../../sales/sale.ts';
import type { previewWire } from '../api/wire.ts';

/** The document that would be stamped, as it is serialized. */
export type Preview = z.output<typeof previewWire>;

/** Builds the preview. Amounts of conceptos are rounded to the cent for reading; the document's totals are exactly as they will be stamped. */
export function previewView(
  comprobante: Comprobante,
  sales: readonly SaleBody[],
  context: {
    readonly language: Language;
    readonly itemizeIeps: boolean;
    readonly leaving?: LeavingPreview | undefined;
  },
): Preview {
  const { language } = context;
  const { emisor, receptor, impuestos } = comprobante;
  const clave = comprobante.formaPago ?? '';
  return {
    emisor: { rfc: emisor.rfc, nombre: emisor.nombre, regimenFiscal: emisor.regimenFiscal },
    receptor: {
      rfc: receptor.rfc,
      nombre: receptor.nombre,
      codigoPostal: receptor.codigoPostal,
      regimenFiscal: receptor.regimenFiscal,
      usoCfdi: receptor.usoCfdi,
    },
    conceptos: comprobante.conceptos.map((concepto) => ({
      claveProdServ: concepto.claveProdServ,
      descripcion: concepto.descripcion,
      cantidad: concepto.cantidad,
      ...(concepto.unidad !== undefined && { unidad: concepto.unidad }),
      valorUnitario: cents(concepto.valorUnitario),
      importe: cents(concepto.importe),
      ...(concepto.descuento !== undefined && { descuento: cents(concepto.descuento) }),
    })),
    subTotal: comprobante.subTotal,
    ...(comprobante.descuento !== undefined && { descuento: comprobante.descuento }),
    impuestos: [
      ...(impuestos?.traslados ?? []).map((tax) => ({ tipo: 'traslado' as const, ...tax, label: trasladoLabel(tax) })),
      ...(impuestos?.retenciones ?? []).map((tax) => ({
        tipo: 'retencion' as const,
        ...tax,
        label: `${language === 'en' ? 'Withheld' : 'Retención'} ${name(tax.impuesto)}`,
      })),
    ],
    total: comprobante.total,
    moneda: comprobante.moneda,
    formaPago: { clave, texto: (language === 'en' ? FORMA_PAGO_NAMES[clave] : formaPago(clave)?.texto) ?? '' },
    notes: [...notes(comprobante, sales, language), ...leavingNotes(context.leaving, language)],
    itemizable: context.itemizeIeps && sales.some(hasIeps),
    ...(context.leaving && { afterGlobal: context.leaving }),
  };
}

function hasIeps({ conceptos }: SaleBody): boolean {
  return conceptos.some(({ impuestos }) => impuestos.some((tax) => tax.tipo === 'traslado' && tax.impuesto === '003'));
}

function notes(comprobante: Comprobante, sales: readonly SaleBody[], language: Language): string[] {
  const spanish = language === 'es-MX';
  const propina = sales.some((sale) => toMicro(sale.propina ?? '0') > 0n);
  return [
    ...(propina ? [spanish ? 'La propina no se factura.' : 'The tip is not invoiced.'] : []),
    ...(isGeneric(comprobante.receptor.rfc)
      ? [spanish ? 'Sirve como comprobante, no para deducir.' : 'It serves as a receipt, not for deductions.']
      : []),
  ];
}

/** Notes on what else the merchant's system does, so that the customer is not surprised. */
function leavingNotes(leaving: LeavingPreview | undefined, language: Language): string[] {
  if (!leaving) return [];
  return [
    language === 'en'
      ? 'What you paid for was in the merchant’s global invoice. You get your invoice, and the global one is adjusted by itself.'
      : 'Lo que pagaste estaba en la factura global del comercio. Tú recibes tu factura, y la global se ajusta sola.',
  ];
}

/** The label of a traslado: `IVA 16 %`, `IEPS 3.0818 por unidad`, `IVA exento`. */
function trasladoLabel(tax: Traslado): string {
  if (tax.tipoFactor === 'Exento') return `${name(tax.impuesto)} exento`;
  const rate = toMicro(tax.tasaOCuota ?? '0');
  return tax.tipoFactor === 'Cuota'
    ? `${name(tax.impuesto)} $${formatTrimmed(rate)} por unidad`
    : `${name(tax.impuesto)} ${formatTrimmed(rate * 100n)} %`;
}

function name(clave: string): string {
  return impuesto(clave)?.texto ?? clave;
}

function cents(amount: string): string {
  return formatMicro(toMicro(amount), 2);
}
