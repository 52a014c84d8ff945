/** Counts that a portal's page was opened by a link of a known channel: a number a day, and nothing about who opened it. */
import type { Context } from 'hono';
import { localDate } from '../../catalogs/local-time.ts';
import { issueZone } from '../../catalogs/postal-code.ts';
import { isChannel } from '../../portals/channels.ts';
import type { Portal } from '../../portals/portal.ts';
import { addressOf } from '../api/address.ts';
import type { ApiVariables } from '../api/api.ts';
import type { Services } from '../api/services.ts';

/** They fetch a link to show a picture of it in a chat, before anybody opens it. */
const LINK_PREVIEW = /bot\b|crawl|spider|facebookexternalhit|whatsapp\/|slack|preview|curl|wget/i;

/** A count that cannot be written, or that comes too often, never keeps a customer from the page. */
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

// Old browsers say nothing of how a page is fetched; those that do say so for a person who navigates.
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
