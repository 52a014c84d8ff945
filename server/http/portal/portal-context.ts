/** Resolves what a public request names (a slug, sale tokens), or throws the problem. */

import { describeSale, type FoundSale } from '../../invoicing/found-sale.ts';
import { isAsker } from '../../invoicing/issue.ts';
import type { Strength } from '../../limits/prover.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import type { Portal } from '../../portals/portal.ts';
import { Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';
import type { SentToken } from './asker.ts';

/** Finds a portal by its slug. Throws `unknown-portal`. */
export async function findPortal({ invoicing }: Services, slug: string): Promise<Portal> {
  const portal = await invoicing.store.portals.getPortal(slug);
  if (!portal) throw new Problem('unknown-portal');
  return portal;
}

/** Finds a portal that is enabled, for what a disabled one does not offer. */
export async function findOpenPortal(services: Services, slug: string): Promise<Portal> {
  const portal = await findPortal(services, slug);
  if (!portal.settings.enabled) throw new Problem('portal-off');
  return portal;
}

/** Reads the merchant of a portal. */
export async function merchantOf({ invoicing }: Services, portal: Portal): Promise<Merchant> {
  const merchant = await invoicing.store.merchants.getMerchant(portal.merchantId);
  if (!merchant) throw new Error('a portal without its merchant');
  return merchant;
}

/** Reads the sale of a token of this portal. Throws `unknown-token`, `link-expired`, or `second-proof-needed` for a guarded one. */
export async function saleOfToken(services: Services, portal: Portal, text: string): Promise<FoundSale & SentToken> {
  const read = services.tokens.readSaleToken(text, services.invoicing.now());
  if (read.kind === 'expired') throw new Problem('link-expired');
  if (read.kind === 'unknown' || !(await isOfPortal(services, read.token, portal))) throw new Problem('unknown-token');
  if (read.token.kind === 'guarded') throw new Problem('second-proof-needed');
  const sale = await services.invoicing.store.sales.get(tenantOf(portal), read.token.saleId);
  if (!sale) throw new Problem('unknown-token');
  return { ...(await describeSale(services.invoicing, portal, sale)), token: read.token, text };
}

/** Whether what names this slug belongs to this portal, under its current slug or a former one. */
export async function isOfPortal(
  { invoicing }: Services,
  { slug }: Pick<Portal, 'slug'>,
  portal: Portal,
): Promise<boolean> {
  return slug === portal.slug || (await invoicing.store.portals.getPortal(slug))?.slug === portal.slug;
}

/** How strongly the caller has proven that the sale is theirs. `askers` are the caller's marks, in case they requested the invoice themselves. */
export function strengthOf({ token, invoice }: FoundSale & SentToken, askers: readonly string[]): Strength {
  return invoice && isAsker(askers, invoice) ? 'asker' : token.kind;
}

/** The merchant and world that a portal belongs to. */
export function tenantOf(portal: Portal): Tenant {
  return { merchantId: portal.merchantId, world: portal.world };
}
