/** Whom a request that is left waits for: the sale, if it can be found by what was typed, or the merchant. */
import type { PortalSettings } from '../portals/portal.ts';
import { waitKeyOf } from '../sales/awaited.ts';
import { readLookup } from '../sales/lookup.ts';
import type { InvoiceRequest, RequestState } from './request-store.ts';

const DAY_MS = 86_400_000;
/** A sale that has not arrived after a month does not arrive. */
const REQUEST_DAYS = 30;

/** The state it begins in; `waitKey` is what an arriving sale finds it by. */
export function waitingOf(
  { reason, saleIds, lookup }: Pick<InvoiceRequest, 'reason' | 'saleIds' | 'lookup'>,
  settings: Pick<PortalSettings, 'lookup' | 'requestDays'>,
  now: number,
): { readonly state: Extract<RequestState, { readonly status: 'open' }>; readonly waitKey?: string } {
  const read = reason === 'not-here-yet' && saleIds.length === 0 ? readLookup(lookup, settings.lookup) : undefined;
  const waitKey = read?.kind === 'query' ? waitKeyOf(read.query) : undefined;
  if (waitKey === undefined) return { state: { status: 'open', waitsFor: 'merchant' } };
  const expiresAt = now + (settings.requestDays ?? REQUEST_DAYS) * DAY_MS;
  return { state: { status: 'open', waitsFor: 'sale', expiresAt }, waitKey };
}
