/** A refund as it travels. */
import { z } from '@hono/zod-openapi';
import { conceptoWire, positive, text, toConcepto } from './sale-wire.ts';

/** The schema of a refund in the API. Amounts are decimal strings in the currency of the sale; `conceptos` are parsed like a sale's. */
export const refundWire = z
  .strictObject({
    reference: text(100)
      .optional()
      .openapi({ description: 'Your own name for it: the same one again is the same refund.' }),
    total: positive.openapi({ description: 'What was given back, taxes included, in the currency of the sale.' }),
    date: z.iso.datetime({ offset: true }),
    formaPago: z
      .string()
      .regex(/^\d\d$/, 'malformed')
      .openapi({ description: 'c_FormaPago: how it was given back.' }),
    conceptos: z.array(conceptoWire.transform(toConcepto)).min(1, 'required').max(1000).optional().openapi({
      description: 'The goods that came back, as lines of the sale. Leave it out where only money went back.',
    }),
  })
  .openapi('NewRefund');
