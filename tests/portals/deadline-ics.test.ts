import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeadlineEvent, deadlineIcs } from '../../server/portals/deadline-ics.ts';
import { type Component, one, readIcal, textOf, utcOf } from '../support/ical.ts';

const TACOS: DeadlineEvent = {
  uid: '5f2a0c@factura.example.mx',
  summary: 'Último día para facturar tu consumo en Tacos El Ñandú, S.A.; Tijuana',
  description: 'Folio TJ-88\nTienes hasta el 31 de diciembre, 23:59, hora de Tijuana.',
  url: 'https://factura.example.mx/tacos-el-nandu?t=AbC_9-x',
  deadline: '2026-12-31',
  zone: 'America/Tijuana',
  now: Date.parse('2026-12-02T12:00:00-08:00'),
};

function eventOf(event: DeadlineEvent): Component {
  const [found, ...others] = readIcal(deadlineIcs(event)).components;
  if (found?.name !== 'VEVENT' || others.length > 0) throw new Error('not one VEVENT');
  return found;
}

const alarms = (event: DeadlineEvent) =>
  eventOf(event).components.map((alarm) => new Date(utcOf(one(alarm, 'TRIGGER'))).toISOString());

describe('a deadline in a calendar', () => {
  it('is the last minute of its day at the branch, with who, what and the way to the portal', () => {
    const event = eventOf(TACOS);
    expect(utcOf(one(event, 'DTSTART'))).toBe(Date.parse('2026-12-31T23:59:00-08:00'));
    expect(utcOf(one(event, 'DTEND'))).toBe(Date.parse('2027-01-01T00:00:00-08:00'));
    expect(utcOf(one(event, 'DTSTAMP'))).toBe(TACOS.now);
    expect(textOf(one(event, 'SUMMARY'))).toBe(TACOS.summary);
    expect(textOf(one(event, 'DESCRIPTION'))).toBe(TACOS.description);
    expect(one(event, 'URL').value).toBe(TACOS.url);
    expect(one(event, 'UID').value).toBe(TACOS.uid);
  });

  it('has alarms at ten in the morning there, on that day and the day before', () => {
    expect(alarms(TACOS)).toEqual(['2026-12-30T18:00:00.000Z', '2026-12-31T18:00:00.000Z']);
    const [alarm] = eventOf(TACOS).components;
    expect(alarm && one(alarm, 'TRIGGER').params).toEqual({ VALUE: 'DATE-TIME' });
    expect(alarm && one(alarm, 'ACTION').value).toBe('DISPLAY');
  });

  it('has no alarm for a past morning', () => {
    expect(alarms({ ...TACOS, now: Date.parse('2026-12-31T09:00:00-08:00') })).toEqual(['2026-12-31T18:00:00.000Z']);
    expect(alarms({ ...TACOS, now: Date.parse('2026-12-31T18:00:00-08:00') })).toEqual([]);
  });

  it('is read back whole, whatever a merchant is called and a folio is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({ unit: 'binary', maxLength: 60 }),
        (summary, description) => {
          const event = eventOf({ ...TACOS, summary, description });
          const kept = (text: string) => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, '');
          expect(textOf(one(event, 'SUMMARY'))).toBe(kept(summary));
          expect(textOf(one(event, 'DESCRIPTION'))).toBe(kept(description));
        },
      ),
    );
  });
});
