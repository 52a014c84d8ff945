/** Links into the API: what programs fetch, and files that people open. */

import type { Tenant } from '../merchants/tenant.ts';

/** A file of a stamped invoice. */
export type InvoiceFile = 'xml' | 'pdf' | 'zip';

/** Builds the URLs of the API. Whoever has a link with a token can open it; the others need a key. */
export type ApiLinks = {
  /** An invoice, or one of its files. */
  invoice(id: string, token: string, file?: InvoiceFile): string;
  request(id: string, token: string): string;
  sale(id: string): string;
  /** The deadline of a found sale, as a calendar entry. */
  calendar(slug: string, saleToken: string): string;
  /** The address to which a source sends its webhooks. */
  sourceWebhook(id: string): string;
  /** The address to which a tenant's mail carrier reports bounces and complaints. */
  mailEvents(tenant: Tenant): string;
  /** The address at which a portal is tried as a customer would. */
  testRun(slug: string): string;
  /** What a problem's code means, to people. */
  problem(code: string): string;
};

/** The links into the API of the server at `publicUrl`. */
export function createApiLinks(publicUrl: string): ApiLinks {
  const api = `${publicUrl}/v1`;
  return {
    invoice: (id, token, file) => `${api}/invoices/${id}${file === undefined ? '' : `/${file}`}?token=${token}`,
    request: (id, token) => `${api}/requests/${id}?token=${token}`,
    sale: (id) => `${api}/sales/${id}`,
    calendar: (slug, saleToken) => `${api}/portals/${slug}/sales/${saleToken}/deadline.ics`,
    sourceWebhook: (id) => `${api}/sources/${id}/webhook`,
    mailEvents: ({ merchantId, world }) => `${api}/mail-events/${merchantId}/${world}`,
    testRun: (slug) => `${api}/portals/${slug}/test-run`,
    problem: (code) => `${publicUrl}/problems/${code}`,
  };
}
