/** Shows the customer who requested an invoice where its copies are mailed, as masked addresses and only those that they know. */
import { INVOICE_STOPPED_BY } from '../../delivery/mail/invoice-maker.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import type { Services } from '../api/services.ts';
import { emailHint } from './public-views.ts';

/**
 * Masks the addresses among `known` that copies go to once the invoice is stamped. None if the merchant has no mail carrier, and never one that
 * bounced: what will not be sent is not promised.
 */
export async function mailedTo(
  { carriers, invoicing, addressHash }: Services,
  { merchantId, world, snapshot }: Invoice,
  known: readonly string[],
): Promise<{ readonly mailedTo?: string[] }> {
  const tenant = { merchantId, world };
  const copies = new Set(snapshot.emails.map((email) => email.toLowerCase()));
  const asked = [...new Set(known.map((email) => email.toLowerCase()))].filter((email) => copies.has(email));
  if (asked.length === 0 || !(await carriers(tenant))) return {};
  const hints = await Promise.all(
    asked.map(async (email) => {
      const stop = await invoicing.store.addresses.suppressed(tenant, addressHash(email));
      return stop && INVOICE_STOPPED_BY.includes(stop) ? [] : [emailHint(email)];
    }),
  );
  const unique = [...new Set(hints.flat())];
  return unique.length === 0 ? {} : { mailedTo: unique };
}
