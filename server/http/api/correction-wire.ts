/** The schemas of correcting an invoice. */
import { z } from '@hono/zod-openapi';
import { CANCELLATION_STATES } from '../../invoicing/cancellation.ts';
import { invoiceWire, previewWire, receptorField, receptorWire, requestWire } from './wire.ts';

const held = {
  invoice: z.string().max(80).openapi({ description: 'The id of the invoice to correct.' }),
  token: z.string().max(200).openapi({ description: 'The access token of the invoice. An RFC is not a proof.' }),
};

/** What a customer submits to correct an invoice that they hold: proof that it is theirs, and the right receptor. */
export const correctionBodyWire = z.object({ ...held, receptor: receptorWire }).openapi('CorrectionRequest');

/** The same for a preview. Without a receptor, it returns the data that the invoice has now. */
export const correctionPreviewBodyWire = z
  .object({ ...held, receptor: receptorWire.optional() })
  .openapi('CorrectionPreviewRequest');

/** What a correction would change and how it would be made. */
export const correctionPreviewWire = z
  .object({
    receptor: receptorWire.openapi({ description: 'The receptor on the invoice.' }),
    changes: z.array(z.object({ field: receptorField, from: z.string(), to: z.string() })),
    how: z
      .enum(['now', 'request'])
      .optional()
      .openapi({ description: '`request` means that the merchant decides. Absent if no receptor was sent.' }),
    detail: z.string().optional().openapi({ description: 'What will happen, as a sentence for the customer.' }),
    document: previewWire.optional(),
  })
  .openapi('CorrectionPreview');

/** The replaced invoice and the state of its cancellation. */
export const replacedWire = z
  .object({
    id: z.string(),
    uuid: z.string(),
    serie: z.string(),
    folio: z.string(),
    cancellation: z
      .object({
        id: z.string(),
        status: z.enum(CANCELLATION_STATES),
        acceptance: z.object({ needed: z.boolean(), until: z.string().nullable() }),
      })
      .optional(),
    detail: z.string(),
  })
  .openapi('ReplacedInvoice');

/** A substitute invoice, with the invoice that it replaces. */
export const correctedWire = invoiceWire.extend({ replaces: replacedWire }).openapi('CorrectedInvoice');

/** The result of a correction: the new invoice, or the request that the merchant has to decide. */
export const correctionWire = z
  .object({
    invoice: correctedWire.optional().openapi({ description: 'The new invoice, if it is made immediately.' }),
    request: requestWire.optional().openapi({ description: 'The request, if the merchant has to decide.' }),
  })
  .openapi('Correction');
