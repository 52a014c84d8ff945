/**
 * Receipts exported from gigstack. The fields are those of its API guide (docs.gigstack.io, Receipts API Guide) and of its own
 * command line (npm gigstack: `gigstack export receipts` writes CSV and JSON; test/history-response.fixture.json has a whole
 * receipt), read 2026-11. Amounts are units, not cents. The guide's list has no items; the CSV has no payment form, and no time but
 * the day in UTC.
 */
import { z } from 'zod';
import { ZERO } from '../../../cfdi/money.ts';
import type { SubmittedLine } from '../../intake/submitted-sale.ts';
import { type Item, impuestoOf, TAX } from './conceptos.ts';
import { isReceipt, type Receipt } from './export-file.ts';
import { type Read, readReceipts, type Service } from './receipts.ts';
import { DATE, DECIMAL, FLAG, FORMA_PAGO, textOf, WORD } from './values.ts';

/**
 * Reads each receipt of an export, JSON or CSV: an open one as a sale whose folio is its `id`, with which its portal's links and
 * QR codes end (`autofactura?id=receipt_…`).
 */
export function readGigstackReceipts(text: string): readonly SubmittedLine[] {
  return readReceipts(text, GIGSTACK);
}

const ITEM = z.object({
  description: WORD,
  name: WORD,
  quantity: DECIMAL.prefault('1'),
  unit_price: DECIMAL,
  discount: DECIMAL.optional(),
  product_key: WORD,
  unit_key: WORD,
  unit_name: WORD,
  sku: WORD,
  taxability: WORD,
  taxes: z.array(TAX.extend({ inclusive: FLAG.default(false) })).optional(),
});

const RECEIPT = z
  .object({
    created_at: DATE,
    total: DECIMAL,
    // A receipt that was partly refunded does not say line by line what is left.
    total_refunded: DECIMAL.refine((refunded) => refunded === ZERO, 'malformed').optional(),
    currency: z.string().trim().toUpperCase().default('MXN'),
    exchange_rate: DECIMAL.optional(),
    payment_form: FORMA_PAGO.optional(),
    email: WORD,
    items: z.array(ITEM.transform(toItem)).optional(),
  })
  .transform(
    ({ created_at, total, currency, exchange_rate, payment_form, email, items }): Read => ({
      date: created_at,
      total,
      moneda: currency,
      tipoCambio: exchange_rate,
      formaPago: payment_form,
      email,
      items,
    }),
  );

function toItem(item: z.output<typeof ITEM>, context: z.RefinementCtx): Item {
  const descripcion = item.description ?? item.name;
  if (descripcion === undefined)
    context.addIssue({ code: 'custom', message: 'required', path: ['description'], input: item });
  // For a tax of zero, it makes no difference whether the price includes it.
  const added = (item.taxes ?? []).filter(({ withholding, rate }) => !withholding && rate);
  const included = added.filter(({ inclusive }) => inclusive).length;
  if (included > 0 && included < added.length)
    context.addIssue({ code: 'custom', message: 'malformed', path: ['taxes'], input: item });
  return {
    descripcion: descripcion ?? '',
    claveProdServ: item.product_key,
    claveUnidad: item.unit_key,
    unidad: item.unit_name,
    noIdentificacion: item.sku,
    objetoImp: item.taxability,
    cantidad: item.quantity,
    valorUnitario: item.unit_price,
    descuento: item.discount ?? ZERO,
    impuestos: item.taxes?.map(impuestoOf),
    isTaxIncluded: added.length > 0 ? included > 0 : undefined,
  };
}

const GIGSTACK: Service = {
  columns: [
    ['id', 'id_del_recibo', 'recibo', 'url'],
    ['status', 'estado', 'estatus'],
    ['created_at', 'created', 'fecha', 'fecha_de_creacion'],
    ['total', 'monto', 'importe'],
    ['currency', 'moneda'],
    ['exchange_rate', 'tipo_de_cambio'],
    ['payment_form', 'forma_de_pago'],
    ['email', 'client_email', 'correo', 'correo_electronico'],
    ['livemode'],
  ],
  statuses: new Map([
    ['pending', 'open'],
    ['pendiente', 'open'],
    ['open', 'open'],
    ['abierto', 'open'],
    ['invoiced', 'invoiced'],
    ['facturado', 'invoiced'],
    ['completed', 'invoiced'],
    ['completado', 'invoiced'],
    // Its window has closed: it will be in gigstack's own global invoice by the end of the day.
    ['expired', 'invoiced'],
    ['expirado', 'invoiced'],
    ['vencido', 'invoiced'],
    ['cancelled', 'canceled'],
    ['canceled', 'canceled'],
    ['cancelado', 'canceled'],
  ]),
  folioOf: ({ id, url }) => {
    const text = textOf(id) ?? textOf(url);
    return textOf(text && (/[?&]id=([^&#]+)/.exec(text)?.[1] ?? text));
  },
  undone,
  read: (receipt) =>
    RECEIPT.safeParse({
      ...receipt,
      created_at: receipt.created_at ?? receipt.created,
      email: textOf(isReceipt(receipt.client) ? receipt.client.email : receipt.email),
    }),
};

/** A pending receipt that has an invoice must not be invoiced again. */
function undone({ invoices, total, total_refunded }: Receipt): 'invoiced' | 'canceled' | undefined {
  if (Array.isArray(invoices) && invoices.length > 0) return 'invoiced';
  const [paid, refunded] = [total, total_refunded].map((text) => DECIMAL.safeParse(text).data);
  return refunded && paid !== undefined && refunded >= paid ? 'canceled' : undefined;
}
