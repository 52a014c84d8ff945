import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERIODICIDAD_CLAVES } from '../../server/catalogs/global-period.ts';
import { localDate, localDateTime } from '../../server/catalogs/local-time.ts';
import { issueZone, type Zone } from '../../server/catalogs/postal-code.ts';
import { addDays, deadlineDate } from '../../server/portals/deadline.ts';
import { deadlineIcs } from '../../server/portals/deadline-ics.ts';
import { deadlineEnd, deadlineMoment, deadlineText, deductionNote } from '../../server/portals/deadline-words.ts';
import type { DeadlinePolicy } from '../../server/portals/portal.ts';
import { one, readIcal, textOf, utcOf } from '../support/ical.ts';

const CODIGOS = {
  Tijuana: '22000',
  Cancún: '77500',
  'Ciudad Juárez': '32000',
  Hermosillo: '83000',
  Chihuahua: '31000',
  Ojinaga: '32881',
  Matamoros: '87300',
  Mazatlán: '82000',
} as const;
const ANY_POLICY: fc.Arbitrary<DeadlinePolicy> = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map((monthsAfter) => ({ kind: 'month-end', monthsAfter }) as const),
  fc.integer({ min: 1, max: 366 }).map((days) => ({ kind: 'days', days }) as const),
  fc.constant({ kind: 'year-end' } as const),
  fc.constantFrom(...PERIODICIDAD_CLAVES).map((periodicidad) => ({ kind: 'until-global', periodicidad }) as const),
);
const NOVEMBER = Date.parse('2026-11-20T12:00:00-06:00');

describe('the last minute in words', () => {
  it.each(Object.entries(CODIGOS))('names the clock of %s', (city, codigoPostal) => {
    const words = { zone: issueZone(codigoPostal), now: NOVEMBER };
    expect(deadlineMoment('2026-12-31', { ...words, language: 'es-MX' })).toBe(
      `31 de diciembre, 23:59, hora de ${city}`,
    );
    expect(deadlineMoment('2026-12-31', { ...words, language: 'en' })).toBe(`December 31, 11:59 PM, ${city} time`);
  });

  it('names the country’s centre where most of it is, and the year where it is another', () => {
    const words = { zone: 'America/Mexico_City', now: NOVEMBER } as const;
    expect(deadlineMoment('2027-01-31', { ...words, language: 'es-MX' })).toBe(
      '31 de enero de 2027, 23:59, hora del centro de México',
    );
    expect(deadlineMoment('2027-01-31', { ...words, language: 'en' })).toBe(
      'January 31, 2027, 11:59 PM, Central Mexico time',
    );
  });

  it('takes the year that it is there: at one in the morning of New Year in the capital it is still last year in Tijuana', () => {
    const now = Date.parse('2027-01-01T01:00:00-06:00');
    const say = (zone: Zone) => deadlineMoment('2027-01-31', { zone, now, language: 'es-MX' });
    expect(say('America/Tijuana')).toBe('31 de enero de 2027, 23:59, hora de Tijuana');
    expect(say('America/Mexico_City')).toBe('31 de enero, 23:59, hora del centro de México');
  });
});

describe('half past eleven at night on the last day of a month, by each branch’s own clock', () => {
  // The sale's instant, its local day, and the last day and first instant after it, with the end of the month.
  it.each([
    ['22000', '2026-10-31T23:30:00-07:00', '2026-10-31', '2026-11-01T07:00:00.000Z'],
    ['77500', '2026-10-31T23:30:00-05:00', '2026-10-31', '2026-11-01T05:00:00.000Z'],
    ['32000', '2026-10-31T23:30:00-06:00', '2026-10-31', '2026-11-01T06:00:00.000Z'],
    ['83000', '2026-10-31T23:30:00-07:00', '2026-10-31', '2026-11-01T07:00:00.000Z'],
    ['06700', '2026-10-31T23:30:00-06:00', '2026-10-31', '2026-11-01T06:00:00.000Z'],
    // A month later the border has put its clocks back, and Hermosillo and Cancún have not.
    ['22000', '2026-11-30T23:30:00-08:00', '2026-11-30', '2026-12-01T08:00:00.000Z'],
    ['77500', '2026-11-30T23:30:00-05:00', '2026-11-30', '2026-12-01T05:00:00.000Z'],
    ['32000', '2026-11-30T23:30:00-07:00', '2026-11-30', '2026-12-01T07:00:00.000Z'],
    ['83000', '2026-11-30T23:30:00-07:00', '2026-11-30', '2026-12-01T07:00:00.000Z'],
    // In UTC it is the next year.
    ['22000', '2026-12-31T23:30:00-08:00', '2026-12-31', '2027-01-01T08:00:00.000Z'],
  ])('%s: a sale of %s is of %s, and its month ends at %s', (codigoPostal, sold, day, end) => {
    const zone = issueZone(codigoPostal);
    expect(localDate(Date.parse(sold), zone)).toBe(day);
    const last = deadlineDate(day, { kind: 'month-end', monthsAfter: 0 });
    expect(last).toBe(day);
    expect(new Date(deadlineEnd(last, zone)).toISOString()).toBe(end);
  });

  // Summer time in the United States and at the border: from 14 March to 7 November 2027.
  it.each([
    ['22000', '2027-03-14', 23],
    ['32000', '2027-03-14', 23],
    ['87300', '2027-11-07', 25],
    ['22000', '2027-11-07', 25],
    ['83000', '2027-03-14', 24],
    ['77500', '2027-11-07', 24],
    ['31000', '2027-03-14', 24],
  ])('%s: a deadline on %s lasts a day of %i hours, to its last minute', (codigoPostal, day, hours) => {
    const zone = issueZone(codigoPostal);
    const end = deadlineEnd(day, zone);
    const before = deadlineEnd(addDays(day, -1), zone);
    expect((end - before) / 3_600_000).toBe(hours);
    expect(localDateTime(end - 60_000, zone)).toBe(`${day}T23:59:00`);
  });
});

