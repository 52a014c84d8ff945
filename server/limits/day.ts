/** The UTC day, for which most limits count. */
import type { Problem } from '../problems/problem.ts';
import { type TooMany, tooMany } from './too-many.ts';

const DAY_MS = 86_400_000;

/** The UTC day of an instant, `2026-11-29`. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** The problem of a limit that is exceeded until the next day. */
export function tooManyToday(now: number, code?: TooMany, params?: Readonly<Record<string, string>>): Problem {
  return tooMany(DAY_MS - (now % DAY_MS), code, params);
}
