/** Previews and issues one CFDI that a merchant makes for a customer. */
import { z } from '@hono/zod-openapi';
import { type CustomerInvoice, issueForCustomer } from '../../invoicing/invoice-for-customer.ts';
import { assertNotTaken, beginIssue, leavingAhead, outcomeOf, refusalAhead } from '../../invoicing/issue.ts';
import { leavingPreview } from '../../invoicing/leave-global.ts';
import { prepare } from '../../invoicing/prepare.ts';
import { refusalProblem } from '../../invoicing/refusal.ts';
import { readAgain } from '../../invoicing/sales-changed.ts';
import type { Principal } from '../../merchants/principal.ts';
import type { Language } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';
import { issueBodyWire } from '../api/wire.ts';
import { type Preview, previewView } from '../portal/preview-view.ts';
import { type InvoiceView, invoiceView } from '../portal/public-views.ts';
import { FOR_CUSTOMER } from '../portal/viewer.ts';

/** For whom to invoice, and with which portal's settings. */
export const forCustomerWire = z.strictObject({
  ...issueBodyWire.omit({ sales: true }).shape,
  portal: z.string().max(80).optional().openapi({
    description: 'The slug of the portal whose settings apply; by default your first one in this world.',
  }),
});

/** Builds the merchant's request to invoice these of its sales. */
export function customerInvoice(
  { tenant, id }: Pick<Principal, 'tenant' | 'id'>,
  saleIds: readonly string[],
  { portal, email, receptor, desglosarIeps }: z.output<typeof forCustomerWire>,
  language: Language,
): CustomerInvoice {
  return {
    ...{ tenant, saleIds, receptor, itemizeIeps: desglosarIeps, by: id, language },
    ...(portal !== undefined && { portal }),
    ...(email !== undefined && { email }),
  };
}

/** Returns the CFDI that would be issued, unsealed. Throws what issuing would throw. */
export async function previewForCustomer({ invoicing }: Services, wanted: CustomerInvoice): Promise<Preview> {
  const request = await issueForCustomer(invoicing, wanted);
  await assertNotTaken(invoicing, request);
  const prepared = prepare(request, invoicing.now());
  const refusal = await refusalAhead(invoicing, request, prepared);
  if (refusal) throw refusal;
  const { language } = wanted;
  const { itemizeIeps } = request.portal.settings;
  const leaving = leavingPreview(await leavingAhead(invoicing, request), prepared);
  return previewView(prepared.comprobante, prepared.snapshot.sales, { language, itemizeIeps, leaving });
}

/** Issues it in its turn. Throws why the SAT refused it. */
export async function invoiceForCustomer(
  services: Services,
  wanted: CustomerInvoice,
): Promise<{ readonly invoice: InvoiceView; readonly isNew: boolean }> {
  const { invoicing, issueLine } = services;
  // Read after waiting in the queue, because it may have changed in the meantime.
  const begin = async () => beginIssue(invoicing, await issueForCustomer(invoicing, wanted));
  const begun = await issueLine.begin(wanted.tenant.merchantId, () => readAgain(begin));
  const outcome = await outcomeOf(invoicing, begun);
  if (outcome.kind === 'refused') throw refusalProblem(outcome.invoice);
  return { invoice: invoiceView(services, outcome.invoice, wanted.language, FOR_CUSTOMER), isNew: outcome.isNew };
}
