/** The deadline of one sale as a calendar entry: iCalendar (RFC 5545), one event with two alarms. */
import { dayIn } from '../catalogs/local-time.ts';
import type { Zone } from '../catalogs/postal-code.ts';
import { addDays } from './deadline.ts';
import { deadlineEnd } from './deadline-words.ts';

/** The content of the calendar entry, with its texts already in the customer's language. */
export type DeadlineEvent = {
  /** Constant for one sale and portal, so that a calendar replaces its existing entry. */
  readonly uid: string;
  readonly summary: string;
  readonly description: string;
  /** Opens the portal at the sale. */
  readonly url: string;
  /** The last local day, `2026-12-31`. */
  readonly deadline: string;
  readonly zone: Zone;
  /** When the entry is generated, in epoch milliseconds. */
  readonly now: number;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** An alarm in the last minute of a day would go unnoticed. */
const MORNING_HOUR = 10;

/** The file, with lines ended and folded by RFC 5545 §3.1. Times are in UTC, so that no calendar needs to know Mexico's zones. */
export function deadlineIcs(event: DeadlineEvent): string {
  const end = deadlineEnd(event.deadline, event.zone);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Autofactura//Autofactura//ES',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${text(event.uid)}`,
    `DTSTAMP:${utc(event.now)}`,
    `DTSTART:${utc(end - MINUTE_MS)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${text(event.summary)}`,
    `DESCRIPTION:${text(event.description)}`,
    `URL:${event.url}`,
    'TRANSP:TRANSPARENT',
    ...alarmTimes(event).flatMap((at) => [
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `DESCRIPTION:${text(event.summary)}`,
      `TRIGGER;VALUE=DATE-TIME:${utc(at)}`,
      'END:VALARM',
    ]),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** The mornings of the last day and of the day before, if they are in the future. */
function alarmTimes({ deadline, zone, now }: DeadlineEvent): readonly number[] {
  return [addDays(deadline, -1), deadline]
    .map((day) => dayIn(day, zone)[0] + MORNING_HOUR * HOUR_MS)
    .filter((at) => at > now);
}

function utc(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** TEXT of RFC 5545 §3.3.11: special characters are escaped, and control characters removed. */
function text(value: string): string {
  return value
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, '')
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\n/g, '\\n');
}

const encoder = new TextEncoder();
const MOST_OCTETS = 75;

/** No line is longer than 75 octets, and none is cut inside a character; continuations begin with a space. */
function folded(line: string): string {
  let [octets, out] = [0, ''];
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > MOST_OCTETS) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}
