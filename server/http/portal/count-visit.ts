/** Counts visits of a portal's page by a link of a known channel: one number per day, and nothing about the visitor. */
import type { Context } from 'hono';
import { localDate } from '../../catalogs/local-time.ts';
import { issueZone } from '../../catalogs/postal-code.ts';
import { isChannel } from '../../portals/channels.ts';
import type { Portal } from '../../portals/portal.ts';
import { addressOf } from '../api/address.ts';
import type { ApiVariables } from '../api/api.ts';
import type { Services } from '../api/services.ts';

/** Programs that fetch a link to preview it in a chat before anybody opens it. */
const LINK_PREVIEW = /bot\b|crawl|spider|facebookexternalhit|whatsapp\/|slack|preview|curl|wget/i;

/** Counts a visit. A failed write or an exceeded limit never keeps a customer from the page. */
export async function countVisit(services: Services, portal: Portal, c: Context<ApiVariables>): Promise<void> {
  const channel = c.req.query('c');
  if (!isChannel(channel) || !isOpenedByPerson(c)) return;
  const { slug } = portal;
  try {
    await services.limits.countEvent(slug, addressOf(c, services.trustProxy));
    await services.invoicing.store.visits.add(slug, channel, await dayOf(services, portal));
  } catch {
    services.invoicing.log('visit.not-counted', { slug, channel });
  }
}

// Old browsers do not say how a page is fetched; newer ones do for a person who navigates.
function isOpenedByPerson(c: Context): boolean {
  if (c.req.method !== 'GET') return false;
  if (/prefetch|prerender/.test(`${c.req.header('sec-purpose')} ${c.req.header('purpose')}`)) return false;
  if ((c.req.header('sec-fetch-mode') ?? 'navigate') !== 'navigate') return false;
  return !LINK_PREVIEW.test(c.req.header('user-agent') ?? '');
}

/** The calendar day at the merchant's first branch. */
export async function dayOf(
  { invoicing: { store, now } }: Services,
  { merchantId }: Pick<Portal, 'merchantId'>,
): Promise<string> {
  const [branch] = await store.merchants.listBranches(merchantId);
  return localDate(now(), issueZone(branch?.codigoPostal ?? ''));
}
