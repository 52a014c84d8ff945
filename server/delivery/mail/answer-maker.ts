/** Makes the mail that answers a request, from its state just before the mail is sent. */
import type { InvoiceRequest, RequestStore } from '../../invoicing/request-store.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import type { Portal } from '../../portals/portal.ts';
import type { PortalStore } from '../../portals/portal-store.ts';
import type { SaleStore } from '../../sales/sale-store.ts';
import { answerMail } from './answer-mail.ts';
import { type MailMaker, NOT_THERE } from './mail-maker.ts';

/** What the maker needs to read the request and link to it. */
export type AnswerMakerOptions = {
  readonly store: {
    readonly requests: Pick<RequestStore, 'get'>;
    readonly sales: Pick<SaleStore, 'get'>;
    readonly merchants: Pick<MerchantStore, 'getMerchant'>;
    readonly portals: Pick<PortalStore, 'getPortal'>;
  };
  /** Returns the page of the portal on which the customer sees the request. */
  readonly linkOf: (request: InvoiceRequest, portal: Portal) => string;
};

/**
 * Creates the maker. Customers who unsubscribed from reminders still get an answer to what they asked. A request that has been accepted since
 * needs no such mail.
 */
export function createAnswerMaker({ store, linkOf }: AnswerMakerOptions): MailMaker {
  return {
    stoppedBy: ['bounced', 'complained'],
    daily: { name: 'answer-mail', most: 10 },
    async make({ tenant, subject }, ends) {
      const request = await store.requests.get(subject);
      if (!request) return NOT_THERE;
      const portal = await store.portals.getPortal(request.portalSlug);
      const merchant = await store.merchants.getMerchant(tenant.merchantId);
      if (!portal || !merchant) return NOT_THERE;
      if (request.status !== 'declined' && request.status !== 'expired')
        return { kind: 'dropped', reason: 'answered otherwise' };
      const mail = answerMail({
        ...{ ...ends, merchant, portal: portal.settings, noun: portal.settings.noun, world: tenant.world },
        language: request.language ?? 'es-MX',
        ending: endingOf(request),
        answer: request.status === 'declined' ? request.answer : '',
        folio: await folioOf(store.sales, request),
        url: linkOf(request, portal),
      });
      return { kind: 'mail', mail };
    },
  };
}

function endingOf(request: Extract<InvoiceRequest, { readonly status: 'declined' | 'expired' }>) {
  if (request.corrects !== undefined)
    return request.status === 'declined' ? 'correction-declined' : 'correction-unanswered';
  if (request.status === 'declined') return 'declined';
  return request.waitedFor === 'sale' ? 'expired' : 'unanswered';
}

async function folioOf(sales: Pick<SaleStore, 'get'>, { tenant, saleIds, lookup }: InvoiceRequest): Promise<string> {
  const found = await Promise.all(saleIds.map((id) => sales.get(tenant, id)));
  const folios = found.flatMap((sale) => (sale ? [sale.body.folio] : []));
  return folios.length > 0 ? folios.join(', ') : (lookup.folio ?? '');
}
