/** An invoice in a merchant's lists. */
import { z } from '@hono/zod-openapi';
import { INVOICE_KINDS } from '../../invoicing/claim.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import type { Language } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire } from '../api/wire.ts';
import { invoiceView } from '../portal/public-views.ts';
import { lookingMerchant } from '../portal/viewer.ts';

/** An invoice as a merchant's lists show it. */
export const listedInvoiceWire = invoiceWire
  .omit({ accessToken: true, mailedTo: true })
  .extend({
    kind: z.enum(INVOICE_KINDS),
    portal: z.string().optional(),
    branch: z.string().optional(),
    sales: z.array(z.string()),
    receptor: z.object({ rfc: z.string(), nombre: z.string() }),
    fecha: z.string().optional().openapi({
      description: 'The `Fecha` of the CFDI, by the clock of its lugar de expedición. Absent before it is sealed.',
      example: '2026-11-19T12:00:00',
    }),
    createdAt: z.string(),
    stampedAt: z.string().optional(),
  })
  .openapi('ListedInvoice');

/** Builds the merchant's view of an invoice in a list, with its receptor and sales. */
export function listedInvoiceView(
  services: Services,
  invoice: Invoice,
  language: Language,
): z.output<typeof listedInvoiceWire> {
  const { portalSlug, snapshot, saleIds, createdAt, sealed, stamped } = invoice;
  const { rfc, nombre } = snapshot.receptor;
  const branch = snapshot.sales[0]?.branch;
  return {
    ...invoiceView(services, invoice, language, lookingMerchant(services)),
    kind: snapshot.kind,
    ...(portalSlug !== undefined && { portal: portalSlug }),
    ...(branch !== undefined && { branch }),
    sales: [...saleIds],
    receptor: { rfc, nombre },
    ...(sealed && { fecha: sealed.fecha }),
    createdAt: new Date(createdAt).toISOString(),
    ...(stamped && { stampedAt: new Date(stamped.at).toISOString() }),
  };
}
