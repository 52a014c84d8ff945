/** Where sales were made: the name of a branch, and the time on its clock, wherever the panel is read. */
import { shortTime } from '../dates.ts';
import type { Panel } from '../page.ts';
import { remote } from '../remote.ts';

type Place = { readonly code: string; readonly name: string; readonly zone?: string };

/** The branches of a merchant, for their names and local times. */
export type Places = {
  /** The branch as people call it; its code until the names are there. */
  readonly nameOf: (code: string | undefined) => string;
  /** When a sale was made, in the zone of its branch; of a sale without one, in the zone of the first. */
  readonly timeOf: (sale: { readonly date: string; readonly branch?: string }) => string;
};

/** Reads the branches at once; the page is drawn again when they are there. */
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
