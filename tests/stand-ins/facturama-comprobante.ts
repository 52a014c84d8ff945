/** What Facturama's stand-in is asked to issue (wire-contracts 6.2), and what it makes of it: the sums are its own. */
import { z } from 'zod';
import type { Comprobante, Concepto, Impuestos } from '../../server/cfdi/comprobante.ts';
import { formatMicro, formatTrimmed, type Micro, parseMicro, roundTo, sum, toMicro } from '../../server/cfdi/money.ts';

const amount = z
  .number()
  .refine((value) => parseMicro(String(value)) !== undefined)
  .transform((value) => toMicro(String(value)));

const taxSchema = z.strictObject({
  Name: z.enum(['IVA', 'IEPS', 'ISR']),
  Base: amount,
  Rate: amount,
  Total: amount,
  IsRetention: z.boolean(),
  IsQuota: z.boolean(),
});

const itemSchema = z.strictObject({
  ProductCode: z.string().regex(/^\d{8}$/),
  IdentificationNumber: z.string().optional(),
  Description: z.string().min(1),
  Unit: z.string().optional(),
  UnitCode: z.string(),
  UnitPrice: amount,
  Quantity: amount,
  Subtotal: amount,
  Discount: amount,
  TaxObject: z.string().regex(/^0\d$/),
  Taxes: z.array(taxSchema).min(1).optional(),
  Total: amount,
});

/** The POST, and nothing beside what the example shows and a rate of exchange. */
export const cfdiSchema = z.strictObject({
  NameId: z.literal('1'),
  Serie: z.string().optional(),
  Folio: z.string(),
  CfdiType: z.literal('I'),
  Currency: z.string(),
  CurrencyExchangeRate: amount.optional(),
  ExpeditionPlace: z.string().regex(/^\d{5}$/),
  Date: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
  PaymentForm: z.string(),
  PaymentMethod: z.enum(['PUE', 'PPD']),
  OrderNumber: z.string().min(1),
  Exportation: z.literal('01'),
  Issuer: z.strictObject({ Rfc: z.string(), Name: z.string(), FiscalRegime: z.string() }),
  Receiver: z.strictObject({
    Rfc: z.string(),
    Name: z.string(),
    CfdiUse: z.string(),
    FiscalRegime: z.string(),
    TaxZipCode: z.string(),
  }),
  Items: z.array(itemSchema).min(1),
});

/** A request that was read, its amounts in millionths. */
export type Asked = z.output<typeof cfdiSchema>;
type Item = Asked['Items'][number];
type Tax = z.output<typeof taxSchema>;

const IMPUESTOS = { ISR: '001', IVA: '002', IEPS: '003' } as const;

/** Amounts of lines with six decimals, or rounded to cents first; those of the document are their sums. */
export function comprobanteOf(asked: Asked, toCents: boolean): Comprobante {
  const items = toCents ? asked.Items.map(inCents) : asked.Items;
  const taxes = items.flatMap(({ Taxes = [] }) => Taxes);
  const subTotal = roundTo(sum(items.map((item) => item.Subtotal)), 2);
  const descuento = roundTo(sum(items.map((item) => item.Discount)), 2);
  const impuestos = impuestosOf(taxes);
  const traslados = toMicro(impuestos.totalImpuestosTrasladados ?? '0');
  const retenciones = toMicro(impuestos.totalImpuestosRetenidos ?? '0');
  const { Rfc: rfc, Name: nombre, FiscalRegime: regimenFiscal } = asked.Receiver;
  return {
    version: '4.0',
    ...(asked.Serie !== undefined && { serie: asked.Serie }),
    folio: asked.Folio,
    fecha: asked.Date,
    formaPago: asked.PaymentForm,
    subTotal: formatMicro(subTotal, 2),
    ...(descuento > 0n && { descuento: formatMicro(descuento, 2) }),
    moneda: asked.Currency,
    ...(asked.CurrencyExchangeRate !== undefined && { tipoCambio: formatTrimmed(asked.CurrencyExchangeRate) }),
    total: formatMicro(subTotal - descuento + traslados - retenciones, 2),
    tipoDeComprobante: asked.CfdiType,
    exportacion: asked.Exportation,
    metodoPago: asked.PaymentMethod,
    lugarExpedicion: asked.ExpeditionPlace,
    cfdiRelacionados: [],
    emisor: { rfc: asked.Issuer.Rfc, nombre: asked.Issuer.Name, regimenFiscal: asked.Issuer.FiscalRegime },
    receptor: { rfc, nombre, codigoPostal: asked.Receiver.TaxZipCode, regimenFiscal, usoCfdi: asked.Receiver.CfdiUse },
    conceptos: items.map(conceptoOf),
    ...(taxes.length > 0 && { impuestos }),
  };
}