describe('a deadline, whatever the policy, the zone and the sale', () => {
  const sold = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 0, 1) });
  const zone = fc.constantFrom(...Object.values(CODIGOS), '06700').map(issueZone);

  it('is never before the sale, nor over when it is made', () => {
    fc.assert(
      fc.property(sold, zone, ANY_POLICY, (at, where, policy) => {
        const day = localDate(at, where);
        const last = deadlineDate(day, policy);
        expect(last >= day).toBe(true);
        expect(deadlineEnd(last, where)).toBeGreaterThan(at);
      }),
    );
  });

  it('is the same minute in words and in the calendar', () => {
    fc.assert(
      fc.property(sold, zone, ANY_POLICY, (at, where, policy) => {
        const deadline = deadlineDate(localDate(at, where), policy);
        const description = deadlineMoment(deadline, { zone: where, now: at, language: 'es-MX' });
        const about = { uid: 'a@b', summary: 'x', description: description, url: 'https://a.mx/b' };
        const [event] = readIcal(deadlineIcs({ ...about, deadline, zone: where, now: at })).components;
        if (!event) throw new Error('no event');
        const wall = localDateTime(utcOf(one(event, 'DTSTART')), where);
        expect(wall).toBe(`${deadline}T23:59:00`);
        expect(description.startsWith(`${Number(deadline.slice(8))} de `) && description.includes(', 23:59, ')).toBe(
          true,
        );
        expect(textOf(one(event, 'DESCRIPTION'))).toBe(description);
      }),
    );
  });
});

describe('the policy in words', () => {
  it.each<[DeadlinePolicy, string, string]>([
    [
      { kind: 'year-end' },
      'Tienes hasta el 31 de diciembre del año de tu compra.',
      'You have until December 31 of the year of your purchase.',
    ],
    [
      { kind: 'until-global', periodicidad: '01' },
      'Tienes hasta el final del día de tu compra.',
      'You have until the end of the day of your purchase.',
    ],
    [
      { kind: 'until-global', periodicidad: '04' },
      'Tienes hasta el último día del mes de tu compra.',
      'You have until the last day of the month of your purchase.',
    ],
  ])('%j', (policy, es, en) => {
    expect([deadlineText(policy, 'compra', 'es-MX'), deadlineText(policy, 'compra', 'en')]).toEqual([es, en]);
  });

  it('says nothing of the law, nor of a global invoice, which no customer knows of', () => {
    fc.assert(
      fc.property(ANY_POLICY, (policy) => {
        expect(deadlineText(policy, 'compra', 'es-MX')).not.toMatch(/ley|SAT|obliga|global/i);
        expect(deadlineText(policy, 'compra', 'en')).not.toMatch(/law|SAT|oblig|global/i);
      }),
    );
  });
});

describe('from 15 December', () => {
  const note = (today: string, deadline = '2026-12-31', saleDate = '2026-12-02') =>
    deductionNote({ saleDate, deadline, today }, 'es-MX');

  it('says until when an invoice is to be asked for that will be deducted in this year', () => {
    expect(note('2026-12-15', '2027-01-31')).toBe(
      'La factura lleva la fecha en que la pides. Si la vas a deducir en 2026, pídela a más tardar el 31 de diciembre.',
    );
    expect(deductionNote({ saleDate: '2026-12-02', deadline: '2027-01-31', today: '2026-12-31' }, 'en')).toBe(
      'An invoice bears the date on which you ask for it. If you will deduct it in 2026, ask for it by December 31.',
    );
  });

  it.each([
    ['before that day', note('2026-12-14')],
    ['in January', note('2027-01-01', '2027-01-31')],
    ['of a sale of another year', note('2026-12-20', '2026-12-31', '2025-12-02')],
    ['where the deadline ends sooner', note('2026-12-16', '2026-12-30')],
  ])('and nothing %s', (_, note) => {
    expect(note).toBeUndefined();
  });
});
