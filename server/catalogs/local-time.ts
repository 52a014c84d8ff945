/** Converts between instants and local time: a branch's local time, and the instants that its day covers. */

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The local time, as a CFDI's Fecha writes it: `2026-11-20T18:32:00`, without offset. Throws a RangeError for an unknown zone. */
export function localDateTime(epochMs: number, zone: string): string {
  const text: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(epochMs)) text[type] = value;
  return `${text.year}-${text.month}-${text.day}T${text.hour}:${text.minute}:${text.second}`;
}

/** The instant with the zone's offset: `2026-11-20T18:32:00-06:00`. */
export function offsetDateTime(epochMs: number, zone: string): string {
  const seconds = Math.floor(epochMs / 1000) * 1000;
  const minutes = Math.round(offsetAt(seconds, zone) / 60_000);
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const offset = `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
  return `${localDateTime(seconds, zone)}${minutes < 0 ? '-' : '+'}${offset}`;
}

/** The local calendar date: `2026-11-20`. */
export function localDate(epochMs: number, zone: string): string {
  return localDateTime(epochMs, zone).slice(0, 10);
}

/**
 * The instants of a calendar day there, `[fromMs, toMs)`: from its first moment to that of the next day, 23, 24 or 25 hours.
 * `date` is `YYYY-MM-DD`; one that is not in the calendar throws a RangeError.
 */
export function dayIn(date: string, zone: string): readonly [fromMs: number, toMs: number] {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`not a calendar date: ${JSON.stringify(date)}`);
  }
  return [instantOf(midnight, zone), instantOf(midnight + 86_400_000, zone)];
}

/** The instant of the local time `2026-11-20T18:32:00`; `undefined` for an invalid date. For an hour that occurs twice, one of the two. */
export function instantAt(wall: string, zone: string): number | undefined {
  const asUtc = Date.parse(`${wall}Z`);
  // Date.parse accepts 30 February as a day in March.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 19) !== wall) return undefined;
  return instantOf(asUtc, zone);
}

/** The instant at which local time reads what UTC reads at `wallMs`. Mexico's clocks change at 2 a.m., so no midnight is doubled or skipped. */
function instantOf(wallMs: number, zone: string): number {
  const guess = wallMs - offsetAt(wallMs, zone);
  return wallMs - offsetAt(guess, zone);
}

function offsetAt(epochMs: number, zone: string): number {
  return Date.parse(`${localDateTime(epochMs, zone)}Z`) - epochMs;
}

const WALL_TIME = {
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const;

function formatterOf(zone: string): Intl.DateTimeFormat {
  return keptFormat(zone, () => new Intl.DateTimeFormat('en-US', { timeZone: zone, ...WALL_TIME }));
}

/** A formatter, created when it is first needed under this name: creating one costs about fifty times as much as using it. */
export function keptFormat(name: string, build: () => Intl.DateTimeFormat): Intl.DateTimeFormat {
  let formatter = formatters.get(name);
  if (!formatter) {
    formatter = build();
    formatters.set(name, formatter);
  }
  return formatter;
}
