/** Makes the mail that delivers an invoice. */

import { readCfdi } from '../../cfdi/comprobante-reader.ts';
import { toMicro } from '../../cfdi/money.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import type { InvoiceStore } from '../../invoicing/invoice-store.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import type { SuppressionReason } from '../../outbox/outbox-store.ts';
import { mailTextsOf } from '../../portals/portal.ts';
import type { PortalStore } from '../../portals/portal-store.ts';
import { invoiceMail } from './invoice-mail.ts';
import { type MailMaker, NOT_THERE } from './mail-maker.ts';
import { shownAmount } from './values.ts';

/** What the maker needs to read an invoice, print it and link to its files. */
export type InvoiceMakerOptions = {
  readonly store: { readonly invoices: InvoiceStore; readonly merchants: MerchantStore; readonly portals: PortalStore };
  /** Returns links to the invoice's files, which open without a password. */
  readonly linksOf: (invoice: Invoice) => { readonly pdf: string; readonly xml: string };
  /**
   * Prints the invoice. Returns `later` while the printer is busy, and `undefined` if it cannot be printed; the mail is then sent without a PDF.
   */
  readonly print: (invoice: Invoice) => Promise<Uint8Array | 'later' | undefined>;
};

/** Unsubscribing from reminders does not stop invoices. */
export const INVOICE_STOPPED_BY: readonly SuppressionReason[] = ['bounced', 'complained'];

/** Creates the maker. It reads the stamped XML, its PDF and the portal's own words. */
export function createInvoiceMaker({ store, linksOf, print }: InvoiceMakerOptions): MailMaker {
  return {
    stoppedBy: INVOICE_STOPPED_BY,
    daily: { name: 'mail', most: 20 },
    async make({ payload, tenant }, ends) {
      const invoice = await store.invoices.get(payload.invoice ?? '');
      if (!invoice?.stamped) return NOT_THERE;
      const { xml, uuid } = invoice.stamped;
      const portal = await store.portals.getPortal(invoice.portalSlug ?? '');
      const merchant = await store.merchants.getMerchant(invoice.merchantId);
      if (!portal || !merchant) return NOT_THERE;
      const pdf = await print(invoice);
      if (pdf === 'later') return { kind: 'retry', reason: 'printer busy' };
      const language = payload.language === 'en' ? 'en' : 'es-MX';
      const replaced = await replacedBy(store.invoices, invoice);
      const mail = invoiceMail({
        ...{ ...ends, merchant, portal: portal.settings, noun: portal.settings.noun, world: tenant.world },
        language,
        invoice: {
          ...{ serieFolio: `${invoice.serie}-${invoice.folio}`, uuid, total: totalIn(xml) },
          purchases: invoice.snapshot.sales.map(({ folio }) => folio),
          ...{ nombre: invoice.snapshot.receptor.nombre, links: linksOf(invoice) },
          isCreditNote: invoice.snapshot.kind === 'egreso',
          ...(replaced && { replaces: `${replaced.serie}-${replaced.folio}` }),
        },
        xml: new TextEncoder().encode(xml),
        ...(pdf && { pdf }),
        texts: mailTextsOf(portal.settings, language),
      });
      return { kind: 'mail', mail };
    },
  };
}

/** The invoice that a substitute corrects. */
async function replacedBy(invoices: InvoiceStore, { snapshot }: Invoice): Promise<Invoice | undefined> {
  const corrects = snapshot.kind === 'ingreso' ? snapshot.corrects : undefined;
  return corrects && invoices.get(corrects.invoiceId);
}

/** The total of a stamped document, formatted for display. */
export function totalIn(xml: string): string {
  const read = readCfdi(xml);
  if (read.kind !== 'cfdi') return '';
  const { total, moneda } = read.file.comprobante;
  return shownAmount(toMicro(total), moneda);
}
