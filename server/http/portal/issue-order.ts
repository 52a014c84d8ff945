/** Previews and issues one order, and counts customers' tries. */

import { assertInvoiceable } from '../../invoicing/found-sale.ts';
import { assertNotTaken, leavingAhead, refusalAhead } from '../../invoicing/issue.ts';
import { assertMayTry, beginAtPortal, type Issued, outcomeAtPortal } from '../../invoicing/issue-at-portal.ts';
import { leavingPreview } from '../../invoicing/leave-global.ts';
import { prepare } from '../../invoicing/prepare.ts';
import { readAgain } from '../../invoicing/sales-changed.ts';
import type { Caller } from '../../limits/prover.ts';
import type { Language } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';
import { mailedTo } from './mailed-to.ts';
import { type Order, proversOf, shownAddresses } from './order.ts';
import { type Preview, previewView } from './preview-view.ts';
import { type InvoiceView, invoiceView } from './public-views.ts';
import { requestInstead } from './request-instead.ts';
import { portalDeps } from './request-link.ts';

/** Who asks, and in which language. */
export type Customer = { readonly language: Language; readonly caller: Caller };

/** The document that an order would issue, or the request instead of it if only the merchant can issue it. Throws what issuing would throw. */
export async function previewOrder(
  services: Services,
  { request, found }: Order,
  customer: Customer,
): Promise<Preview> {
  const { language } = customer;
  for (const sale of found) assertInvoiceable(sale, request.merchant, language);
  await assertNotTaken(services.invoicing, request);
  await assertMayTry(portalDeps(services), request, proversOf(found, customer.caller));
  const prepared = prepare(request, services.invoicing.now());
  const { comprobante, snapshot } = prepared;
  const { itemizeIeps } = request.portal.settings;
  const leaving = await leavingAhead(services.invoicing, request);
  const refusal = await refusalAhead(services.invoicing, request, prepared);
  return {
    ...previewView(comprobante, snapshot.sales, {
      language,
      itemizeIeps,
      leaving: leavingPreview(leaving, prepared),
    }),
    ...(refusal && { request: requestInstead(refusal, comprobante, request.merchant, language) }),
  };
}

/** Issues the order that `read` returns, in its turn. It is read then, because it may have changed meanwhile. */
export async function issueOrder(
  services: Services,
  line: string,
  read: () => Promise<Order>,
  { language, caller }: Customer,
): Promise<Issued & { readonly view: InvoiceView }> {
  const begin = async () => {
    const { request, found } = await read();
    for (const sale of found) assertInvoiceable(sale, request.merchant, language);
    const provers = proversOf(found, caller);
    const begun = await beginAtPortal(portalDeps(services), { ...request, language }, provers);
    return { request, found, provers, begun };
  };
  const asked = await services.issueLine.begin(line, () => readAgain(begin));
  const outcome = await outcomeAtPortal(portalDeps(services), asked);
  const { email } = asked.request;
  const known = [...shownAddresses(asked.found), ...(email ? [email] : [])];
  const copies = await mailedTo(services, outcome.invoice, known);
  return { ...outcome, view: { ...invoiceView(services, outcome.invoice, language), ...copies } };
}
