import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ways } from '../../server/portals/ways.ts';
import { folioKey, isNearDay, keysOf, type Lookup, readLookup, readsAlike } from '../../server/sales/lookup.ts';
import { parseSale } from '../../server/sales/sale-wire.ts';
import { saleJson } from '../support/sale-wire.ts';

function bodyOf(changes: object = {}) {
  const outcome = parseSale(saleJson(changes));
  if (outcome.kind === 'faults') throw new Error(JSON.stringify(outcome.faults));
  return outcome.body;
}

const COMBINATIONS = [['folio', 'total'], ['total', 'date', 'cardLast4'], ['email']] as const;
const read = (typed: Lookup, lookup: Ways['lookup'] = COMBINATIONS, optionalLookup?: Ways['lookup']) => {
  const outcome = readLookup(typed, { lookup, optionalLookup });
  return outcome.kind === 'query' ? outcome.query : outcome.faults.map(({ code, pointer }) => `${code} ${pointer}`);
};

describe('a folio', () => {
  it.each(['CJ-1042', 'cj1042', ' CJ 1042 ', '#CJ-1042', 'CJ–1O42', 'CJ-I042', 'ĆJ-l042', 'ＣＪ１０４２'])(
    'is the same typed as %j',
    (typed) => {
      expect(folioKey(typed)).toBe(folioKey('CJ-1042'));
    },
  );

  it('is another with another digit', () => {
    expect(folioKey('CJ-1043')).not.toBe(folioKey('CJ-1042'));
  });

  it('has a key that is its own key, whatever was typed, when it is normalised again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const key = folioKey(text);
        return folioKey(key) === key && /^[A-HJKMNP-Z0-9]*$/.test(key);
      }),
    );
  });
});

describe('two folios', () => {
  it.each([
    ['A-7', 'a 07'],
    ['A-7', 'A7'],
    ['00731', '731'],
    ['T-0042', 't 42'],
  ])('%s and %s are one number', (one, other) => {
    expect(readsAlike(one, other)).toBe(true);
  });

  it.each([
    ['1-11', '11-1'],
    ['1-101', '11-01'],
    ['A-7', 'A-8'],
    ['731', '7310'],
  ])('%s and %s are two', (one, other) => {
    expect(readsAlike(one, other)).toBe(false);
  });
});

describe('a total', () => {
  it.each([
    ['348', 34_800],
    ['348.', 34_800],
    ['348.5', 34_850],
    ['$1,234.50', 123_450],
    ['1 234,50', 123_450],
    ['1.234,50', 123_450],
    ['1,234', 123_400],
    ['MXN 1,234,567.89', 123_456_789],
    ['0.99', 99],
    ["1'234.50", 123_450],
    ['$348.00 M.N.', 34_800],
  ])('%j is read as %i centavos', (typed, totalCentavos) => {
    expect(read({ folio: 'A', total: typed })).toMatchObject({ totalCentavos });
  });

  it.each(['abc', '$', '.', ',', '10.00348.00', '1,2,3', '1,23.50', '9'.repeat(17), '9'.repeat(40)])(
    '%j is not an amount',
    (typed) => {
      expect(read({ folio: 'A', total: typed })).toEqual(['total-malformed /total']);
    },
  );

  it('is found again as the sale was stored, whatever way it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), (centavos) => {
        const plain = `${Math.floor(centavos / 100)}.${String(centavos % 100).padStart(2, '0')}`;
        const grouped = plain.replace(/\B(?=(\d{3})+\.)/g, ',');
        const european = grouped.replace(/[.,]/g, (mark) => (mark === ',' ? '.' : ','));
        for (const typed of [plain, `$${grouped}`, european, `${plain} MXN`])
          expect(read({ folio: 'A', total: typed })).toMatchObject({ totalCentavos: centavos });
      }),
    );
  });
});

