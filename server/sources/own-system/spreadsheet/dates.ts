/** Reads instants as people and office programs write them in Mexico. */
import { instantAt, offsetDateTime } from '../../../catalogs/local-time.ts';

/** An instant with its offset stays; a day and a time are local to the branch, with the day first: `20/11/2026 6:32 p. m.`. */
export function readDate(text: string, zone: string): string {
  const [written = '', ...times] = text.split(/[\sT,]+/);
  const day = readDay(written);
  if (day === undefined) return text;
  // Noon if there is only a day, so that it is the same day in all of Mexico's time zones.
  const time = times.length === 0 ? '12:00:00' : wallTime(times.join(' '));
  const at = time === undefined ? undefined : instantAt(`${day}T${time}`, zone);
  return at === undefined ? text : offsetDateTime(at, zone);
}

const MONTHS = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'];

/** Reads `2026-11-20` from `20/11/2026`, `20-nov-26` or itself; the month may be a name. */
function readDay(text: string): string | undefined {
  const [, first = '', second = '', third = ''] =
    /^(\d{1,4})[/-](\d{1,2}|[a-z]{3,10})\.?[/-](\d{1,4})$/i.exec(text) ?? [];
  const [year, day] = first.length === 4 ? [first, third] : [third, first];
  const named = MONTHS.indexOf(second.slice(0, 3).toLowerCase()) + 1;
  const month = named > 0 ? String(named) : second;
  if (!/^(?:20)?\d\d$/.test(year) || !/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month)) return undefined;
  return `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Reads `18:32:00` from `18:32`, `18:32:07`, `6:32 p. m.`; a time with its own offset is handled elsewhere. */
function wallTime(time: string): string | undefined {
  const [, hours, minutes, seconds = '00', half] =
    /^(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)? ?(?:([ap])\.? ?m\.?)?$/i.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const written = Number(hours);
  if (half !== undefined && (written < 1 || written > 12)) return undefined;
  const hour = half === undefined ? written : (written % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return hour > 23 ? undefined : `${String(hour).padStart(2, '0')}:${minutes}:${seconds}`;
}
