/** The merchant and world in which the panel works: chosen once, stored in this tab, and the default of the next one. */
import { keep, recall, thisDevice, thisTab } from './storage.ts';
import type { MerchantRef, Session, World } from './wire.ts';

/** The merchant and the world that somebody works in. */
export type Place = { readonly merchant?: string | undefined; readonly world: World };

const NAME = 'autofactura-panel-place';

/** The place that a link names, `?negocio=mer_1&modo=live`, or otherwise the last one. */
export function recallPlace(search = location.search): Place {
  const query = new URLSearchParams(search);
  const [merchant, world] = [query.get('negocio'), query.get('modo')];
  if (merchant && (world === 'test' || world === 'live')) return { merchant, world };
  return recall<Place>(thisTab, NAME) ?? recall<Place>(thisDevice, NAME) ?? { world: 'test' };
}

/** Remembers the place for this tab, and for the next one on this device. */
export function keepPlace(place: Place): void {
  keep(thisTab, NAME, place);
  keep(thisDevice, NAME, place);
}

/** Removes the place from the address once it is known: a reload, Back or a switch of merchants must not return to it. */
export function clearPlace(): void {
  const url = new URL(location.href);
  for (const name of ['negocio', 'modo']) url.searchParams.delete(name);
  history.replaceState(history.state, '', url);
}

/** The merchant of a place, otherwise the first of the session's. */
export function merchantAt({ merchant }: Place, { merchants }: Session): MerchantRef | undefined {
  return merchants.find(({ id }) => id === merchant) ?? merchants[0];
}
