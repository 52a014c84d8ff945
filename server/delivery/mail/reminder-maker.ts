/** Makes the mail that reminds of a sale, if it is still due just before sending. */

import { localDate } from '../../catalogs/local-time.ts';
import { issueZone } from '../../catalogs/postal-code.ts';
import { sum, toMicro } from '../../cfdi/money.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import { deadlineMoment, deductionNote, longDate } from '../../portals/deadline-words.ts';
import type { Portal } from '../../portals/portal.ts';
import type { PortalStore } from '../../portals/portal-store.ts';
import type { Sale, SaleBody } from '../../sales/sale.ts';
import type { SaleStore } from '../../sales/sale-store.ts';
import { type ReminderDue, reminderDue } from '../reminder-due.ts';
import type { MailAddress } from './address.ts';
import { type MailMaker, NOT_THERE } from './mail-maker.ts';
import { type ReminderMail, reminderMail } from './reminder-mail.ts';
import { shownAmount } from './values.ts';

/** What the maker needs to decide whether a reminder is still due, and to link to the sale. `now` answers epoch milliseconds. */
export type ReminderMakerOptions = {
  readonly store: { readonly sales: SaleStore; readonly merchants: MerchantStore; readonly portals: PortalStore };
  readonly now: () => number;
  /** Returns links that open the portal at the sale and that unsubscribe this address. */
  readonly linksOf: (portal: Portal, sale: Sale, to: MailAddress) => { readonly sale: string; readonly refuse: string };
};

/** A sale does not record its customer's language, so the country's is used. */
const LANGUAGE = 'es-MX';

/** Creates the maker. It drops a reminder that is no longer due, and postpones one that would arrive at night. */
export function createReminderMaker({ store, now, linksOf }: ReminderMakerOptions): MailMaker {
  return {
    stoppedBy: ['bounced', 'complained', 'unsubscribed'],
    daily: { name: 'reminder-mail', most: 3 },
    async make({ payload, tenant, subject, target }, ends) {
      const { merchants, portals, sales } = store;
      const portal = await portals.getPortal(payload.portal ?? '');
      const merchant = await merchants.getMerchant(tenant.merchantId);
      const sale = await sales.get(tenant, subject);
      if (!portal || !merchant || !sale) return NOT_THERE;
      if (sale.body.email?.toLowerCase() !== target) return { kind: 'dropped', reason: 'another address' };
      const branches = await merchants.listBranches(tenant.merchantId);
      const due = reminderDue(sale, { portal, branches, now: now() });
      if (due.kind === 'no') return { kind: 'dropped', reason: due.reason };
      if (due.kind === 'night') return { kind: 'retry', reason: 'night', notBefore: due.until };
      const links = linksOf(portal, sale, ends.to);
      const mail = reminderMail({
        ...{ ...ends, merchant, portal: portal.settings, world: tenant.world, language: LANGUAGE },
        noun: portal.settings.noun,
        sale: { folio: sale.body.folio, total: paidTotal(sale.body) },
        ...deadlineWords(sale, due, now()),
        ...{ url: links.sale, unsubscribeUrl: links.refuse },
      });
      return { kind: 'mail', mail };
    },
  };
}

/** The deadline to the minute, and what the end of the year means for deducting the invoice. */
function deadlineWords(
  { body }: Sale,
  { deadline, branch }: Extract<ReminderDue, { kind: 'now' }>,
  now: number,
): Pick<ReminderMail, 'lastDay' | 'deadline' | 'note'> {
  const zone = issueZone(branch.codigoPostal);
  const saleDate = localDate(Date.parse(body.date), zone);
  const note = deductionNote({ saleDate, deadline, today: localDate(now, zone) }, LANGUAGE);
  return {
    lastDay: longDate(deadline, LANGUAGE),
    deadline: deadlineMoment(deadline, { zone, now, language: LANGUAGE }),
    ...(note !== undefined && { note }),
  };
}

/** What the customer paid including tip and rounding, which is the amount that they know. */
function paidTotal({ total, propina = '0', redondeo = '0', moneda }: SaleBody): string {
  return shownAmount(sum([total, propina, redondeo].map(toMicro)), moneda);
}
