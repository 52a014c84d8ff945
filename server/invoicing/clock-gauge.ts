/** How far this process's clock is from those of the PACs, by what they said last. */
import type { World } from '../merchants/tenant.ts';

/** Beyond this nothing is sealed: Fecha would not be the hour of the sale's place, and from the future no PAC takes it. */
export const CLOCK_BOUND_MS = 5 * 60_000;

export type ClockGauge = {
  /** A PAC said that it is `toldAt` (epoch ms) there. */
  hear(pac: PacClock, toldAt: number): void;
  /** How far our clock is ahead of that PAC's now; negative when it is behind, `undefined` while the PAC has said nothing. */
  aheadOf(pac: PacClock): number | undefined;
  /** The one that is furthest from zero, over all PACs that said something. */
  furthest(): number | undefined;
};

export type PacClock = { readonly id: string; readonly world: World };

/**
 * Times what was heard with a clock that nobody sets, so that a clock that jumps is noticed without asking again. `now` is the clock that is
 * judged, in epoch milliseconds.
 */
export function createClockGauge(now: () => number): ClockGauge {
  const heard = new Map<string, { readonly toldAt: number; readonly at: number }>();
  const aheadBy = ({ toldAt, at }: { readonly toldAt: number; readonly at: number }) =>
    now() - (toldAt + performance.now() - at);
  const keyOf = ({ id, world }: PacClock) => `${id} ${world}`;
  return {
    hear(pac, toldAt) {
      heard.set(keyOf(pac), { toldAt, at: performance.now() });
    },
    aheadOf(pac) {
      const last = heard.get(keyOf(pac));
      return last && aheadBy(last);
    },
    furthest: () =>
      [...heard.values()]
        .map(aheadBy)
        .sort((a, b) => Math.abs(a) - Math.abs(b))
        .at(-1),
  };
}

/** Whether a clock so far ahead or behind is one to seal by. One that nobody has judged is. */
export function isClockOff(aheadMs: number | undefined): boolean {
  return aheadMs !== undefined && Math.abs(aheadMs) > CLOCK_BOUND_MS;
}
