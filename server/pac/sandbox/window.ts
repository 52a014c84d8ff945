/** Decides whether a Fecha, a local time without a zone, may still be stamped: not in the future, and at most 72 hours old. */
import { localDateTime } from '../../catalogs/local-time.ts';

const DAY_MS = 86_400_000;
const WINDOW_MS = 3 * DAY_MS;
const FECHA = /^20[1-9]\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d$/;

/**
 * The instants that a local time may denote in a zone, earliest first: two in the hour that a clock change repeats.
 * `undefined` if it is not a valid Fecha (cfdv40.xsd, t_FechaH).
 */
export function instantsOf(fecha: string, zone: string): readonly [earliestMs: number, latestMs: number] | undefined {
  const wallMs = FECHA.test(fecha) ? Date.parse(`${fecha}Z`) : Number.NaN;
  if (Number.isNaN(wallMs)) return undefined;
  // No two clock changes are within two days of each other.
  const before = wallMs - offsetAt(wallMs - DAY_MS, zone);
  const after = wallMs - offsetAt(wallMs + DAY_MS, zone);
  const real = [before, after].filter((instant) => localDateTime(instant, zone) === fecha);
  const instants = real.length > 0 ? real : [before, after];
  return [Math.min(...instants), Math.max(...instants)];
}

function offsetAt(epochMs: number, zone: string): number {
  const wholeSecond = Math.floor(epochMs / 1000) * 1000;
  return Date.parse(`${localDateTime(wholeSecond, zone)}Z`) - wholeSecond;
}

/** RMF 2.7.2.9: at most 72 hours between the generation of a CFDI and its certification, and never a negative time. */
export function withinWindow([earliestMs, latestMs]: readonly [number, number], nowMs: number): boolean {
  return earliestMs <= nowMs && latestMs >= nowMs - WINDOW_MS;
}
