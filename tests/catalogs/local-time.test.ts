import { describe, expect, test } from 'vitest';
import { dayIn, localDate, localDateTime, offsetDateTime } from '../../server/catalogs/local-time.ts';
import { ZONES } from '../../server/catalogs/postal-ranges.ts';

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(iso);

describe('local time', () => {
  test('is written as a CFDI’s Fecha, without offset or fraction', () => {
    expect(localDateTime(at('2026-11-21T00:32:07.999Z'), 'America/Mexico_City')).toBe('2026-11-20T18:32:07');
    expect(localDate(at('2026-11-21T05:59:59Z'), 'America/Mexico_City')).toBe('2026-11-20');
  });

  test('has midnight as hour 00 of the new day', () => {
    expect(localDateTime(at('2027-01-01T06:00:00Z'), 'America/Mexico_City')).toBe('2027-01-01T00:00:00');
  });

  test.each([
    ['America/Tijuana', '2026-03-08T10:00:00Z'],
    ['America/Ciudad_Juarez', '2026-03-08T09:00:00Z'],
    ['America/Ojinaga', '2026-03-08T08:00:00Z'],
    ['America/Matamoros', '2026-03-08T08:00:00Z'],
  ])('in %s jumps from 01:59:59 to 03:00:00 on the second Sunday of March', (zone, change) => {
    expect(localDateTime(at(change) - 1000, zone)).toBe('2026-03-08T01:59:59');
    expect(localDateTime(at(change), zone)).toBe('2026-03-08T03:00:00');
  });

  test.each([
    ['America/Tijuana', '2026-11-01T09:00:00Z'],
    ['America/Ciudad_Juarez', '2026-11-01T08:00:00Z'],
    ['America/Ojinaga', '2026-11-01T07:00:00Z'],
    ['America/Matamoros', '2026-11-01T07:00:00Z'],
  ])('in %s falls back from 01:59:59 to 01:00:00 on the first Sunday of November', (zone, change) => {
    expect(localDateTime(at(change) - 1000, zone)).toBe('2026-11-01T01:59:59');
    expect(localDateTime(at(change), zone)).toBe('2026-11-01T01:00:00');
  });

  test.each([
    ['America/Mexico_City', 6],
    ['America/Chihuahua', 6],
    ['America/Mazatlan', 7],
    ['America/Hermosillo', 7],
    ['America/Cancun', 5],
  ])('in %s has been the same all year since the law of 30 October 2022', (zone, hours) => {
    for (const month of ['01', '04', '07', '10']) {
      const noonUtc = at(`2026-${month}-15T12:00:00Z`);
      expect(localDateTime(noonUtc, zone)).toBe(`2026-${month}-15T${String(12 - hours).padStart(2, '0')}:00:00`);
    }
  });

  test('cannot be computed for an unknown zone', () => {
    expect(() => localDateTime(0, 'America/Macondo')).toThrow(RangeError);
  });
});

describe('a day in a zone', () => {
  test('covers its 24 hours, excluding the next midnight', () => {
    const [from, to] = dayIn('2026-11-20', 'America/Mexico_City');
    expect(new Date(from).toISOString()).toBe('2026-11-20T06:00:00.000Z');
    expect(to - from).toBe(24 * HOUR);
    expect(localDate(to - 1, 'America/Mexico_City')).toBe('2026-11-20');
  });

  test.each(['America/Tijuana', 'America/Ciudad_Juarez', 'America/Ojinaga', 'America/Matamoros'])(
    'in %s is 23 hours long in March and 25 in November when clocks change',
    (zone) => {
      const [springFrom, springTo] = dayIn('2026-03-08', zone);
      const [fallFrom, fallTo] = dayIn('2026-11-01', zone);
      expect((springTo - springFrom) / HOUR).toBe(23);
      expect((fallTo - fallFrom) / HOUR).toBe(25);
    },
  );

  test('follows the day before without a gap or an overlap, in every zone, for three years', () => {
    for (const zone of ZONES) {
      let [, end] = dayIn('2025-12-31', zone);
      for (let noon = at('2026-01-01T12:00:00Z'); noon < at('2029-01-01T00:00:00Z'); noon += 24 * HOUR) {
        const date = new Date(noon).toISOString().slice(0, 10);
        const [from, to] = dayIn(date, zone);
        expect([from, localDateTime(from, zone)]).toEqual([end, `${date}T00:00:00`]);
        end = to;
      }
    }
  });

  test.each(['2026-02-30', '2026-13-01', '20 de noviembre', '2026-1-1', ''])('%j is not a date', (text) => {
    expect(() => dayIn(text, 'America/Mexico_City')).toThrow(RangeError);
  });
});

describe('an instant with its offset', () => {
  test.each([
    ['America/Mexico_City', '2026-11-20T18:32:00-06:00'],
    ['America/Tijuana', '2026-11-20T16:32:00-08:00'],
    ['America/Cancun', '2026-11-20T19:32:00-05:00'],
  ])('in %s reads %s, the same instant', (zone, text) => {
    expect(offsetDateTime(Date.parse('2026-11-21T00:32:00.500Z'), zone)).toBe(text);
  });
});
