/** Makes the mail about a cancelled invoice. */
import type { InvoiceStore } from '../../invoicing/invoice-store.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import type { Portal } from '../../portals/portal.ts';
import type { PortalStore } from '../../portals/portal-store.ts';
import { canceledMail } from './canceled-mail.ts';
import { INVOICE_STOPPED_BY, totalIn } from './invoice-maker.ts';
import { type MailMaker, NOT_THERE } from './mail-maker.ts';

/** What the maker needs; `pageOf` answers the address of a portal's page. */
export type CanceledMakerOptions = {
  readonly store: { readonly invoices: InvoiceStore; readonly merchants: MerchantStore; readonly portals: PortalStore };
  readonly pageOf: (portal: Portal) => string;
};

/** Creates the maker. It reads what is stored; everyone who got the invoice gets this mail. */
export function createCanceledMaker({ store, pageOf }: CanceledMakerOptions): MailMaker {
  return {
    stoppedBy: INVOICE_STOPPED_BY,
    daily: { name: 'mail', most: 20 },
    async make({ payload, tenant }, ends) {
      const invoice = await store.invoices.get(payload.invoice ?? '');
      if (invoice?.state !== 'canceled') return NOT_THERE;
      const portal = await store.portals.getPortal(invoice.portalSlug ?? '');
      const merchant = await store.merchants.getMerchant(invoice.merchantId);
      if (!portal || !merchant) return NOT_THERE;
      const { xml, uuid } = invoice.stamped;
      const mail = canceledMail({
        ...{ ...ends, merchant, portal: portal.settings, noun: portal.settings.noun, world: tenant.world },
        language: payload.language === 'en' ? 'en' : 'es-MX',
        invoice: {
          serieFolio: `${invoice.serie}-${invoice.folio}`,
          uuid,
          total: totalIn(xml),
          isCreditNote: invoice.snapshot.kind === 'egreso',
        },
        url: pageOf(portal),
      });
      return { kind: 'mail', mail };
    },
  };
}
