/** Measures how far this process's clock is from the PACs' clocks, from their latest answers. */
import type { World } from '../merchants/tenant.ts';

/** Beyond this difference nothing is sealed: Fecha would be wrong, and no PAC accepts one in the future. */
export const CLOCK_BOUND_MS = 5 * 60_000;

/** Compares this process's clock with the PACs' clocks. Differences are in milliseconds. */
export type ClockGauge = {
  /** Records that a PAC reported its time as `reportedAt` (epoch milliseconds). */
  note(pac: PacClock, reportedAt: number): void;
  /** How far our clock is ahead of that PAC's now; negative when it is behind, `undefined` while the PAC has reported nothing. */
  aheadOf(pac: PacClock): number | undefined;
  /** The largest difference, in either direction, over all PACs that have reported their time. */
  furthest(): number | undefined;
};

/** A PAC in one world: its test and live systems may have different clocks. */
export type PacClock = { readonly id: string; readonly world: World };

/**
 * Creates a gauge for the clock `now`. It measures elapsed time with a monotonic clock, so it notices a jump of `now` without another
 * answer.
 */
export function createClockGauge(now: () => number): ClockGauge {
  const latest = new Map<string, { readonly reportedAt: number; readonly at: number }>();
  const aheadBy = ({ reportedAt, at }: { readonly reportedAt: number; readonly at: number }) =>
    now() - (reportedAt + performance.now() - at);
  const keyOf = ({ id, world }: PacClock) => `${id} ${world}`;
  return {
    note(pac, reportedAt) {
      latest.set(keyOf(pac), { reportedAt, at: performance.now() });
    },
    aheadOf(pac) {
      const last = latest.get(keyOf(pac));
      return last && aheadBy(last);
    },
    furthest: () =>
      [...latest.values()]
        .map(aheadBy)
        .sort((a, b) => Math.abs(a) - Math.abs(b))
        .at(-1),
  };
}

/** Returns whether a clock is too far off to seal by. A clock that has not been compared with any PAC is not. */
export function isClockOff(aheadMs: number | undefined): boolean {
  return aheadMs !== undefined && Math.abs(aheadMs) > CLOCK_BOUND_MS;
}
