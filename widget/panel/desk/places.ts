/** Where sales were made: the name of a branch, and its local time, wherever the panel is read. */
import { shortTime } from '../dates.ts';
import type { Panel } from '../page.ts';
import { remote } from '../remote.ts';

type Place = { readonly code: string; readonly name: string; readonly zone?: string };

/** The branches of a merchant, for their names and local times. */
export type Places = {
  /** The name of the branch; its code until the names are loaded. */
  readonly nameOf: (code: string | undefined) => string;
  /** When a sale was made, in the zone of its branch; for a sale without one, in the zone of the first. */
  readonly timeOf: (sale: { readonly date: string; readonly branch?: string }) => string;
};

/** Loads the branches immediately; the page is redrawn once they are loaded. */
export function placesOf(panel: Pick<Panel, 'redraw' | 'signal' | 'call'>): Places {
  const branches = remote(panel, () => panel.call<{ branches: readonly Place[] }>('GET', 'branches'));
  const placeOf = (code: string | undefined): Place | undefined => {
    const known = branches.value()?.branches ?? [];
    return known.find((place) => place.code === code) ?? (code === undefined ? known[0] : undefined);
  };
  return {
    nameOf: (code) => (code === undefined ? '' : (placeOf(code)?.name ?? code)),
    timeOf: ({ date, branch }) => shortTime(date, placeOf(branch)?.zone),
  };
}