/** What of an item does not add up; a field of its ModelState. */
export function wrongTotal({ Items }: Asked): string | undefined {
  const wrong = Items.findIndex(({ Subtotal, Discount, Taxes = [], Total }) => {
    const taxes = sum(Taxes.map((tax) => (tax.IsRetention ? -tax.Total : tax.Total)));
    return Total !== Subtotal - Discount + taxes;
  });
  return wrong === -1 ? undefined : `cfdiToCreate.Items[${wrong}].Total`;
}

function inCents(item: Item): Item {
  const cents = (value: Micro): Micro => roundTo(value, 2);
  const Taxes = item.Taxes?.map((tax) => ({ ...tax, Base: cents(tax.Base), Total: cents(tax.Total) }));
  const { UnitPrice, Subtotal, Discount } = item;
  const rounded = { UnitPrice: cents(UnitPrice), Subtotal: cents(Subtotal), Discount: cents(Discount) };
  return { ...item, ...rounded, ...(Taxes && { Taxes }) };
}

function conceptoOf(item: Item): Concepto {
  const taxes = item.Taxes ?? [];
  return {
    claveProdServ: item.ProductCode,
    ...(item.IdentificationNumber !== undefined && { noIdentificacion: item.IdentificationNumber }),
    cantidad: formatMicro(item.Quantity),
    claveUnidad: item.UnitCode,
    ...(item.Unit !== undefined && { unidad: item.Unit }),
    descripcion: item.Description,
    valorUnitario: formatMicro(item.UnitPrice),
    importe: formatMicro(item.Subtotal),
    ...(item.Discount > 0n && { descuento: formatMicro(item.Discount) }),
    objetoImp: item.TaxObject,
    traslados: taxes.filter((tax) => !tax.IsRetention).map((tax) => impuestoOf([tax], 6)),
    retenciones: taxes.filter((tax) => tax.IsRetention).map((tax) => impuestoOf([tax], 6)),
    informacionAduanera: [],
    cuentaPredial: [],
    partes: [],
  };
}

type Group = readonly [Tax, ...Tax[]];

function impuestoOf(group: Group, decimals: number) {
  const [{ Name, IsQuota, Rate }] = group;
  return {
    base: formatMicro(sum(group.map((tax) => tax.Base)), decimals),
    impuesto: IMPUESTOS[Name],
    tipoFactor: IsQuota ? 'Cuota' : 'Tasa',
    tasaOCuota: formatMicro(Rate),
    importe: formatMicro(sum(group.map((tax) => tax.Total)), decimals),
  };
}

function impuestosOf(taxes: readonly Tax[]): Impuestos {
  const kept = taxes.filter((tax) => !tax.IsRetention);
  const traslados = groupsBy(kept, ({ Name, IsQuota, Rate }) => `${Name} ${IsQuota} ${Rate}`);
  const retenciones = groupsBy(
    taxes.filter((tax) => tax.IsRetention),
    ({ Name }) => Name,
  );
  const total = (groups: readonly Group[]): string =>
    formatMicro(sum(groups.map((group) => roundTo(sum(group.map((tax) => tax.Total)), 2))), 2);
  return {
    ...(retenciones.length > 0 && { totalImpuestosRetenidos: total(retenciones) }),
    ...(traslados.length > 0 && { totalImpuestosTrasladados: total(traslados) }),
    retenciones: retenciones.map((group) => {
      const { impuesto, importe } = impuestoOf(group, 2);
      return { impuesto, importe };
    }),
    traslados: traslados.map((group) => impuestoOf(group, 2)),
  };
}

function groupsBy(taxes: readonly Tax[], keyOf: (tax: Tax) => string): readonly Group[] {
  const groups = new Map<string, [Tax, ...Tax[]]>();
  for (const tax of taxes) {
    const group = groups.get(keyOf(tax));
    if (group) group.push(tax);
    else groups.set(keyOf(tax), [tax]);
  }
  return [...groups.values()];
}
