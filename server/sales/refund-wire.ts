/** The wire format of a refund. */
import { z } from '@hono/zod-openapi';
import { conceptoWire, positive, text, toConcepto } from './sale-wire.ts';

/** The schema of a refund in the API. Amounts are decimal strings in the currency of the sale; `conceptos` are parsed like a sale's. */
export const refundWire = z
  .strictObject({
    reference: text(100)
      .optional()
      .openapi({ description: 'Your own reference. If you send the same one again, it is the same refund.' }),
    total: positive.openapi({ description: 'The amount refunded, taxes included, in the currency of the sale.' }),
    date: z.iso.datetime({ offset: true, error: 'date-without-offset' }),
    formaPago: z
      .string()
      .regex(/^\d\d$/, 'malformed')
      .openapi({ description: 'c_FormaPago: how the money was refunded.' }),
    conceptos: z.array(conceptoWire.transform(toConcepto)).min(1, 'required').max(1000).optional().openapi({
      description: 'The goods that were returned, as lines of the sale. Leave it out if only money was refunded.',
    }),
  })
  .openapi('NewRefund');
