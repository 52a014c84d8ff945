/** What a merchant has only once, for both worlds. */
import type { Principal } from '../../merchants/principal.ts';
import { Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';

/** Throws `live-key-needed` for a test key once the merchant is live: what it changes would be on real invoices too. */
export async function assertMayChangeBoth({ invoicing: { store } }: Services, principal: Principal): Promise<void> {
  const { merchantId, world } = principal.tenant;
  if (principal.kind === 'person' || world === 'live') return;
  if (await store.goingLive.goneLive(merchantId)) throw new Problem('live-key-needed');
}
