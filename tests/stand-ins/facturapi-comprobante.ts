/**
 * What Facturapi's stand-in is asked for, and the document it makes of it: by its own arithmetic, from prices and rates
 * alone.
 */
import { z } from 'zod';
import { localDateTime } from '../../server/catalogs/local-time.ts';
import { zoneOf } from '../../server/catalogs/postal-code.ts';
import type { Comprobante, Concepto, Traslado } from '../../server/cfdi/comprobante.ts';
import { formatMicro, type Micro, multiply, roundTo, sum, toMicro, ZERO } from '../../server/cfdi/money.ts';
import { KEMPER } from '../pac/sandbox/sealed-ticket.ts';

const zip = z.strictObject({ zip: z.string().regex(/^\d{5}$/) });
const amount = z.number().transform((value) => toMicro(String(value)));
const text = z.string().min(1);

const taxSchema = z.strictObject({
  type: z.enum(['IVA', 'ISR', 'IEPS']),
  rate: amount,
  factor: z.enum(['Tasa', 'Cuota', 'Exento']),
  withholding: z.boolean(),
});
const itemSchema = z.strictObject({
  quantity: amount,
  discount: amount.optional(),
  product: z.strictObject({
    ...{ description: text, product_key: text, price: amount, unit_key: text },
    tax_included: z.literal(false),
    taxability: z.string().regex(/^0[1-8]$/),
    taxes: z.array(taxSchema),
    unit_name: text.optional(),
    sku: text.optional(),
  }),
});

/** The fields of wire-contracts 7.1 that an invoice of type I may have here; an e-mail is none of them. */
export const INVOICE_BODY = z.strictObject({
  type: z.literal('I'),
  customer: z.strictObject({ legal_name: text, tax_id: text, tax_system: text, address: zip }),
  items: z.array(itemSchema).min(1),
  ...{ use: text, payment_form: text, payment_method: text, currency: text, series: text },
  exchange: amount.optional(),
  folio_number: z.int(),
  date: z.iso.datetime().optional(),
  address: zip.optional(),
  external_id: text.max(100).optional(),
  idempotency_key: text.optional(),
});
export type InvoiceBody = z.output<typeof INVOICE_BODY>;

const IMPUESTOS = { ISR: '001', IVA: '002', IEPS: '003' } as const;

type Line = { readonly concepto: Concepto; readonly importe: Micro; readonly descuento: Micro };

/** The organisation's document, unsealed; what a line amounts to has `decimals` places. */
export function comprobanteOf(body: InvoiceBody, decimals: 2 | 6): Comprobante {
  const lines = body.items.map((item) => lineOf(item, decimals));
  const conceptos = lines.map(({ concepto }) => concepto);
  const [subTotal, descuento] = [sum(lines.map(({ importe }) => importe)), sum(lines.map((line) => line.descuento))];
  const impuestos = impuestosOf(conceptos);
  const { totalImpuestosTrasladados = '0', totalImpuestosRetenidos = '0' } = impuestos ?? {};
  const net = roundTo(subTotal, 2) - roundTo(descuento, 2);
  const total = net + toMicro(totalImpuestosTrasladados) - toMicro(totalImpuestosRetenidos);
  const lugarExpedicion = body.address?.zip ?? '06700';
  const at = body.date === undefined ? Date.now() - 60_000 : Date.parse(body.date);
  const { legal_name: nombre, tax_id: rfc, tax_system: regimenFiscal, address } = body.customer;
  return {
    version: '4.0',
    ...{ serie: body.series, folio: String(body.folio_number), moneda: body.currency, lugarExpedicion },
    fecha: localDateTime(at, zoneOf(lugarExpedicion) ?? 'America/Mexico_City'),
    ...{ formaPago: body.payment_form, metodoPago: body.payment_method, tipoDeComprobante: 'I', exportacion: '01' },
    ...(body.exchange !== undefined && { tipoCambio: formatMicro(body.exchange) }),
    subTotal: formatMicro(subTotal, 2),
    ...(descuento > ZERO && { descuento: formatMicro(descuento, 2) }),
    total: formatMicro(total, 2),
    cfdiRelacionados: [],
    emisor: KEMPER,
    receptor: { rfc, nombre, codigoPostal: address.zip, regimenFiscal, usoCfdi: body.use },
    conceptos,
    ...(impuestos && { impuestos }),
  };
}