describe('a date', () => {
  const DAY = 86_400_000;

  it('is read as a day wide enough for every zone of the country', () => {
    const day = Date.UTC(2026, 10, 20);
    expect(read({ total: '1', date: ' 2026-11-20 ', cardLast4: '4242' })).toMatchObject({
      dateFrom: day - DAY,
      dateTo: day + 3 * DAY,
    });
  });

  it.each(['20/11/2026', '2026-11', '2026-13-01', '2026-02-30', '2027-02-29', 'ayer', '2026-11-20T10:00'])(
    '%j is none',
    (date) => {
      expect(read({ total: '1', date, cardLast4: '4242' })).toEqual(['date-malformed /date']);
    },
  );

  it.each([
    [
      'America/Tijuana',
      '2026-10-31T23:40:00-07:00',
      ['2026-10-30', '2026-10-31', '2026-11-01'],
      ['2026-10-29', '2026-11-02'],
    ],
    [
      'America/Cancun',
      '2026-11-21T00:10:00-05:00',
      ['2026-11-20', '2026-11-21', '2026-11-22'],
      ['2026-11-19', '2026-11-23'],
    ],
    ['America/Mexico_City', '2026-12-31T23:59:59-06:00', ['2026-12-30', '2027-01-01'], ['2027-01-02']],
    ['America/Mexico_City', '2027-01-01T05:59:00Z', ['2026-12-31'], ['2027-01-02']],
  ])('in %s, %s is near %j and not %j', (zone, date, near, far) => {
    const sale = bodyOf({ date });
    expect(near.every((day) => isNearDay(sale, day, zone))).toBe(true);
    expect(far.some((day) => isNearDay(sale, day, zone))).toBe(false);
    for (const day of near) {
      const query = read({ total: '1', date: day, cardLast4: '4242' }) as { dateFrom: number; dateTo: number };
      expect(keysOf(sale).dateMs).toBeGreaterThanOrEqual(query.dateFrom);
      expect(keysOf(sale).dateMs).toBeLessThanOrEqual(query.dateTo);
    }
  });
});

describe('e-mail and card', () => {
  it('an address is the same in any case, with spaces around', () => {
    expect(read({ email: ' Ana@Example.COM ' })).toEqual({ emailKey: 'ana@example.com' });
    expect(keysOf(bodyOf({ email: 'Ana@example.com' })).emailKey).toBe('ana@example.com');
  });

  it('a card is its last four digits, however it is printed', () => {
    for (const cardLast4 of ['4242', '**** 4242', 'XXXX-XXXX-XXXX-4242'])
      expect(read({ total: '1', date: '2026-11-20', cardLast4 })).toMatchObject({ cardLast4: '4242' });
    expect(read({ total: '1', date: '2026-11-20', cardLast4: '424' })).toEqual(['card-last4-malformed /cardLast4']);
    expect(read({ email: 'ana' })).toEqual(['email-malformed /email']);
  });
});

describe('combinations', () => {
  it('one that is complete finds; what else was given and is asked for must match too', () => {
    expect(read({ folio: 'CJ-1042', total: '527', email: 'ana@example.com' })).toEqual({
      folioKey: 'CJ1042',
      totalCentavos: 52_700,
      emailKey: 'ana@example.com',
    });
  });

  it('a field that the portal does not ask for is ignored', () => {
    expect(read({ folio: 'CJ-1042', total: '527', email: 'ana@example.com' }, [['folio', 'total']])).not.toHaveProperty(
      'emailKey',
    );
  });

  it('an optional field has to match if it is given, and is not missing if it is not', () => {
    const [lookup, optional] = [[['folio', 'total']], [['email']]] as const;
    expect(read({ folio: 'CJ-1042', total: '527', email: 'ana@example.com' }, lookup, optional)).toMatchObject({
      emailKey: 'ana@example.com',
    });
    expect(read({ folio: 'CJ-1042', total: '527' }, lookup, optional)).not.toHaveProperty('emailKey');
    expect(read({ folio: 'CJ-1042', email: 'ana@example.com' }, lookup, optional)).toEqual(['lookup-required /total']);
    expect(read({ folio: 'CJ-1042', total: '527', email: 'ana' }, lookup, optional)).toEqual([
      'email-malformed /email',
    ]);
  });

  it('if none is complete, the fields missing from the nearest one are named', () => {
    expect(
      read({ total: '527', cardLast4: '4242' }, [
        ['folio', 'email'],
        ['total', 'date', 'cardLast4'],
      ]),
    ).toEqual(['lookup-required /date']);
    expect(read({ folio: ' ' })).toEqual(['lookup-required /email']);
    expect(read({ folio: '—', total: '527' })).toEqual(['lookup-required /folio']);
  });

  it('everything unreadable is reported at once', () => {
    expect(read({ folio: '#', total: 'x' })).toEqual(['lookup-required /folio', 'total-malformed /total']);
  });
});

describe('the searchable forms of a sale', () => {
  it('have the total with and without tip and rounding', () => {
    const keys = keysOf(bodyOf({ propina: '52.20', redondeo: '0.80', cardLast4: '4242' }));
    expect(keys).toMatchObject({ folioKey: '1M2201', totalCentavos: 34_800, paidCentavos: 40_100, cardLast4: '4242' });
  });

  it('are the same total where there is none', () => {
    expect(keysOf(bodyOf())).toMatchObject({ totalCentavos: 34_800, paidCentavos: 34_800 });
  });
});
