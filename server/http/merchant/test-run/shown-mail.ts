/** Composes the mail that a customer would get with an invoice, without sending it. */
import { parseMailAddress } from '../../../delivery/mail/address.ts';
import { withLogo } from '../../../delivery/mail/frame.ts';
import { createInvoiceMaker } from '../../../delivery/mail/invoice-maker.ts';
import type { Portal } from '../../../portals/portal.ts';
import { isStamped } from '../../../print/prints.ts';
import type { Language } from '../../../problems/problem.ts';
import type { Services } from '../../api/services.ts';
import { tenantOf } from '../../portal/portal-context.ts';
import type { InvoiceView } from '../../portal/public-views.ts';

/** A composed mail, ready to show. */
export type ShownMail = { readonly subject: string; readonly html: string; readonly text: string };

/** An address in the reserved domain, which belongs to nobody; it is only shown. */
const CUSTOMER = 'cliente@example.com';

/** Composes the mail; `undefined` if that is not possible. */
export async function shownMail(
  { invoicing, prints, carriers }: Services,
  portal: Portal,
  { invoice, language }: { readonly invoice: InvoiceView; readonly language: Language },
): Promise<ShownMail | undefined> {
  const { store, now } = invoicing;
  const tenant = tenantOf(portal);
  const to = parseMailAddress(CUSTOMER);
  const { pdf, xml } = invoice.links;
  if (!to || pdf === undefined || xml === undefined) return undefined;
  const maker = createInvoiceMaker({
    ...{ store, linksOf: () => ({ pdf, xml }) },
    print: async (stamped) => (isStamped(stamped) ? prints.of(stamped) : undefined),
  });
  const at = now();
  const made = await maker.make(
    {
      ...{ id: 'msg_test-run', tenant, kind: 'mail', once: 'test-run', target: to, subject: invoice.id },
      ...{ payload: { template: 'invoice', invoice: invoice.id, language }, nextAt: at, createdAt: at },
      ...{ state: 'pending', attempts: 0, claim: 0 },
    },
    { to, sender: (await carriers(tenant))?.sender ?? to },
  );
  if (made.kind !== 'mail') return undefined;
  const { subject, html = '', text } = made.mail;
  return { subject, html: withLogo(html, portal.settings.theme), text };
}