function lineOf({ quantity, discount, product }: InvoiceBody['items'][number], decimals: 2 | 6): Line {
  const importe = multiply(quantity, product.price, decimals);
  const descuento = discount ?? ZERO;
  const isIeps = ({ type }: { readonly type: string }): boolean => type === 'IEPS';
  let withIeps = importe - descuento;
  const written = product.taxes
    .toSorted((a, b) => Number(isIeps(b)) - Number(isIeps(a)))
    .map((tax) => {
      const base = tax.factor === 'Cuota' ? quantity : tax.type === 'IVA' ? withIeps : importe - descuento;
      const due = multiply(base, tax.rate, decimals);
      if (isIeps(tax)) withIeps += due;
      const plain = { base: formatMicro(base), impuesto: IMPUESTOS[tax.type], tipoFactor: tax.factor };
      return { ...plain, tasaOCuota: formatMicro(tax.rate), importe: formatMicro(due), withholding: tax.withholding };
    });
  const kept = (isWithheld: boolean) =>
    written.filter(({ withholding }) => withholding === isWithheld).map(({ withholding: _, ...tax }) => tax);
  const concepto = {
    ...{ claveProdServ: product.product_key, claveUnidad: product.unit_key, objetoImp: product.taxability },
    ...{ descripcion: product.description, unidad: product.unit_name ?? 'Elemento' },
    ...(product.sku !== undefined && { noIdentificacion: product.sku }),
    ...{ cantidad: formatMicro(quantity), valorUnitario: formatMicro(product.price), importe: formatMicro(importe) },
    ...(discount !== undefined && { descuento: formatMicro(descuento) }),
    traslados: kept(false).map(exempted),
    ...{ retenciones: kept(true), informacionAduanera: [], cuentaPredial: [], partes: [] },
  };
  return { concepto, importe, descuento };
}

function exempted({ base, impuesto, tipoFactor, tasaOCuota, importe }: Required<Traslado>): Traslado {
  return tipoFactor === 'Exento' ? { base, impuesto, tipoFactor } : { base, impuesto, tipoFactor, tasaOCuota, importe };
}

/** Grouped as a document writes them, each rounded once. */
function impuestosOf(conceptos: readonly Concepto[]): Comprobante['impuestos'] {
  const traslados = groups(
    conceptos.flatMap((concepto) => concepto.traslados),
    ({ impuesto, tipoFactor, tasaOCuota }) => `${impuesto} ${tipoFactor} ${tasaOCuota}`,
  ).map(([first, ...rest]) => {
    const all = [first, ...rest];
    const base = formatMicro(sum(all.map((tax) => toMicro(tax.base))), 2);
    return { ...first, base, ...(first.importe !== undefined && { importe: totalOf(all) }) };
  });
  const retenciones = groups(
    conceptos.flatMap((concepto) => concepto.retenciones),
    ({ impuesto }) => impuesto,
  ).map(([first, ...rest]) => ({ impuesto: first.impuesto, importe: totalOf([first, ...rest]) }));
  if (traslados.length + retenciones.length === 0) return undefined;
  return {
    ...(traslados.some(({ importe }) => importe !== undefined) && { totalImpuestosTrasladados: totalOf(traslados) }),
    ...(retenciones.length > 0 && { totalImpuestosRetenidos: totalOf(retenciones) }),
    ...{ traslados, retenciones },
  };
}

function totalOf(taxes: readonly { readonly importe?: string }[]): string {
  return formatMicro(sum(taxes.map(({ importe = '0' }) => toMicro(importe))), 2);
}

function groups<Tax>(taxes: readonly Tax[], keyOf: (tax: Tax) => string): readonly (readonly [Tax, ...Tax[]])[] {
  const found = new Map<string, [Tax, ...Tax[]]>();
  for (const tax of taxes) {
    const group = found.get(keyOf(tax));
    if (group) group.push(tax);
    else found.set(keyOf(tax), [tax]);
  }
  return [...found.values()];
}
