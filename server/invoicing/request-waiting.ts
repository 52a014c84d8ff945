/** Decides what a new request waits for: its sale, if it can be found by what was typed, or the merchant. */
import type { PortalSettings } from '../portals/portal.ts';
import type { Ways } from '../portals/ways.ts';
import { waitKeyOf } from '../sales/awaited.ts';
import { readLookup } from '../sales/lookup.ts';
import type { InvoiceRequest, RequestState } from './request-store.ts';

const DAY_MS = 86_400_000;
/** After a month neither a missing sale nor a merchant's answer is expected any more. */
const REQUEST_DAYS = 30;

/** When a request that begins to wait now expires, in epoch milliseconds. `settings` are those of its portal, if it still exists. */
export function waitsUntil(settings: Pick<PortalSettings, 'requestDays'> | undefined, now: number): number {
  return now + (settings?.requestDays ?? REQUEST_DAYS) * DAY_MS;
}

/** The initial state of a request; `waitKey` is how an arriving sale finds it. */
export function waitingOf(
  { reason, saleIds, lookup }: Pick<InvoiceRequest, 'reason' | 'saleIds' | 'lookup'>,
  settings: Ways & Pick<PortalSettings, 'requestDays'>,
  now: number,
): { readonly state: Extract<RequestState, { readonly status: 'open' }>; readonly waitKey?: string } {
  const read = reason === 'not-here-yet' && saleIds.length === 0 ? readLookup(lookup, settings) : undefined;
  const waitKey = read?.kind === 'query' ? waitKeyOf(read.query) : undefined;
  const expiresAt = waitsUntil(settings, now);
  if (waitKey === undefined) return { state: { status: 'open', waitsFor: 'merchant', expiresAt } };
  return { state: { status: 'open', waitsFor: 'sale', expiresAt }, waitKey };
}
