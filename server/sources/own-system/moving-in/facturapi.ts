/**
 * Receipts exported from Facturapi. The fields are those of its OpenAPI document (facturapi-docs, website/openapi_v2.en.yaml, schemas
 * Receipt, LineItem and BaseTax, read 2026-11) and of the types of its client, facturapi 5.1.0. We know of no documentation of what
 * its dashboard exports (2026-11): from a CSV we read columns with the API's own names or the Spanish for them, and of the amounts
 * only the total.
 */
import { z } from 'zod';
import { distance, ZERO } from '../../../cfdi/money.ts';
import type { SubmittedLine } from '../../intake/submitted-sale.ts';
import { type Item, impuestoOf, TAX, wholeBases } from './conceptos.ts';
import { isReceipt } from './export-file.ts';
import { type Read, readReceipts, type Service } from './receipts.ts';
import { DATE, DECIMAL, FLAG, FORMA_PAGO, textOf, WORD } from './values.ts';

/**
 * Reads each receipt of an export, JSON or CSV: an open one as a sale whose folio is its `key`, the end of
 * `factura.space/<domain>/<key>`. Its branch is a name, not the code of one of ours, and is left out.
 */
export function readFacturapiReceipts(text: string): readonly SubmittedLine[] {
  return readReceipts(text, FACTURAPI);
}

const PRODUCT = z.object({
  description: z.string(),
  product_key: WORD,
  unit_key: WORD,
  unit_name: WORD,
  sku: WORD,
  price: DECIMAL,
  tax_included: FLAG.default(true),
  taxability: WORD,
  // Another mode taxes another base, which no sale here can express and which a price with taxes would hide.
  taxes: z.array(TAX.extend({ ieps_mode: z.literal('sum_before_taxes').optional() })).optional(),
});

const ITEM = z.object({ quantity: DECIMAL.prefault('1'), discount: DECIMAL.optional(), product: PRODUCT });

const RECEIPT = z
  .object({
    date: DATE,
    total: DECIMAL,
    currency: z.string().trim().toUpperCase().default('MXN'),
    exchange: DECIMAL.optional(),
    payment_form: FORMA_PAGO.optional(),
    email: WORD,
    items: z.array(ITEM.transform(toItem)).optional(),
  })
  .transform(
    ({ currency, exchange, payment_form, ...rest }): Read => ({
      ...rest,
      moneda: currency,
      tipoCambio: exchange,
      formaPago: payment_form,
    }),
  );

function toItem({ quantity, discount = ZERO, product }: z.output<typeof ITEM>, context: z.RefinementCtx): Item {
  const item = {
    descripcion: product.description,
    claveProdServ: product.product_key,
    claveUnidad: product.unit_key,
    unidad: product.unit_name,
    noIdentificacion: product.sku,
    objetoImp: product.taxability,
    cantidad: quantity,
    valorUnitario: product.price,
    descuento: discount,
    impuestos: product.taxes?.map(impuestoOf),
    isTaxIncluded: product.tax_included,
  };
  const { money, units } = wholeBases(item);
  for (const [index, { factor, base }] of product.taxes?.entries() ?? [])
    if (base !== undefined && !(factor === 'Cuota' ? units : money).some((each) => distance(each, base) <= CENTAVO))
      context.addIssue({
        code: 'custom',
        message: 'malformed',
        path: ['product', 'taxes', index, 'base'],
        input: base,
      });
  return item;
}

// No sale here can express a tax on part of a price, and a price that includes its taxes would hide it.
const CENTAVO = 10_000n;

const FACTURAPI: Service = {
  columns: [
    ['key', 'clave', 'clave_de_autofactura', 'self_invoice_url', 'url_de_autofactura', 'enlace_de_autofactura'],
    ['status', 'estado', 'estatus'],
    ['date', 'fecha', 'fecha_de_emision', 'created_at', 'fecha_de_creacion'],
    ['total', 'monto', 'importe'],
    ['currency', 'moneda'],
    ['exchange', 'tipo_de_cambio'],
    ['payment_form', 'forma_de_pago'],
    ['email', 'customer_email', 'correo', 'correo_electronico'],
    ['livemode'],
  ],
  statuses: new Map([
    ['open', 'open'],
    ['abierto', 'open'],
    ['canceled', 'canceled'],
    ['cancelado', 'canceled'],
    ['invoiced_to_customer', 'invoiced'],
    ['facturado', 'invoiced'],
    ['invoiced_globally', 'invoiced'],
    ['factura_global', 'invoiced'],
  ]),
  folioOf: ({ key, self_invoice_url: url }) =>
    textOf(
      (textOf(key) ?? textOf(url))
        ?.replace(/[?#].*/, '')
        .split('/')
        .pop(),
    ),
  // The customer is an id unless it was expanded.
  read: (receipt) =>
    RECEIPT.safeParse({
      ...receipt,
      date: receipt.date ?? receipt.created_at,
      email: textOf(isReceipt(receipt.customer) ? receipt.customer.email : receipt.email),
    }),
};
