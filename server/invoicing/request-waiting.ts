/** Whom a request that is left waits for: the sale, if it can be found by what was typed, or the merchant. */
import type { PortalSettings } from '../portals/portal.ts';
import { waitKeyOf } from '../sales/awaited.ts';
import { readLookup } from '../sales/lookup.ts';
import type { InvoiceRequest, RequestState } from './request-store.ts';

const DAY_MS = 86_400_000;
/** A sale that has not arrived after a month does not arrive, and a merchant who has not answered by then will not. */
const REQUEST_DAYS = 30;

/** Until when a request that begins to wait now waits, for whom ever. `settings` are those of its portal, if that is still there. */
export function waitsUntil(settings: Pick<PortalSettings, 'requestDays'> | undefined, now: number): number {
  return now + (settings?.requestDays ?? REQUEST_DAYS) * DAY_MS;
}

/** The state it begins in; `waitKey` is what an arriving sale finds it by. */
export function waitingOf(
  { reason, saleIds, lookup }: Pick<InvoiceRequest, 'reason' | 'saleIds' | 'lookup'>,
  settings: Pick<PortalSettings, 'lookup' | 'requestDays'>,
  now: number,
): { readonly state: Extract<RequestState, { readonly status: 'open' }>; readonly waitKey?: string } {
  const read = reason === 'not-here-yet' && saleIds.length === 0 ? readLookup(lookup, settings.lookup) : undefined;
  const waitKey = read?.kind === 'query' ? waitKeyOf(read.query) : undefined;
  const expiresAt = waitsUntil(settings, now);
  if (waitKey === undefined) return { state: { status: 'open', waitsFor: 'merchant', expiresAt } };
  return { state: { status: 'open', waitsFor: 'sale', expiresAt }, waitKey };
}
