/** For whom and in which world the panel works: chosen once, kept in this tab, and the beginning of the next one. */
import { keep, recall, thisDevice, thisTab } from './storage.ts';
import type { MerchantRef, Session, World } from './wire.ts';

export type Place = { readonly merchant?: string | undefined; readonly world: World };

const NAME = 'autofactura-panel-place';

export function recallPlace(): Place {
  return recall<Place>(thisTab, NAME) ?? recall<Place>(thisDevice, NAME) ?? { world: 'test' };
}

export function keepPlace(place: Place): void {
  keep(thisTab, NAME, place);
  keep(thisDevice, NAME, place);
}

/** The merchant of a place, or else the first of the session's. */
export function merchantAt({ merchant }: Place, { merchants }: Session): MerchantRef | undefined {
  return merchants.find(({ id }) => id === merchant) ?? merchants[0];
}
