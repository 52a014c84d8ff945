/** The schemas of a source's settings. */
import { z } from '@hono/zod-openapi';
import { STANDINGS } from './intake/order-state.ts';

const impuesto = z.strictObject({
  tipo: z.enum(['traslado', 'retencion']),
  impuesto: z.enum(['001', '002', '003']),
  tipoFactor: z.enum(['Tasa', 'Cuota', 'Exento']),
  tasaOCuota: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,6})?$/, 'amount-malformed')
    .optional(),
});

/** The schema of a product's SAT keys and taxes. */
export const productKeyWire = z
  .strictObject({
    claveProdServ: z.string().regex(/^\d{8}$/, 'malformed'),
    claveUnidad: z.string().regex(/^[A-Z0-9]{2,3}$/, 'malformed'),
    unidad: z.string().trim().min(1).max(20).optional(),
    objetoImp: z
      .string()
      .regex(/^0[1-8]$/, 'malformed')
      .optional(),
    impuestos: z.array(impuesto).max(10).optional(),
  })
  .openapi('ProductKey');

/** The key of a payment table: whatever a till writes, in lower case. */
export const paymentName = z
  .string()
  .max(100, 'text-too-long')
  .regex(/^[a-z0-9-]+:[^\s\p{Lu}\p{Cc}][^\p{Lu}\p{Cc}]*$/u, 'malformed');

const formaPago = z.string().regex(/^\d\d$/, 'malformed');

// Built from its parts instead of extending it: documented as «a product key without other members, and more», it would admit nothing.
/** The schema of a source's defaults, which apply to products and orders that say nothing else. */
export const defaultsWire = z
  .strictObject({
    ...productKeyWire.shape,
    pricesIncludeTax: z.boolean().default(true).openapi({ description: 'Applies if the order itself does not say.' }),
    shipping: productKeyWire.optional(),
    formaPago: formaPago.optional(),
    branch: z.string().trim().min(1).max(50).optional(),
  })
  .openapi('SourceDefaults');

/** The schema of the merchant's own FormaPago for each payment method of the source. */
export const paymentsWire = z.record(paymentName, formaPago).openapi({
  description: 'c_FormaPago by `{source}:{method}` or `{source}:{method}:{funding}`; overrides the defaults.',
});

/** The schema of the merchant's own meaning for each order state of the source. */
export const statesWire = z
  .record(z.string().regex(/^[\p{Ll}\p{N}_.: -]{1,80}$/u, 'malformed'), z.enum(STANDINGS))
  .openapi({
    description:
      'What an order’s state means, by the source’s own word in lower case (`{"enviado": "paid"}`); overrides the source’s table. Only `paid` orders can be invoiced.',
  });
